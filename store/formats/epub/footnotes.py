"""Gives the notes of an e-book numbers in brackets, as those of documents have, and takes their way back out.

A reference is a link that says so (EPUB 3 Structural Semantics, ``noteref``; DPUB-ARIA, ``doc-noteref``), or
has a class that programs write. It leads to the note, which may be an item of a numbered list.
"""

from __future__ import annotations

import re

_LINK = re.compile(r"<a(\s[^<>]*)>([^<>]{0,20}|<sup>[^<>]{0,20}</sup>)</a\s*>", re.IGNORECASE)
_IS_REFERENCE = re.compile(r"noteref|footnote-ref\b", re.IGNORECASE)
_IS_WAY_BACK = re.compile(r"backlink|footnote-back\b|\breferrer\b", re.IGNORECASE)
_TARGET = re.compile(r"""\bhref\s*=\s*["'][^"'#]*#([^"']+)["']""", re.IGNORECASE)
_NOTE = re.compile(
    r"""<li(?=\s)([^<>]*?\sid\s*=\s*["']([^"']+)["'][^<>]*)>(\s*<p(?:\s[^<>]*)?>)?""", re.IGNORECASE
)
_NUMBER = re.compile(r"[\[(（〔【［]?\s*([0-9]{1,5}|[a-z*†‡①-⑳])\s*[\])）〕】］]?", re.IGNORECASE)


def with_bracketed_notes(markup: str) -> str:
    """Return markup in which references to notes, and notes that are items of a list, have ``[1]``."""
    if not _IS_REFERENCE.search(markup) and not _IS_WAY_BACK.search(markup):
        return markup
    numbers: dict[str, str] = {}

    def replaced(link: re.Match[str]) -> str:
        attributes, words = link[1], re.sub("<[^>]*>", "", link[2])
        if _IS_WAY_BACK.search(attributes):
            return ""
        number, target = _NUMBER.fullmatch(words.strip()), _TARGET.search(attributes)
        if not _IS_REFERENCE.search(attributes) or number is None:
            return link[0]
        if target is not None:
            numbers[target[1]] = number[1]
        return f"[{number[1]}]"

    def numbered(item: re.Match[str]) -> str:
        number = numbers.get(item[2])
        return item[0] if number is None else f"<div{item[1]}>{item[3] or ''}[{number}] "

    return _NOTE.sub(numbered, _LINK.sub(replaced, markup))
