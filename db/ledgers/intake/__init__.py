"""What was read goes into the book: found again, filled in, never overwritten in silence."""
