"""Words from outside that are not UTF-8: file names, arguments."""

from __future__ import annotations


def writable(words: str) -> str:
    r"""The words with bytes that are not UTF-8 written out as ``\xff``.

    The system hands them over as lone surrogates (PEP 383), which no file and no terminal can hold.
    """
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
