"""What the user names to be imported, and says about it."""
