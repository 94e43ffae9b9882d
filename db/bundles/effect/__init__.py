"""How a segment comes into effect: rows with every write behind them, what tables show, what a person must settle."""
