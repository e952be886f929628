"""Evaluates queries: the index answers what it knows, the rest is verified on texts and notes.

A query is a conjunction. The index filters by the terms that it knows and by what the others require, such as
the words of a pattern. Only the articles that are left are read, one by one, so that the first results come
early and the evaluation can be stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from store.chinese.folding import fold
from store.chinese.variants import Candidates, Variants
from store.errors import PizhuError
from store.index.article_index import MOST_TOGETHER, ArticleIndex, is_known
from store.index.verified import Verified
from store.model.annotation import Annotation
from store.model.decisions.disputes import disputes
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.note_syntax.remarks import is_for
from store.progress import Progress, no_progress
from store.query.errors import QuerySyntaxError
from store.query.places import Finder, finder
from store.query.regular_expression import BadPattern
from store.query.tree import (
    And,
    Field,
    Near,
    Node,
    Not,
    Or,
    Query,
    Term,
    Thing,
    Together,
    Variant,
    all_of,
    any_of,
    is_text,
    with_user,
    words,
)
from store.storage.document_store import DocumentStore, Record
from store.storage.documents import annotations_of

NEWEST = 64
"""The newest articles, which are read before the index is asked."""

FIRST = 16
"""How many of them are enough."""


SeenRecord = Callable[[str, Record], Record]
"""Returns what a user sees of the record of an article, given its ID and the record."""


def whole_record(_article: str, record: Record) -> Record:
    """Return a record as it is."""
    return record


class Evaluator:
    """Evaluates queries over one library."""

    def __init__(
        self,
        store: DocumentStore,
        index: ArticleIndex,
        verified: Verified,
        seen: SeenRecord = whole_record,
        *,
        creator: str = "",
    ) -> None:
        """Evaluate over the articles of ``store`` and its ``index``; ``verified`` knows earlier results.

        :param seen: returns what a user sees of the record of an article.
        :param creator: who ``me`` is.
        """
        self._store = store
        self._index = index
        self._verified = verified
        self._seen = seen
        self._creator = creator

    def matching(
        self,
        query: Query,
        *,
        keep: str = "",
        order: Order = ADDED_LAST_FIRST,
        progress: Progress = no_progress,
    ) -> Iterator[str]:
        """Yield the IDs of the articles that match a query, as they are found, in an order.

        Articles that cannot be read do not match what they must be read for.

        :param keep: the ID of an article that is yielded in its place in any case.
        :param progress: called with articles read and articles in total, first for the newest ones and then,
            from 0 on, for all; what it raises stops the evaluation.
        :raises QuerySyntaxError: a pattern takes too long on a text.
        """
        first = list[str]()
        if query and not keep and order == ADDED_LAST_FIRST:
            for article in self._newest(query, progress):
                first.append(article)
                yield article
        rest = [term for term in query.terms if not is_known(term)]
        required = [bound for term in query.terms if (bound := requirement(term)) is not None]
        candidates = self._index.filtered(Query(tuple(dict.fromkeys(required))), keep, order)
        verifier = _Verifier(self._index, query, self._verified, self._creator)
        early = frozenset(first)
        for done, article in enumerate(candidates):
            progress(done, len(candidates))
            if article in early:
                continue
            opened = _Opened(self._store, article, self._seen)
            if article == keep or all(verifier.holds(term, opened) for term in rest):
                yield article
        progress(len(candidates), len(candidates))

    def _newest(self, query: Query, progress: Progress) -> Iterator[str]:
        """Yield the first articles of the list that match a query, if they are among the newest.

        The index answers for a frequent word when it has found all articles with it. To read the newest
        ones until there is a screenful takes a few milliseconds in a library of any size.
        """
        if any(requirement(term) is None for term in query.terms):
            return  # a pattern that may be slow: the index asks for nothing, and all are read anyway
        newest = [row.id for row in self._index.rows(0, NEWEST)]
        if len(newest) < NEWEST:
            return
        verifier = _NewestVerifier(self._index, query, self._verified, self._creator, newest)
        number = 0
        for done, article in enumerate(newest):
            progress(done, len(newest))
            opened = _Opened(self._store, article, self._seen)
            if all(verifier.holds_early(term, opened) for term in query.terms):
                yield article
                number += 1
                if number == FIRST:
                    return
        progress(len(newest), len(newest))


class _Opened:
    """An article of which text and record are read when they are needed."""

    def __init__(self, store: DocumentStore, article: str, seen: SeenRecord) -> None:
        self._store = store
        self._seen = seen
        self.id = article

    @cached_property
    def text(self) -> str:
        return self._store.text(self.id)

    @cached_property
    def _record(self) -> Record:
        return self._seen(self.id, self._store.read(self.id, with_text=False))

    @cached_property
    def _annotations(self) -> tuple[Annotation, ...]:
        return annotations_of(self._record)

    def notes(self) -> Iterator[str]:
        """Yield the notes on the article and on its annotations."""
        yield str(self._record.article.get("note", ""))
        yield from (annotation.note for annotation in self._annotations)

    def quotes(self) -> Iterator[str]:
        """Yield what its annotations mark."""
        return (annotation.exact for annotation in self._annotations)

    def has_remark(self, names: Collection[str] = ("",)) -> bool:
        """Whether a note has a remark for one of some people; an empty name is anybody."""
        return any(is_for(note, name) for note in self.notes() for name in names)

    def is_disputed(self, name: str) -> bool:
        """Whether a decision on the article went against a coder."""
        return bool(name) and bool(disputes(self._annotations, name))


class _Verifier:
    """Verifies the terms of a query on articles."""

    def __init__(self, index: ArticleIndex, query: Query, verified: Verified, creator: str) -> None:
        self._creator = creator
        self._index = index
        self._query = query
        self._verified = verified
        self._known: dict[Node, Collection[str]] = {}
        self._finders: dict[Node, Finder] = {}

    def holds(self, node: Node, article: _Opened) -> bool:
        """Whether a node matches. An article that cannot be read is as if it had neither text nor notes."""
        if is_known(node):
            if node not in self._known:
                self._known[node] = frozenset(self._index.filtered(Query((node,))))
            return article.id in self._known[node]
        if isinstance(node, And):
            return all(self.holds(each, article) for each in _known_first(node.nodes))
        if isinstance(node, Or) and not is_text(node):
            return any(self.holds(each, article) for each in _known_first(node.nodes))
        if isinstance(node, Not):
            return not self.holds(node.node, article)
        found = self._verified.get(node, article.id)
        if found is None:
            moment = self._verified.moment
            try:
                found = self._is_found(node, article)
            except QuerySyntaxError:
                raise
            except PizhuError:
                return False
            self._verified.put(node, article.id, found, moment)
        return found

    def _is_found(self, node: Node, article: _Opened) -> bool:
        """Whether text, notes or quotes have what a node asks for."""
        if isinstance(node, Term) and node.field is Field.HAS:
            others = tuple(value for value in node.values if value != Thing.REMARK)
            known = bool(others) and self.holds(Term(Field.HAS, others), article)
            return (known or article.has_remark()) is node.wanted
        if isinstance(node, Term) and node.field in (Field.DISPUTED, Field.REMARK):
            names = with_user(node.values, self._creator)
            if node.field is Field.REMARK:
                return article.has_remark(names) is node.wanted
            return any(article.is_disputed(name) for name in names) is node.wanted
        if isinstance(node, Term) and node.field in _IN_RECORDS:
            texts = article.notes() if node.field is Field.NOTE else article.quotes()
            folded = [fold(value) for value in node.values]
            return any(value in fold(text) for text in texts for value in folded) is node.wanted
        if node not in self._finders:
            self._finders[node] = finder(node)
        try:
            return next(iter(self._finders[node].places(article.text)), None) is not None
        except BadPattern as error:
            position = max(str(self._query).find(str(node)), 0)
            raise QuerySyntaxError(str(error), str(self._query), position) from error


class _NewestVerifier(_Verifier):
    """Verifies the terms of a query on some articles: of words the texts are read, the index is not asked."""

    def __init__(
        self, index: ArticleIndex, query: Query, verified: Verified, creator: str, articles: list[str]
    ) -> None:
        super().__init__(index, query, verified, creator)
        self._articles = articles

    def holds_early(self, term: Node, article: _Opened) -> bool:
        """Whether a term matches. A pattern is tried on what has its words, as it is after the index."""
        bound = requirement(term)
        if bound is None or is_known(term):
            return self.holds(term, article)
        return self.holds(bound, article) and self.holds(term, article)

    def holds(self, node: Node, article: _Opened) -> bool:
        """Whether a node matches."""
        if isinstance(node, Term) and node.field is Field.WORDS:
            return self._has_words(node, article) is node.wanted
        if isinstance(node, Not):
            return not self.holds(node.node, article)
        if isinstance(node, Together):
            return all(self.holds(words(run), article) for run in node.runs)
        if isinstance(node, And | Or) and not is_text(node):
            together = all if isinstance(node, And) else any
            return together(self.holds(each, article) for each in node.nodes)
        if is_known(node) and node not in self._known:
            self._known[node] = frozenset(self._index.filtered(Query((node,)), among=self._articles))
        return super().holds(node, article)

    def _has_words(self, node: Term, article: _Opened) -> bool:
        if node not in self._finders:
            self._finders[node] = finder(node)
        try:
            return next(iter(self._finders[node].places(article.text)), None) is not None
        except PizhuError:
            return False


_IN_RECORDS = {
    Field.NOTE: Thing.NOTE,
    Field.QUOTE: Thing.MARK,
    Field.REMARK: Thing.NOTE,
    Field.DISPUTED: Thing.MARK,
}
"""Fields whose values are in the records of articles, and what an article has that has a value."""


def requirement(node: Node) -> Node | None:
    """Return what the index knows and every article has that matches a node; None if there is nothing."""
    if is_known(node):
        return node
    if isinstance(node, And):
        parts = [part for each in node.nodes if (part := requirement(each)) is not None]
        return all_of(parts) if parts else None
    if isinstance(node, Or):
        options = [requirement(each) for each in node.nodes]
        return None if None in options else any_of(each for each in options if each is not None)
    if isinstance(node, Near):
        return requirement(And((node.left, node.right)))
    return None if isinstance(node, Not) else _requirement_of_leaf(node)


def _requirement_of_leaf(node: Node) -> Node | None:
    if isinstance(node, Term):
        has = (
            Term(Field.HAS, tuple(Thing.NOTE if each == Thing.REMARK else each for each in node.values))
            if node.field is Field.HAS
            else Term(Field.HAS, (_IN_RECORDS[node.field],))
        )
        return has if node.wanted else None
    if isinstance(node, Variant):
        return any_of(map(_together, Variants(node.text).candidates))
    runs = finder(node).required_runs
    return all_of(map(words, runs)) if runs else None


def _together(each: Candidates) -> Node:
    """Return what a text must have that meets a condition for texts with a variant."""
    runs = each.runs
    if len(runs) == 1:
        return words(runs[0])
    if len(runs) > MOST_TOGETHER:
        return Together(runs[:MOST_TOGETHER], each.reach)  # the marks may be at the other runs
    return Together(runs, each.reach, each.marks)


def _known_first(nodes: tuple[Node, ...]) -> list[Node]:
    """Return nodes with those first for which nothing needs to be read."""
    return sorted(nodes, key=lambda node: not is_known(node))
