"""The plain reader for screen readers and pipes: one line is a command, and everything is said in words."""
