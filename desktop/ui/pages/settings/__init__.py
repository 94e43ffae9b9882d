"""设置: size and colours, ledgers in, backup, password, keys."""
