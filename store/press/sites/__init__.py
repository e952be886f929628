"""What websites and bulletin boards print around a text."""
