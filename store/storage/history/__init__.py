"""The undo log: its steps and entries, and what it tells of former texts, changes and edits."""
