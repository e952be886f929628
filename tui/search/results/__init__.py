"""The results of a search: their list, how they are painted, where they stand, and their file."""
