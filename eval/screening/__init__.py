"""Rosters made up and measured: the generator, the figures of docs/screening.md."""
