"""Commands for work on several computers, by several people."""
