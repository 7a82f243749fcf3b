"""The `yanglao` command. What a command needs is imported inside it, so that the help comes at once."""

from assistant.cli.app import main

__all__ = ["main"]
