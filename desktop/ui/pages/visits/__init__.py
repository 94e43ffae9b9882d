"""走访: who was seen, who was not."""
