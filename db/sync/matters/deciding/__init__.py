"""A person's answer becomes a segment, alone or for many alike, and can be taken back."""
