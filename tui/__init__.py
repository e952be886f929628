"""The user interface: the reader, built with Textual, and the command line."""

VERSION = "0.1.0"
"""The version of Pizhu. The build reads it from here."""
