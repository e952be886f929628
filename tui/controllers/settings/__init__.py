"""What is done about settings while reading."""
