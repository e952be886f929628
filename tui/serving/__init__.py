"""The reader in a browser: a web server on which each tab has a reader of its own, through textual-serve."""
