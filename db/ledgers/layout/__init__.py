"""Where in a sheet things stand: header rows, columns, rows."""
