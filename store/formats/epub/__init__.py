"""EPUB: the reader."""
