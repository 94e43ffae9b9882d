"""What must be true: pure rules of village work, standard library only, doctested."""
