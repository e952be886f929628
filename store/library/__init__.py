"""The library: the one door through which the reader and the commands reach the articles."""

from store.library.library import Library
from store.library.opening import open_library

__all__ = ["Library", "open_library"]
