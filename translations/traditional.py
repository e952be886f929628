"""Makes texts in traditional characters, as Taiwan writes them, of texts in simplified ones."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from store.language.catalogue import FOLDER

TERMS = FOLDER / "terms.tsv"
"""What OpenCC makes of a word, and the reviewed word that takes its place; separated by a tab.

A third cell is the English text whose translation the word is: 列 becomes 欄 where it translates "column".
"""

QUOTATION_MARKS = str.maketrans("“”‘’", "「」『』")
"""Taiwan's marks for those of the mainland."""

_CODE = re.compile(r"(`[^`\n]*`)")


class Term(NamedTuple):
    """A reviewed word."""

    made: str
    """What OpenCC writes."""
    reviewed: str
    english: str = ""
    """The only text whose translation it is; empty for a word in any text."""


def in_traditional(text: str, english: str = "") -> str:
    """Return a text in traditional characters, with the words and quotation marks of Taiwan.

    Code between backquotes gets its words too, but its quotation marks stay.

    :param english: the text that it translates, if it is one of the interface.
    """
    converted = by_opencc(text)
    for term in terms():
        if not term.english:
            converted = converted.replace(term.made, term.reviewed)
        elif (term.made, term.english) == (converted, english):
            converted = term.reviewed
    parts = _CODE.split(converted)
    parts[::2] = [part.translate(QUOTATION_MARKS) for part in parts[::2]]
    return "".join(parts)


def by_opencc(text: str) -> str:
    """Return a text in traditional characters as OpenCC makes it, before the reviewed terms."""
    return str(_converter().convert(text))


@cache
def terms() -> tuple[Term, ...]:
    """Return the reviewed terms, in the order in which they are applied."""
    lines = TERMS.read_text("utf-8").splitlines()
    return tuple(Term(*line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("s2twp")
