"""The entries of the small tables of a library: attributes, user words, saved searches, teams."""
