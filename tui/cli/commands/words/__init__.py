"""Words: the user dictionary, and what is counted."""
