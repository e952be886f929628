"""The attributes of articles that a library defines, and their values."""
