"""The policies as data: reads `corpus/` and knows nothing of people, rules or replies."""
