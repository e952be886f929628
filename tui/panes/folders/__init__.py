"""The saved searches above the list of articles."""
