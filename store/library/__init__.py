"""The library: the one door through which the reader and the commands reach the articles."""

from store.library.library import Library

__all__ = ["Library"]
