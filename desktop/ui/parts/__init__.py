"""What knows our nouns and is shared by pages."""
