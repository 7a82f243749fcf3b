"""A message in, a reply out: what was meant is remembered, judged by the engine, and put into words."""
