"""Files as they come: spreadsheets, text files, web pages, as sheets of raw cells."""
