"""百家: screen and paper."""
