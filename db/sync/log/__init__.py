"""The log of signed segments: what they say, how they merge, how they come into effect on the rows of this book."""
