"""The texts of articles in passages, by which a phrase is found.

A folded text is divided into passages of :data:`OWN` code points, each followed by the first :data:`OVERLAP`
of the next one, so that a phrase of up to :data:`WHOLE` code points is within one passage wherever it is. The
*pairs* of a passage are all pairs of neighbouring code points in it, punctuation and line ends included. An
inverted index of PostgreSQL (GIN) finds the passages that have all pairs of a phrase; that they have the
phrase is then checked on them. For one code point, which has no pair, they are read.

No text takes more memory for being long.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store.index.postgres.characters import kept
from store.index.tables.conditions import Condition

OWN = 800
"""Code points of a passage that are in no other."""

OVERLAP = 96
"""Code points of the next passage that follow them."""

WHOLE = OVERLAP + 1
"""Code points of the longest phrase that is within one passage wherever it is."""

LONGEST_PHRASE = 1000
"""Code points of a phrase that are looked up, at most, as in SQLite."""

MOST_PAIRS = 16
"""Pairs that the inverted index is asked for: more take longer than they spare."""


class Passage(NamedTuple):
    """A passage of a text, as a row of the table."""

    article: str
    number: int
    own: int
    pairs: list[str]
    folded: str


def passages_of(article: str, folded: str) -> Iterator[Passage]:
    """Yield the passages of a folded text, as it is kept."""
    for number, start in enumerate(range(0, len(folded), OWN)):
        passage = folded[start : start + OWN + OVERLAP]
        yield Passage(article, number, min(OWN, len(folded) - start), pairs_of(passage), passage)


def pairs_of(text: str) -> list[str]:
    """Return the pairs of neighbouring code points, each once."""
    return list(dict.fromkeys(map(str.__add__, text, text[1:])))


def condition_of(phrase: str) -> Condition:
    """Return the condition that a row ``p`` of the table of passages is one of a text with a folded phrase.

    It holds for one row at least of each text that contains it.
    """
    wanted = kept(phrase[:LONGEST_PHRASE])
    start = wanted[:WHOLE]
    if not start:
        return "FALSE", []
    if len(start) == 1:
        return "strpos(p.folded, ?) > 0", [start]
    condition, values = with_pairs(start)
    if len(start) > 2:
        condition += " AND strpos(p.folded, ?) > 0"
        values.append(start)
    if len(wanted) > WHOLE:
        condition += (
            " AND strpos((SELECT string_agg(left(w.folded, w.own), '' ORDER BY w.number)"
            " FROM {schema}.passages w WHERE w.article = p.article), ?) > 0"
        )
        values.append(wanted)
    return condition, values


def with_pairs(*phrases: str) -> Condition:
    """Return the condition that a passage has pairs of all these phrases, of two code points or more."""
    pairs: list[str] = []
    for phrase in phrases:
        found = pairs_of(phrase)
        step = -(-len(found) // MOST_PAIRS)
        pairs += found[:: max(step, 1)]
    return "p.pairs @> CAST(? AS text[])", [pairs]
