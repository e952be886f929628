"""RTF: the reader."""
