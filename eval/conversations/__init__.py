"""Whole conversations against the assistant: partly right counts as wrong."""
