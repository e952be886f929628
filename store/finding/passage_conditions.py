"""What a query says of a passage, and of the article that it is in.

Words and patterns are in the passage. ``tag:``, ``under:``, ``by:``, ``note:``, ``quote:``, ``remark:`` and
``has:`` are about an annotation that overlaps it. All other fields are about its article.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

from msgspec import structs

from store.chinese.folding import fold
from store.model.annotation import Annotation
from store.note_syntax.remarks import is_for
from store.query.places import Finder, finder
from store.query.tree import (
    And,
    Field,
    Node,
    Not,
    Or,
    Query,
    Term,
    Thing,
    all_of,
    is_text,
    negated,
    with_user,
)

if TYPE_CHECKING:
    from store.library import Library

OF_ANNOTATIONS = frozenset(
    {Field.TAG, Field.UNDER, Field.BY, Field.NOTE, Field.QUOTE, Field.REMARK, Field.HAS}
)
"""The fields that are about an annotation."""


class Holds(Protocol):
    """Decides whether a query holds for a passage."""

    def __call__(
        self, start: int, end: int, annotations: Sequence[Annotation], *, with_text: bool = True
    ) -> bool:
        """Return whether the query holds for ``text[start:end]`` with the annotations that overlap it.

        :param with_text: whether what it says of the text is considered; if not, it holds if it may hold.
        """


class Conditions:
    """What a query says of passages and of their articles."""

    def __init__(self, library: Library, query: Query) -> None:
        self._library = library
        self.terms = query.terms
        self.creator = library.creator
        self.finders: dict[Node, Finder] = {node: finder(node) for node in _texts_of(query.terms)}
        """By text node, what finds it."""
        self._articles: dict[Node, Collection[str]] = {}

    def matching(self, node: Node) -> Collection[str]:
        """Return the articles for which a node holds that is about whole articles."""
        if node not in self._articles:
            self._articles[node] = frozenset(self._library.texts.matching(Query((node,))))
        return self._articles[node]


class ArticleConditions:
    """Decides whether a query holds for passages of one article."""

    def __init__(self, conditions: Conditions, article: str, text: str) -> None:
        """Find what the query asks for in the text of an article.

        :raises BadPattern: a pattern takes too long on this text.
        """
        self._conditions = conditions
        self.creator = conditions.creator
        self._article = article
        self._text = text
        self._places = {node: list(each.places(text)) for node, each in conditions.finders.items()}
        self._reached = {
            node: list(accumulate((end for _start, end in places), max))
            for node, places in self._places.items()
        }
        """By text node, how far each place and those before it reach."""

    def hold(
        self, start: int, end: int, annotations: Sequence[Annotation], *, with_text: bool = True
    ) -> bool:
        """See :class:`Holds`."""
        passage = _PassageConditions(self, start, end, annotations, with_text)
        return _all(map(passage.value, self._conditions.terms)) is not False

    def contains(self, node: Node, start: int, end: int) -> bool:
        """Return whether ``text[start:end]`` has a place of a text node.

        A place that crosses the bounds of the passage may stand for one within it, which is shorter or whose
        words are farther apart. It is then looked for in the passage alone.
        """
        places, reached = self._places[node], self._reached[node]
        begins = bisect_left(places, (start,))
        crosses = begins > 0 and reached[begins - 1] > start
        for number in range(begins, bisect_left(places, (end,))):
            if places[number][1] <= end:
                return True
            crosses = True
        return crosses and any(True for _ in self._conditions.finders[node].places(self._text[start:end]))

    def is_true_of_article(self, node: Node) -> bool:
        """Return whether a node holds for the whole article."""
        return self._article in self._conditions.matching(node)


class _PassageConditions:
    """The truth of nodes for one passage."""

    def __init__(
        self,
        article: ArticleConditions,
        start: int,
        end: int,
        annotations: Sequence[Annotation],
        with_text: bool,
    ) -> None:
        self._article = article
        self._range = (start, end)
        self._annotations = annotations
        self._with_text = with_text

    def value(self, node: Node) -> bool | None:
        """Return whether a node holds; None if that depends on the text, which is not considered."""
        if _is_without_words(node) or isinstance(node, Not):
            return _not(self.value(negated(node)))
        if is_text(node):
            return self._article.contains(node, *self._range) if self._with_text else None
        if isinstance(node, And):
            return _all(map(self.value, node.nodes))
        if isinstance(node, Or):
            return _not(_all(_not(self.value(each)) for each in node.nodes))
        if isinstance(node, Term) and node.field in OF_ANNOTATIONS:
            meant = _with_names(node, self._article.creator)
            return any(_matches(each, meant) for each in self._annotations) is node.wanted
        return self._article.is_true_of_article(node)


def of_articles(query: Query) -> Query:
    """Return what is true of each article that has a passage for which a query holds."""
    return Query(tuple(part for term in query.terms if (part := _necessary(term)) is not None))


def _necessary(node: Node) -> Node | None:
    """Return what a node requires of an article: negations of what is in a part of it require nothing."""
    if isinstance(node, Not):
        return None if _is_about_parts(node.node) else node
    if isinstance(node, Term) and not node.wanted:
        return None if _is_about_parts(node) else node
    if isinstance(node, And):
        parts = [part for each in node.nodes if (part := _necessary(each)) is not None]
        return all_of(parts) if parts else None
    if isinstance(node, Or) and not is_text(node):
        return node if all(_necessary(each) == each for each in node.nodes) else None
    return node


def _is_about_parts(node: Node) -> bool:
    """Return whether a node may hold for one part of an article and not for another."""
    if is_text(node) or _is_without_words(node):
        return True
    if isinstance(node, And | Or):
        return any(map(_is_about_parts, node.nodes))
    if isinstance(node, Not):
        return _is_about_parts(node.node)
    return isinstance(node, Term) and node.field in OF_ANNOTATIONS


def _texts_of(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the text nodes below some nodes, those of negated words without their negation."""
    for node in nodes:
        if _is_without_words(node):
            yield negated(node)
        elif is_text(node):
            yield node
        elif isinstance(node, And | Or):
            yield from _texts_of(node.nodes)
        elif isinstance(node, Not):
            yield from _texts_of((node.node,))


def _is_without_words(node: Node) -> bool:
    return isinstance(node, Term) and node.field is Field.WORDS and not node.wanted


def _matches(annotation: Annotation, term: Term) -> bool:
    """Return whether one of the values of a term matches an annotation, as if it were not negated."""
    return any(_MATCHERS[term.field](annotation, value) for value in term.values)


def _with_names(term: Term, creator: str) -> Term:
    """Return a term with the name of the user in place of what stands for it."""
    if term.field is not Field.REMARK:
        return term
    return structs.replace(term, values=with_user(term.values, creator))


def _is_tagged(annotation: Annotation, tag: str) -> bool:
    return tag in annotation.tags or _is_under(annotation, tag)


def _is_under(annotation: Annotation, tag: str) -> bool:
    return any(each.startswith(f"{tag}/") for each in annotation.tags)


_MATCHERS: dict[Field, Callable[[Annotation, str], bool]] = {
    Field.TAG: _is_tagged,
    Field.UNDER: _is_under,
    Field.BY: lambda annotation, value: fold(value) in fold(annotation.creator),
    Field.NOTE: lambda annotation, value: fold(value) in fold(annotation.note),
    Field.QUOTE: lambda annotation, value: fold(value) in fold(annotation.exact),
    Field.REMARK: lambda annotation, value: is_for(annotation.note, value),
    Field.HAS: lambda annotation, value: _THINGS[Thing(value)](annotation),
}

_THINGS: dict[Thing, Callable[[Annotation], bool]] = {
    Thing.NOTE: lambda annotation: bool(annotation.note),
    Thing.MARK: lambda _annotation: True,
    Thing.TAG: lambda annotation: bool(annotation.tags),
    Thing.REMARK: lambda annotation: is_for(annotation.note, ""),
    Thing.ORPHAN: lambda annotation: annotation.orphan,
    Thing.MOVED: lambda annotation: annotation.moved,
}


def _all(values: Iterable[bool | None]) -> bool | None:
    """Return whether all values are true, None if that depends on those that are not known."""
    found: set[bool | None] = set(values)
    return False if False in found else None if None in found else True


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value
