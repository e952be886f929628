"""The places of a query in a text: for highlighting, concordances, and to verify what an index has found.

Places are (start, end) in code points of the text, in its order; some may overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Protocol

from store.chinese.folded_phrase import FoldedPhrase, folded_text
from store.chinese.folding import fold
from store.model.anchoring import occurrences
from store.patterns import late_pattern
from store.query.tree import (
    MOST_BETWEEN,
    And,
    Field,
    Near,
    Node,
    Or,
    Query,
    Regex,
    Term,
    Unit,
    Variant,
    Wildcard,
    is_text,
)

if TYPE_CHECKING:
    from store.query.regular_expression import RegularExpression

Place = tuple[int, int]


class Finder(Protocol):
    """Finds the places of one text node."""

    @property
    def required_runs(self) -> tuple[str, ...]:
        """Runs of characters, folded, each of which is in every text that has a place; none if unknown."""

    def places(self, text: str) -> Iterator[Place]:
        """Yield the places in a text, sorted.

        :raises BadPattern: a pattern takes too long on this text.
        """


def finder(node: Node) -> Finder:
    """The finder of a text node: see :func:`store.query.tree.is_text`."""
    if isinstance(node, Term) and node.field is Field.WORDS:
        phrases = [_Phrase(value) for value in node.values]
        return phrases[0] if len(phrases) == 1 else _Either(phrases)
    if isinstance(node, Or):
        return _Either([finder(each) for each in node.nodes])
    if isinstance(node, Wildcard):
        return _Gaps(node)
    if isinstance(node, Regex):
        return _Expression(node)
    return _Family(node) if isinstance(node, Variant) else _pair(node)


def finders(query: Query) -> list[Finder]:
    """The finders of the text nodes of a query that are not negated, in its order, each once."""
    return [finder(node) for node in text_nodes(query)]


def text_nodes(query: Query) -> list[Node]:
    """The text nodes of a query that are not negated, in its order, each once."""
    return list(dict.fromkeys(node for term in query.terms for node in _positive(term)))


def places(query: Query, text: str) -> list[Place]:
    """The places of all of :func:`finders` in a text, sorted, each once."""
    return sorted({place for each in finders(query) for place in each.places(text)})


def _positive(node: Node) -> Iterator[Node]:
    if isinstance(node, And | Or):
        for each in node.nodes:
            yield from _positive(each)
    elif is_text(node):
        yield node


def _pair(node: Node) -> Finder:
    if isinstance(node, Near):
        return _Pair(node)
    what = f"{node} has no places in a text"  # untranslated: a mistake of the program
    raise TypeError(what)


class _Phrase:
    def __init__(self, text: str) -> None:
        self._phrase = FoldedPhrase(text)
        self.required_runs = (self._phrase.folded,)

    def places(self, text: str) -> Iterator[Place]:
        size = len(self._phrase.folded)
        found = occurrences(self._phrase.searched(text), self._phrase.folded)
        return ((start, start + size) for start in found)


class _Gaps:
    """Words with gaps. A gap never crosses the end of a sentence."""

    def __init__(self, node: Wildcard) -> None:
        self._typed = str(node)
        parts = [fold(part) for part in node.parts]
        self.required_runs = tuple(filter(None, parts[::2]))
        if not parts[0]:
            parts[1] = parts[1].replace("*", "")
        if not parts[-1]:
            parts[-2] = parts[-2].replace("*", "")
        self._pattern = "".join(
            _gap(part) if place % 2 else re.escape(part) for place, part in enumerate(parts)
        )

    @cached_property
    def _compiled(self) -> RegularExpression:
        from store.query.regular_expression import RegularExpression

        return RegularExpression(self._pattern, typed=self._typed)

    def places(self, text: str) -> Iterator[Place]:
        yield from self._compiled.spans(folded_text(text))


def _gap(signs: str) -> str:
    """The regular expression of a gap, over folded text."""
    least = signs.count("?")
    if "*" not in signs:
        return f"[^\n]{{{least}}}" if least else ""
    return f"[^{_ENDERS}]{{{least},{least + MOST_BETWEEN}}}?"


class _Expression:
    def __init__(self, node: Regex) -> None:
        self._node = node
        self.required_runs = literal_runs(node.pattern)

    @cached_property
    def _compiled(self) -> RegularExpression:
        from store.query.regular_expression import RegularExpression

        return RegularExpression(self._node.pattern)

    def places(self, text: str) -> Iterator[Place]:
        yield from self._compiled.spans(text)


class _Family:
    def __init__(self, node: Variant) -> None:
        from store.chinese.variants import FAMILY, Variants

        self._variants = Variants(node.text, kinds=FAMILY)
        self.required_runs = self._variants.runs

    def places(self, text: str) -> Iterator[Place]:
        return self._variants.places(text)


class _Either:
    def __init__(self, finders: Sequence[Finder]) -> None:
        self._finders = finders
        shared = set.intersection(*(set(each.required_runs) for each in finders))
        self.required_runs = tuple(sorted(shared))

    def places(self, text: str) -> Iterator[Place]:
        yield from sorted({place for each in self._finders for place in each.places(text)})


class _Pair:
    """Two finders near each other: from the start of the one to the end of the other.

    Each place of the left one is joined with the nearest place of the right one.
    """

    def __init__(self, node: Near) -> None:
        self._left, self._right = finder(node.left), finder(node.right)
        self._distance = node.distance
        self._unit = node.unit
        self.required_runs = tuple(dict.fromkeys(self._left.required_runs + self._right.required_runs))

    def places(self, text: str) -> Iterator[Place]:
        left = list(self._left.places(text))
        right = list(self._right.places(text)) if left else []
        if not right:
            return
        after = _Distances(text, self._unit)
        by_start = sorted(right)
        starts = [start for start, _end in by_start]
        by_end = sorted(right, key=itemgetter(1))
        ends = [end for _start, end in by_end]
        found: set[Place] = set()
        for start, end in left:
            options = []
            following = bisect_left(starts, end)
            if following < len(by_start):
                other = by_start[following]
                options.append((after(end, other[0]), (start, other[1])))
            preceding = bisect_right(ends, start) - 1
            if preceding >= 0:
                other = by_end[preceding]
                options.append((after(other[1], start), (other[0], end)))
            if options and min(options)[0] <= self._distance:
                found.add(min(options)[1])
        yield from sorted(found)


class _Distances:
    """Measures from the end of one place to the start of a later one."""

    def __init__(self, text: str, unit: Unit) -> None:
        self._starts: list[int] | None = None
        if unit is Unit.SENTENCES:
            from store.chinese.sentences import sentences

            self._starts = [start for start, end in sentences(text) if not text[start:end].isspace()]

    def __call__(self, end: int, start: int) -> int:
        if self._starts is None:
            return start - end
        return bisect_right(self._starts, start) - bisect_right(self._starts, end - 1)


_ENDERS = "。!?…⋯｡\n"
"""What ends a sentence, folded."""

_TOO_SUBTLE = late_pattern(r"[|()\[\]{}]|\\[^\W_bBdDsSwWnrtfv]")
"""Signs that may take what follows them with them: ``\\x41`` is one character. Simple classes do not."""
_META = late_pattern(r"\\.|[.^$*+?\\]", re.DOTALL)


def literal_runs(pattern: str) -> tuple[str, ...]:
    """The folded runs that every match of a regular expression contains, as far as that is plain to see.

    An expression with groups, sets, counts, alternatives or characters written as numbers has none.
    """
    if _TOO_SUBTLE.search(pattern):
        return ()
    cuts = [0]
    for sign in _META.finditer(pattern):
        is_optional = sign[0] in "*?" and sign.start() > cuts[-1]
        cuts += [sign.start() - is_optional, sign.end()]
    cuts.append(len(pattern))
    runs = (pattern[start:end] for start, end in list(pairwise(cuts))[::2])
    return tuple(dict.fromkeys(fold(run) for run in runs if run))


def merged(found: Iterable[Place]) -> list[Place]:
    """Places, sorted, with those that overlap or touch joined into one: what is highlighted."""
    joined: list[Place] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
