"""Each figure once, for today or a past day: window, papers, command line and demonstration all ask here."""
