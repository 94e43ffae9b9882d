"""How one cell is read: dates, numbers, telephones, words. Each reader takes a raw cell and returns a finding."""
