"""E-mail: the reader."""
