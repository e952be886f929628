"""The texts of articles in passages, by which a phrase is found.

A folded text is divided into passages of :data:`OWN` code points, each followed by the first :data:`OVERLAP`
of the next one, so that a phrase of up to :data:`WHOLE` code points is within one passage wherever it is. The
*pairs* of a passage are all pairs of neighbouring UTF-16 code units in it, with punctuation and line ends,
each as a number. An inverted index of PostgreSQL (GIN) finds the passages that have all pairs of a phrase;
that they have the phrase is then checked on them, unless it is one pair.

A single character is a number too, of the first passage of a text that has it.

No text takes more memory for being long.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import NamedTuple

from store.index.postgres.characters import kept
from store.index.tables.conditions import Condition

OWN = 400
"""Code points of a passage that are in no other. Words that are near each other are sought in whole passages:
shorter ones have fewer that have both words by chance, and longer ones have fewer rows."""

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
    pairs: str
    """As PostgreSQL writes an array: to be given the list would take the driver ten times as long."""
    folded: str


def passages_of(article: str, folded: str) -> Iterator[Passage]:
    """Yield the passages of a folded text, as it is kept."""
    known = set[str]()
    for number, start in enumerate(range(0, len(folded), OWN)):
        passage = folded[start : start + OWN + OVERLAP]
        new = {*passage} - known
        known |= new
        pairs = pairs_of(passage).union(ord(each) for each in new if each <= _LAST_SINGLE)
        written = f"{{{','.join(map(str, pairs))}}}"
        yield Passage(article, number, min(OWN, len(folded) - start), written, passage)


_LAST_SINGLE = "\uffff"
"""The last code point that is one code unit. Later ones are a pair by themselves."""


def pairs_of(text: str) -> set[int]:
    """Return the pairs of neighbouring code units of a text, as it is kept.

    The number of a pair has the first unit in its lower half, the second one in its upper half. No unit is 0,
    so that no number of a pair is that of a single character.
    """
    units = text.encode("utf-16-le")
    number = len(units) // 2
    even = unpack_from(f"<{number // 2}i", units)
    odd = unpack_from(f"<{(number - 1) // 2}i", units, 2) if number > 2 else ()
    return {*even, *odd}


def is_pair(phrase: str) -> bool:
    """Whether a phrase is one pair: a passage with the pair has the phrase."""
    return len(phrase.encode("utf-16-le")) == 4


def condition_of(phrase: str) -> Condition:
    """Return the condition that a row ``p`` of the table of passages is one of a text with a folded phrase.

    It holds for one row at least of each text that contains it.
    """
    wanted = kept(phrase[:LONGEST_PHRASE])
    start = wanted[:WHOLE]
    if not start:
        return "FALSE", []
    if len(start) == 1 and start <= _LAST_SINGLE:
        return _HAS_ALL, [[ord(start)]]
    condition, values = with_pairs(start)
    if not is_pair(start):
        condition += " AND strpos(p.folded, ?) > 0"
        values.append(start)
    if len(wanted) > WHOLE:
        condition += (
            " AND strpos((SELECT string_agg(left(w.folded, w.own), '' ORDER BY w.number)"
            " FROM {schema}.passages w WHERE w.article = p.article), ?) > 0"
        )
        values.append(wanted)
    return condition, values


def everywhere(phrase: str) -> Condition:
    """Return the condition that holds for every row ``p`` whose passage contains a folded phrase.

    Of a phrase that is longer than :data:`WHOLE` it holds for those that contain its beginning.
    """
    condition, values = condition_of(phrase)
    start = kept(phrase[:WHOLE])
    if len(start) > 1:
        return condition, values
    condition = f"p.article IN (SELECT p.article FROM {{schema}}.passages p WHERE {condition})"  # noqa: S608
    return f"{condition} AND strpos(p.folded, ?) > 0", [*values, start]


def with_pairs(*phrases: str) -> Condition:
    """Return the condition that a passage has pairs of all these phrases, of two code points or more."""
    pairs: list[int] = []
    for phrase in phrases:
        found = sorted(pairs_of(phrase))
        step = -(-len(found) // MOST_PAIRS)
        pairs += found[:: max(step, 1)]
    return _HAS_ALL, [pairs]


_HAS_ALL = "p.pairs @> CAST(? AS integer[])"
