"""The work of a coder in a team."""
