"""What the fields of an article's metadata may hold."""
