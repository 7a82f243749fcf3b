"""The HTTP API and the tools for other agents: one process with the pages."""
