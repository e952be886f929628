"""Keeps and understands a library of annotated articles, without a screen.

Imports neither textual nor rich. The reader and the command line use a library only through
:class:`store.library.Library`.
"""
