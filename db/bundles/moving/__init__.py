"""Records that move: a household to another village, a request that turns out an accusation; late work follows."""
