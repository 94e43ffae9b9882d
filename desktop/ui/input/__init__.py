"""Chinese input: which of Qt's input modules is taken, and what is being composed is never lost."""
