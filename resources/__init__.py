"""What is not code."""
