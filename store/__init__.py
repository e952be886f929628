"""Everything about a library of annotated articles that is true without a screen.

Imports neither textual nor rich. :class:`store.library.Library` is the one door through which the
terminal interface and the commands reach it.
"""
