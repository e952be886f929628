"""Gives the notes of an e-book numbers in brackets, as those of documents have, and takes their way back out.

A reference is a link that says so (EPUB 3 Structural Semantics, ``noteref``; DPUB-ARIA, ``doc-noteref``), or
has a class that programs write. It leads to the note, which may be an item of a numbered list.
"""

from __future__ import annotations

import re

_LINK = re.compile(r"<a(\s[^<>]*)>([^<>]{0,20}|<sup>[^<>]{0,20}</sup>)</a\s*>", re.IGNORECASE)
_IS_REFERENCE = re.compile(r"noteref|footnote-ref\b", re.IGNORECASE)
_IS_WAY_BACK = re.compile(r"backlink|footnote-back\b|\breferrer\b", re.IGNORECASE)
"""The values of the attributes below that say so; other attributes have such words too, as referrerpolicy."""
_MEANING = re.compile(
    r"""(?<![^\s"'])(?:class|role|epub:type)\s*+=\s*+(?:"([^"<>]*+)"|'([^'<>]*+)')""", re.IGNORECASE
)
_TARGET = re.compile(r"""(?<![^\s"'])href\s*+=\s*+["'][^"'#]*+#([^"']++)["']""", re.IGNORECASE)
_NOTE = re.compile(r"<li(\s[^<>]*+)>(\s*+<p(?:\s[^<>]*+)?>)?", re.IGNORECASE)
_ID = re.compile(r"""\sid\s*+=\s*+["']([^"'<>]++)["']""", re.IGNORECASE)
_NUMBER = re.compile(r"[\[(（〔【［]?\s*([0-9]{1,5}|[a-z*†‡①-⑳])\s*[\])）〕】］]?", re.IGNORECASE)


def with_bracketed_notes(markup: str) -> str:
    """Return markup in which references to notes, and notes that are items of a list, have ``[1]``."""
    if not _IS_REFERENCE.search(markup) and not _IS_WAY_BACK.search(markup):
        return markup
    numbers: dict[str, str] = {}

    def replaced(link: re.Match[str]) -> str:
        attributes, words = link[1], re.sub("<[^>]*>", "", link[2])
        meaning, target = _meaning(attributes), _TARGET.search(attributes)
        if target is not None and _IS_WAY_BACK.search(meaning):
            return ""
        number = _NUMBER.fullmatch(words.strip())
        if not _IS_REFERENCE.search(meaning) or number is None:
            return link[0]
        if target is not None:
            numbers[target[1]] = number[1]
        return f"[{number[1]}]"

    def numbered(item: re.Match[str]) -> str:
        name = _ID.search(item[1])
        number = numbers.get(name[1]) if name is not None else None
        return item[0] if number is None else f"<div{item[1]}>{item[2] or ''}[{number}] "

    return _NOTE.sub(numbered, _LINK.sub(replaced, markup))


def _meaning(attributes: str) -> str:
    """Return the values of the attributes of a link that say what it is for."""
    return " ".join(found[1] or found[2] or "" for found in _MEANING.finditer(attributes))
