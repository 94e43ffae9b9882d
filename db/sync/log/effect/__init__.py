"""From ops to rows and back: segments integrated into rows, redactions, what was saved turned into ops."""
