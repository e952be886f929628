"""Strings from the system that are not valid UTF-8: file names, arguments."""

from __future__ import annotations


def writable(words: str) -> str:
    r"""The words with each byte that is not UTF-8 escaped as ``\xff``.

    Python represents such bytes as lone surrogates (PEP 383), which cannot be written to a file or terminal.
    """
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
