"""The rows of the book with every write behind them, and what is derived from them: what is shown, what is open."""
