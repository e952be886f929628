"""What fills the gap of a query such as 记者*, and the query for the places of one of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.chinese.folding import fold
from store.errors import UsageError
from store.language import _
from store.query.places import text_nodes
from store.query.tree import Field, Near, Node, Query, Term, Unit, Wildcard, words
from tui.search.tables.word_table import MOST_ROWS, Basis, WordRow, WordTable

if TYPE_CHECKING:
    from store.terms.clipper import ClipPattern, Filler
    from tui.search.tables.counting import Counting

BETWEEN = 2
"""Characters between the words and what fills the gap beside them, at most: quotation marks and spaces."""


BEFORE = 8
"""Characters before what fills the gap that an example begins with, at most."""


def gap_of(query: Query) -> tuple[ClipPattern, Query]:
    """Return the pattern with a gap that a query names, and the other conditions of the query.

    Of words without a gap it is what follows them.

    :raises UsageError: the query has no such pattern.
    """
    from store.terms.clipper import ClipPattern

    nodes = text_nodes(query)
    with_gap = [each for each in nodes if isinstance(each, Wildcard) and _has_one_gap(each)]
    plain = [
        each
        for each in nodes
        if isinstance(each, Term) and each.field is Field.WORDS and len(each.values) == 1
    ]
    if with_gap:
        node: Node = with_gap[0]
        pattern = ClipPattern(with_gap[0].parts[0], with_gap[0].parts[2])
    elif plain and len(nodes) == 1:
        node, pattern = plain[0], ClipPattern(plain[0].values[0], "")
    else:
        raise UsageError(_("The query has no gap: write * where it is, as in 记者*."))
    return pattern, Query(tuple(each for each in query.terms if each != node))


def gap_table(counting: Counting) -> WordTable:
    """Return what fills the gap of the query, the most frequent first.

    :raises UsageError: the query has no gap.
    """
    from store.terms.clipper import NO_NAMES, Clipper, GapUnit, clip, known_names

    settings = counting.settings
    pattern, conditions = gap_of(counting.query)
    if settings.gap_unit is not GapUnit.CHARACTERS:
        counting.segmenter.load()
    names = known_names(counting.library) if settings.gap_unit is GapUnit.NAME else NO_NAMES
    clipper = Clipper(pattern, settings.gap_unit, settings.gap_length, counting.segmenter, names)
    within = Query() if counting.is_whole else conditions
    found = clip(counting.library, pattern, clipper, within, counting.progress)
    fillers = found.fillers()
    rows = [
        WordRow(
            each.text,
            each,
            (each.places, each.articles, each.places),
            (f"{each.places:,}", f"{each.articles:,}"),
            _example(each, pattern),
        )
        for each in fillers[:MOST_ROWS]
    ]
    basis = Basis(
        len(found.ranges(each.text for each in fillers)),
        sum(each.places for each in fillers),
        len(fillers),
        is_whole=counting.is_whole,
    )
    return WordTable(rows, len(fillers), basis, found)


def places_of(filler: Filler, query: Query, *, is_whole: bool) -> Query:
    """Return the query for the places of what fills the gap of a query.

    :param is_whole: whether the gap was filled from the whole library.
    :raises UsageError: the query has no gap.
    """
    pattern, conditions = gap_of(query)
    joined = f"{pattern.before}{filler.text}{pattern.after}"
    if all(fold(joined) in fold(example) for example in filler.examples):
        node: Node = words(joined)
    else:  # quotation marks or spaces stand between
        beside = words(pattern.before or pattern.after)
        node = Near(beside, words(filler.text), BETWEEN, Unit.CHARACTERS)
    return Query((node,)) if is_whole else Query((node, *conditions.terms))


def _example(filler: Filler, pattern: ClipPattern) -> str:
    """Return a place of what fills the gap, from a little before the pattern on."""
    example = next(iter(filler.examples), "")
    joined = f"{pattern.before}{filler.text}{pattern.after}"
    places = (fold(example).find(fold(each)) for each in (joined, filler.text))
    first = max(next((at for at in places if at >= 0), 0) - BEFORE, 0)
    return "…" * (first > 0) + example[first:]


def _has_one_gap(node: Wildcard) -> bool:
    return len(node.parts) == 3 and node.parts[1] == "*"
