"""What a person sees and presses: the Textual reader and the commands."""

VERSION = "0.1.0"
"""The version of Pizhu, here alone; the build reads it."""
