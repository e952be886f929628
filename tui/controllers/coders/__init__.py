"""What is done with the coders of a library."""
