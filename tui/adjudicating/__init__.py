"""The screen on which it is decided where coders differ."""
