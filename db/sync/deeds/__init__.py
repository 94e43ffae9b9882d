"""What people do with the log besides writing: move, erase, hand accusations in, begin a computer with a snapshot."""
