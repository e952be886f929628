"""The rows of lists of articles, and their order."""
