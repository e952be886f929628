"""What the shell and the manual know of the commands: completion scripts and the man page."""
