"""Decisions where coders differ, and those that went against a coder."""
