"""The agreement of coders: which coders, and the table by tag."""
