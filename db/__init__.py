"""百家: the record book."""
