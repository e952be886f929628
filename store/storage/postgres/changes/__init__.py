"""Changes of a library on a server: the lock, the journal, and what writes the edits."""
