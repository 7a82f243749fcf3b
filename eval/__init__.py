"""What measures the assistant: programs whose output is their result."""
