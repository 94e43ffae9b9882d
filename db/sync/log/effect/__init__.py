"""From ops to rows and back: segments laid on rows, redactions, what was saved turned into ops."""
