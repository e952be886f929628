"""The commands about settings and keys."""
