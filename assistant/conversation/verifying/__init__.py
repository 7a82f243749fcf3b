"""What an answer states, and what it may rest on: the parts of the verifier."""
