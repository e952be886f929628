"""An index without what is hidden from the user: counts, tags, facets and filters leave it out.

It also knows what other indexes do not: which articles are assigned to whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from store.index.article_index import ArticleIndex, AttributeFacet, Facet
from store.index.counts import AnnotationCounts
from store.library.blindness.visible_entries import VisibleEntries, VisibleEntry, is_of_annotations
from store.library.team.assigned_articles import AssignedArticles, is_of_assignments
from store.model.edits import Edit
from store.model.listing.order import ADDED_LAST_FIRST, Order, SortField
from store.model.listing.rows import Row
from store.progress import Progress, no_progress
from store.query.tree import And, Field, Node, Not, Or, Query, State, Term, Thing, children


class VisibleIndex:
    """An :class:`store.index.article_index.ArticleIndex` for reading, over another one.

    Where nothing is hidden from the user, it answers as the other does.
    """

    def __init__(
        self,
        index: ArticleIndex,
        entries: VisibleEntries,
        assigned: Callable[[ArticleIndex], AssignedArticles],
    ) -> None:
        """Answer as ``index`` does, but for the articles that ``entries`` knows.

        :param assigned: returns what answers conditions about assignments, given an index to ask.
        """
        self._index = index
        self._entries = entries
        self._assigned = assigned

    # What depends on annotations

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """Return a part of the list."""
        return self._seen(self._index.rows(offset, limit))

    def rows_of(self, articles: Iterable[str]) -> list[Row]:
        """Return the rows of articles, in the given order."""
        return self._seen(self._index.rows_of(articles))

    def titled(self, title: str) -> list[Row]:
        """Return the articles with a folded title."""
        return self._seen(self._index.titled(title))

    def _seen(self, rows: list[Row]) -> list[Row]:
        entries = self._entries.by_article()
        if not entries:
            return rows
        return [
            msgspec.structs.replace(row, annotations=entries[row.id].counts.number)
            if row.id in entries
            else row
            for row in rows
        ]

    def filtered(
        self,
        query: Query,
        keep: str = "",
        order: Order = ADDED_LAST_FIRST,
        among: Sequence[str] | None = None,
    ) -> list[str]:
        """Return the articles that match a query, in an order."""
        if any(map(is_of_assignments, query.terms)):
            return self._filtered_by_assignments(query, keep, order, among)
        found = self._index.filtered(query, keep, order, among)
        entries = self._entries.by_article()
        if not entries:
            return found
        if any(map(_depends, query.terms)):
            asked = sorted(entries.keys() if among is None else entries.keys() & set(among))
            judge = _Judge(self._index, entries, asked)
            matching = {each for each in asked if each == keep or judge.holds(And(query.terms), each)}
            kept = [each for each in found if each not in entries or each in matching]
            if added := matching.difference(kept):
                wanted = added.union(kept)
                kept = [each for each in self._index.filtered(Query(), "", order, among) if each in wanted]
            found = kept
        if order.field is SortField.NOTES:
            found = self._sorted_by_notes(found, is_reversed=order.is_reversed)
        return found

    def _filtered_by_assignments(
        self, query: Query, keep: str, order: Order, among: Sequence[str] | None
    ) -> list[str]:
        """Return the articles that match a query of which some conditions are about assignments."""
        plain = Query(tuple(each for each in query.terms if not is_of_assignments(each)))
        others = [each for each in query.terms if is_of_assignments(each)]
        found = self._assigned(self).matching(others, self.filtered(plain, "", order, among))
        if not keep or keep in found:
            return found
        wanted = {keep, *found}
        return [each for each in self.filtered(Query(), "", order, among) if each in wanted]

    def _sorted_by_notes(self, found: list[str], *, is_reversed: bool) -> list[str]:
        """Return articles by how many annotations the user sees, as :data:`SortField.NOTES` orders them."""
        rows = sorted(self.rows_of(found), key=lambda row: row.id)
        rows.sort(key=lambda row: (row.annotations, row.added), reverse=True)
        return [row.id for row in (reversed(rows) if is_reversed else rows)]

    def facets(self) -> list[Facet]:
        """Return the values that the list can be filtered by."""
        facets, entries = self._index.facets(), self._entries.by_article()
        if not entries:
            return facets
        if not any(each.value == State.UNTAGGED for each in facets):
            facets.insert(0, Facet(Field.IS, State.UNTAGGED, 0))
        lost = Counter(each for entry in entries.values() for each in entry.hidden_facets())
        lost[Field.IS, State.UNTAGGED] = -lost[Field.HAS, Thing.TAG]
        corrected: dict[Field, list[Facet]] = {}
        for each in facets:
            left = msgspec.structs.replace(each, articles=each.articles - lost[each.field, each.value])
            corrected.setdefault(each.field, []).append(left)
        for field in (Field.TAG, Field.BY):
            corrected.get(field, []).sort(key=lambda facet: (-facet.articles, facet.value))
        return [facet for of_field in corrected.values() for facet in of_field if facet.articles]

    def uses(self) -> dict[str, int]:
        """Return how often each tag is used."""
        uses, entries = self._index.uses(), self._entries.by_article()
        for entry in entries.values():
            for tag, times in entry.hidden.uses.items():
                uses[tag] = uses.get(tag, 0) - times
        return {tag: times for tag, times in uses.items() if times > 0} if entries else uses

    def tagged(self, tag: str) -> set[str]:
        """Return the articles that use a tag."""
        entries = self._entries.by_article()
        return {each for each in self._index.tagged(tag) if each not in entries or tag in entries[each].tags}

    def tags_on(self, article: str) -> set[str]:
        """Return the tags used on an article or its annotations."""
        entry = self._entries.by_article().get(article)
        return self._index.tags_on(article) if entry is None else set(entry.tags)

    def annotated_by(self, creators: Collection[str]) -> set[tuple[str, str]]:
        """Return the creators with the articles that they have annotated."""
        entries = self._entries.by_article()
        return {
            (creator, article)
            for creator, article in self._index.annotated_by(creators)
            if article not in entries or creator in entries[article].counts.creators
        }

    def linking_to(self, names: Collection[str]) -> list[str]:
        """Return the articles whose notes link to one of the names."""
        entries = self._entries.by_article()
        return [
            each
            for each in self._index.linking_to(names)
            if each not in entries or not entries[each].links.isdisjoint(names)
        ]

    def tagged_texts(self, after: str, limit: int) -> list[tuple[str, int]]:
        """Return articles that use a tag, with the numbers of their texts."""
        entries = self._entries.by_article()
        while page := self._index.tagged_texts(after, limit):
            after = page[-1][0]
            seen = [each for each in page if each[0] not in entries or entries[each[0]].tags]
            if seen:
                return seen
        return []

    # What does not

    @property
    def damage(self) -> Mapping[str, str]:
        """By ID, what is wrong with each article that is left out."""
        return self._index.damage

    def close(self) -> None:
        """Close the other index."""
        self._index.close()

    def notices(self) -> list[str]:
        """Return a sentence for each time that the index was found damaged."""
        return self._index.notices()

    def verify(self) -> None:
        """Read all of the index, and rebuild it if it is damaged."""
        self._index.verify()

    def resync(self, progress: Progress = no_progress) -> frozenset[str]:
        """Compare the index with the store and update it."""
        return self._index.resync(progress)

    def predict(self, edits: Iterable[Edit]) -> dict[str, AnnotationCounts]:
        """Return how pending edits change the counts of annotations."""
        return self._index.predict(edits)

    def refresh(self, articles: Iterable[str], predicted: Mapping[str, AnnotationCounts]) -> None:
        """Update the rows of articles that were just written or removed."""
        self._index.refresh(articles, predicted)

    def news(self) -> set[str]:
        """Return the articles that other processes have written."""
        return self._index.news()

    def count(self) -> int:
        """Return how many articles there are."""
        return self._index.count()

    def position(self, article: str) -> int | None:
        """Return the position of an article in the list."""
        return self._index.position(article)

    def named(self, typed: str) -> set[str]:
        """Return the articles whose title, source or an author contains what was typed."""
        return self._index.named(typed)

    def attribute_facets(self) -> list[AttributeFacet]:
        """Return the values of attributes."""
        return self._index.attribute_facets()

    def newest(self) -> str:
        """Return when the article added last was added."""
        return self._index.newest()

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        """Return the IDs that start with ``prefix``."""
        return self._index.starting_with(prefix, limit)

    def from_origin(self, origin: str) -> str | None:
        """Return the article imported last from a file or an address."""
        return self._index.from_origin(origin)

    def from_origins(self, origins: Sequence[str]) -> dict[str, str]:
        """Return the article imported last from each of some files or addresses that have one."""
        return self._index.from_origins(origins)

    def with_digest(self, digest: str) -> tuple[str, str] | None:
        """Return ID and title of the article with exactly that text."""
        return self._index.with_digest(digest)

    def digests(self, articles: Sequence[str]) -> list[str]:
        """Return the digest of the text of each article."""
        return self._index.digests(articles)

    def resembling(self, sketch: Sequence[int]) -> list[str]:
        """Return a few articles with texts most like the one of this sketch."""
        return self._index.resembling(sketch)

    def search(self, phrase: str) -> list[int]:
        """Return the texts that contain a folded phrase."""
        return self._index.search(phrase)

    def near(self, runs: Sequence[str], reach: int, marks: str) -> list[int]:
        """Return the texts in which folded runs of characters are near each other."""
        return self._index.near(runs, reach, marks)

    def count_with(self, phrase: str) -> int:
        """Return how many articles contain a folded phrase."""
        return self._index.count_with(phrase)

    def texts_with(self, phrase: str) -> list[int]:
        """Return the texts that contain a folded phrase, in no order."""
        return self._index.texts_with(phrase)

    def with_text(self, number: int) -> list[tuple[str, str]]:
        """Return ID and title of each article that has the text of that number."""
        return self._index.with_text(number)


class _Judge:
    """Judges conditions on articles that have entries."""

    def __init__(
        self, index: ArticleIndex, entries: Mapping[str, VisibleEntry], asked: Sequence[str]
    ) -> None:
        self._index = index
        self._entries = entries
        self._asked = asked
        self._known: dict[Node, frozenset[str]] = {}

    def holds(self, node: Node, article: str) -> bool:
        """Whether a node of a query matches one of the articles."""
        if isinstance(node, And):
            return all(self.holds(each, article) for each in node.nodes)
        if isinstance(node, Or):
            return any(self.holds(each, article) for each in node.nodes)
        if isinstance(node, Not):
            return not self.holds(node.node, article)
        if isinstance(node, Term) and is_of_annotations(node):
            return self._holds_of_annotations(node, article)
        if node not in self._known:
            self._known[node] = frozenset(self._index.filtered(Query((node,)), among=self._asked))
        return article in self._known[node]

    def _holds_of_annotations(self, term: Term, article: str) -> bool:
        if term.field is not Field.IS:
            return self._entries[article].matches(term)
        states = tuple(each for each in term.values if each != State.UNTAGGED)
        is_in_state = bool(states) and self.holds(Term(Field.IS, states), article)
        return (is_in_state or not self._entries[article].tags) is term.wanted


def _depends(node: Node) -> bool:
    """Whether what an index says to a node of a query depends on annotations."""
    return is_of_annotations(node) if isinstance(node, Term) else any(map(_depends, children(node)))
