"""依法抹去, as far as the log goes: where words lie, how they are taken out, how the pages of the file are cleared."""
