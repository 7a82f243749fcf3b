"""Finds what the documents say: passages, two legs of search, fusion, the exact sentence, or an honest nothing."""
