"""What stands open, put before a person: both sides with who and when, answers with their consequences."""
