"""What stands before an open store: the first start, and the door that asks for a password."""
