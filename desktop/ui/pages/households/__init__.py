"""农户: who lives here, and everything about them."""
