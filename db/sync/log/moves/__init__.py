"""Records that left their partition: where they went, how they are said again there, late work that follows."""
