"""`python -m assistant.cli`, where the command is not installed."""

from assistant.cli.app import main

main()
