"""隔离区: what was set aside unread, until a person lets it in or refuses it."""
