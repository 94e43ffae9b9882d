"""How anything stands on paper: faces, lines, tables, sheets, rooms to sign."""
