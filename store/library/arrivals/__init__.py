"""What becomes of drafts that are imported for articles that a library has already."""
