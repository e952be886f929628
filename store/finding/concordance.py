"""The concordance: each place of what a query asks for in texts, in the middle of its context (KWIC)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from heapq import merge
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from store.chinese.folding import fold
from store.errors import PizhuError, UsageError
from store.language import _
from store.model.annotation import Annotation
from store.progress import Progress, no_progress
from store.query.places import Place, finders
from store.query.tree import Field, Query, Term, Thing
from store.wording import listed

if TYPE_CHECKING:
    from store.chinese.words import Segmenter
    from store.library import Library

CONTEXT = 40
"""Code points of the context on each side of a node, at most."""

SORTED_TOGETHER = 5000
"""The lines that are sorted at once. Other threads wait meanwhile."""

FARTHEST = 5
"""The farthest position that lines are sorted by: L5 and R5."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line of a concordance. ``text[start:end]`` of the article is its node, in code points."""

    article: str
    start: int
    end: int
    left: str
    """The text before the node, up to the beginning of the paragraph or :data:`CONTEXT` code points."""
    node: str
    right: str
    """The text after the node, up to the end of the paragraph or :data:`CONTEXT` code points."""
    tags: tuple[str, ...]
    """The tags of the annotations that overlap the node."""
    notes: tuple[str, ...] = ()
    """The notes of the annotations that overlap the node."""


class Position(NamedTuple):
    """A position beside the node: R1 is the first word or character after it, L1 the last one before it."""

    is_left: bool
    distance: int
    """From 1 to :data:`FARTHEST`."""

    def __str__(self) -> str:
        """The position as it is written: ``L1``."""
        return f"{'L' if self.is_left else 'R'}{self.distance}"


class LineSort(StrEnum):
    """An order of lines that is not by a position."""

    ARTICLE = "article"
    """As the articles are listed, and as the lines stand in them."""
    NODE = "node"
    """By the words found, by pinyin."""
    SOURCE = "source"
    DATE = "date"
    """The latest first; those without a date last."""
    TITLE = "title"


SortKey = Position | LineSort

_DISTANCES = frozenset(map(str, range(1, FARTHEST + 1)))


class GroupSort(StrEnum):
    """An order of groups."""

    COUNT = "count"
    """The most frequent first; equal ones by code point."""
    ITEM = "item"
    """By pinyin; nothing last."""


class Group(msgspec.Struct, frozen=True):
    """A word or character at a position beside the nodes."""

    item: str
    """Empty where the paragraph has none there."""
    lines: int
    """How many lines have it there."""


def sort_key(written: str) -> SortKey:
    """Parse the name of an order: ``L1`` to ``R5``, or one of :class:`LineSort`.

    :raises UsageError: there is no such order.
    """
    position = position_named(written)
    if position is not None:
        return position
    try:
        return LineSort(written.strip().lower())
    except ValueError as error:
        known = listed(("L1…L5", "R1…R5", *LineSort))
        raise UsageError(
            _("Lines are not sorted by {name!r}: use one of {known}.", name=written, known=known)
        ) from error


def position_named(written: str) -> Position | None:
    """Return the position that ``L1`` to ``R5`` stand for; None for anything else."""
    name = written.strip()
    if len(name) == 2 and name[0] in "LRlr" and name[1] in _DISTANCES:
        return Position(name[0] in "Ll", int(name[1]))
    return None


def concordance(
    library: Library,
    query: Query,
    *,
    context: int = CONTEXT,
    progress: Progress = no_progress,
) -> Iterator[Line]:
    """Yield a line for each place that the query finds in the articles that match it.

    The articles come in the order of the list, those added last first. Places may overlap.

    :param context: code points of the context on each side, at most.
    :raises UsageError: the query asks for nothing in texts.
    :raises UsageError: a pattern takes too long on a text.
    """
    sought = finders(query)
    if not sought:
        raise UsageError(_("The query names no words that could stand in the middle: add some."))
    annotated = annotated_articles(library)
    for article in library.texts.matching(query, progress=progress):
        text, annotations = "", tuple[Annotation, ...]()
        with suppress(PizhuError):  # an article that was removed meanwhile
            annotations = library.annotations.of(article) if article in annotated else ()
            text = library.texts.text(article)
        tagged, noted = TaggedRanges(annotations), NotedRanges(annotations)
        for place in sorted({place for each in sought for place in each.places(text)}):
            tags, notes = tagged.tags(*place), noted.notes(*place)
            yield line_at(article, text, place, tags=tags, notes=notes, context=context)


def annotated_articles(library: Library) -> set[str]:
    """Return the articles that have a tag or a note, on themselves or on an annotation."""
    noted = library.texts.matching(Query((Term(Field.HAS, (Thing.NOTE,)),)))
    return {*noted, *(article for articles in library.texts.tagged().values() for article in articles)}


def line_at(
    article: str,
    text: str,
    place: Place,
    *,
    tags: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    context: int = CONTEXT,
) -> Line:
    """Return the line of a place in the text of an article.

    :param context: code points of the context on each side, at most.
    """
    start, end = place
    first = max(start - context, 0)
    first = max(first, text.rfind("\n", first, start) + 1)
    last = text.find("\n", end, end + context)
    return Line(
        article=article,
        start=start,
        end=end,
        left=text[first:start],
        node=text[start:end].replace("\n", " "),
        right=text[end : end + context if last < 0 else last],
        tags=tags,
        notes=notes,
    )


class Contexts:
    """Finds what stands at a position beside the node of a line."""

    def __init__(self, segmenter: Segmenter | None = None) -> None:
        """Create it.

        :param segmenter: divides contexts into words; None counts characters.
        """
        self._segmenter = segmenter

    def at(self, line: Line, position: Position) -> str:
        """Return the word or character at a position; empty if the paragraph has none there.

        Punctuation is neither.
        """
        found = self.beside(line, is_left=position.is_left)
        return found[position.distance - 1] if len(found) >= position.distance else ""

    def beside(self, line: Line, *, is_left: bool) -> list[str]:
        """Return up to :data:`FARTHEST` words or characters on a side of the node, the nearest first."""
        context = line.left if is_left else line.right
        pieces: Sequence[str] = context
        if self._segmenter is not None:
            pieces = [context[start:end] for start, end in self._segmenter.spans(context)]
        from_node = reversed(pieces) if is_left else iter(pieces)
        return list(islice((each for each in from_node if any(map(str.isalnum, each))), FARTHEST))


def sorted_lines(
    library: Library,
    lines: Sequence[Line],
    keys: Sequence[SortKey],
    contexts: Contexts,
    *,
    is_reversed: bool = False,
    progress: Progress = no_progress,
) -> list[Line]:
    """Sort lines by one order after the other; equal ones stay as they are. Chinese is sorted by pinyin.

    Lines without a date, a source, a title or anything at a position come last, in the reversed order too.

    :param progress: called with the lines looked at and all lines.
    """
    missing = _LEAST if is_reversed else _GREATEST
    orders = [_key_of(library, lines, key, contexts, missing) for key in keys]
    decorated = []
    for done, line in enumerate(lines):
        if done % 1000 == 0:
            progress(done, len(lines))
        decorated.append((tuple(order(line) for order in orders), done))
    parts = [
        sorted(decorated[first : first + SORTED_TOGETHER], reverse=is_reversed)
        for first in range(0, len(decorated), SORTED_TOGETHER)
    ]
    merged = merge(*parts, reverse=is_reversed)
    progress(len(lines), len(lines))
    return [lines[place] for _keys, place in merged]


def having(lines: Iterable[Line], position: Position | None, item: str, contexts: Contexts) -> Iterator[Line]:
    """Yield the lines that have an item at a position.

    :param position: None for the node itself, which is compared folded.
    :param item: what stands there, as :func:`grouped` returns it; folded for a node.
    """
    for line in lines:
        if (contexts.at(line, position) if position else fold(line.node)) == item:
            yield line


def grouped(
    lines: Iterable[Line],
    position: Position,
    contexts: Contexts,
    *,
    sort: GroupSort = GroupSort.COUNT,
    is_reversed: bool = False,
) -> list[Group]:
    """Return what stands at a position in the lines, the most frequent first or by ``sort``."""
    counted = Counter(contexts.at(line, position) for line in lines)
    groups = [Group(item, count) for item, count in sorted(counted.items())]
    if sort is GroupSort.ITEM:
        missing = _LEAST if is_reversed else _GREATEST
        return sorted(
            groups, key=lambda group: _collation(group.item) if group.item else missing, reverse=is_reversed
        )
    return sorted(groups, key=lambda group: group.lines if is_reversed else -group.lines)


def _key_of(
    library: Library, lines: Sequence[Line], key: SortKey, contexts: Contexts, missing: str
) -> Callable[[Line], tuple[str, ...]]:
    """Return the function that gives the key of a line in an order.

    :param missing: the key of what is not there.
    """
    if isinstance(key, Position):
        position = key

        def beside(line: Line) -> tuple[str, ...]:
            found = contexts.beside(line, is_left=position.is_left)[position.distance - 1 :]
            return tuple(map(_collation, found)) or (missing,)

        return beside
    if key is LineSort.ARTICLE:
        places = {
            article: f"{place:09}" for place, article in enumerate(dict.fromkeys(x.article for x in lines))
        }
        return lambda line: (places[line.article], f"{line.start:09}")
    if key is LineSort.NODE:
        return lambda line: (_collation(line.node),)
    values = _values_of_articles(library, lines, key, missing)
    return lambda line: (values[line.article],)


def _values_of_articles(
    library: Library, lines: Iterable[Line], key: LineSort, missing: str
) -> dict[str, str]:
    """Return, by article, by what its lines are sorted; ``missing`` where it has no such value."""
    values: defaultdict[str, str] = defaultdict(lambda: missing)
    for row in library.articles.rows_of(dict.fromkeys(line.article for line in lines)):
        if key is LineSort.DATE:
            values[row.id] = "".join(chr(0x7F - ord(char)) for char in row.date) if row.date else missing
        else:
            name = row.source if key is LineSort.SOURCE else row.title
            values[row.id] = _collation(name) if name else missing
    return values


_LEAST, _GREATEST = "", "\U0010ffff"
"""The keys of what comes first and last in ascending order."""


@lru_cache(maxsize=50_000)
def _collation(words: str) -> str:
    from store.chinese.pinyin import collation_key

    return collation_key(words)


class _Ranges:
    """Ranges of an article, each with some words."""

    def __init__(self, ranges: Iterable[tuple[int, int, tuple[str, ...]]]) -> None:
        self._ranges = sorted(ranges)
        self._reached = list(accumulate((end for _start, end, _words in self._ranges), max))
        """How far each range and those before it reach: never less than the one before."""

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """Return the words of the ranges that overlap ``text[start:end]``, in their order, each once."""
        if not self._ranges:
            return ()
        first, after = bisect_right(self._reached, start), bisect_left(self._ranges, (end,))
        found = (words for _start, last, words in self._ranges[first:after] if start < last)
        return tuple(dict.fromkeys(each for words in found for each in words))


class TaggedRanges:
    """The ranges of an article that have tags."""

    def __init__(self, annotations: Iterable[Annotation]) -> None:
        self._ranges = _Ranges(
            (each.start, each.end, each.tags) for each in annotations if each.tags and not each.orphan
        )

    def tags(self, start: int, end: int) -> tuple[str, ...]:
        """Return the tags that overlap ``text[start:end]``, in the order of their ranges."""
        return self._ranges.words(start, end)


class NotedRanges:
    """The ranges of an article that have notes."""

    def __init__(self, annotations: Iterable[Annotation]) -> None:
        self._ranges = _Ranges(
            (each.start, each.end, (each.note,)) for each in annotations if each.note and not each.orphan
        )

    def notes(self, start: int, end: int) -> tuple[str, ...]:
        """Return the notes that overlap ``text[start:end]``, in the order of their ranges."""
        return self._ranges.words(start, end)
