"""Measures the search, and trains the small model that it uses."""
