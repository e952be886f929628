"""ZIP archives of files: the reader."""
