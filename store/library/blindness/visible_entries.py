"""What an index says of articles in which something is hidden from the user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import RLock

import msgspec

from store.chinese.folding import fold
from store.errors import PizhuError
from store.index.article_index import ArticleIndex
from store.index.counts import AnnotationCounts, count_annotations
from store.library.blindness.visibility import Visibility
from store.model.tables.assignment import Assignment
from store.model.tables.member import Member
from store.note_syntax.wikilinks import count_targets
from store.query.tree import Field, Query, State, Term, Thing
from store.storage.document_store import DocumentStore
from store.storage.documents import used_tags


class VisibleEntry(msgspec.Struct, frozen=True):
    """What an index says of an article, without what is hidden in it."""

    all_tags: frozenset[str]
    """The tags on the article and its annotations, hidden ones too."""
    tags: frozenset[str]
    """Those on the article and on the annotations that the user sees."""
    all_counts: AnnotationCounts
    counts: AnnotationCounts
    hidden: AnnotationCounts
    """The counts of all annotations, of those that the user sees, and of the others."""
    hidden_documents: frozenset[int]
    """The document IDs of the hidden annotations."""
    is_noted: bool
    """Whether the article itself has a note."""
    links: frozenset[str]
    """The names that the notes link to which the user sees."""

    def matches(self, term: Term) -> bool:
        """Whether a condition on annotations holds; see :func:`is_of_annotations`."""
        return any(self._has(term.field, value) for value in term.values) is term.wanted

    def _has(self, field: Field, value: str) -> bool:
        if field is Field.BY:
            return any(fold(value) in fold(each) for each in self.counts.creators)
        if field is Field.HAS:
            return Thing(value) in self._things(self.tags, self.counts)
        is_tag = field is Field.TAG and value in self.tags
        return is_tag or any(each.startswith(f"{value}/") for each in self.tags)

    def _things(self, tags: frozenset[str], counts: AnnotationCounts) -> set[Thing]:
        """Return what the article has, with these tags and counts of annotations."""
        has = {
            Thing.NOTE: self.is_noted or counts.notes,
            Thing.MARK: counts.number,
            Thing.TAG: tags,
            Thing.ORPHAN: counts.orphans,
            Thing.MOVED: counts.moved,
        }
        return {thing for thing, there in has.items() if there}

    def hidden_facets(self) -> list[tuple[Field, str]]:
        """Return the values of facets that the article has only by what is hidden."""
        lost = self._things(self.all_tags, self.all_counts) - self._things(self.tags, self.counts)
        return [
            *((Field.TAG, tag) for tag in self.all_tags - self.tags),
            *((Field.BY, name) for name in self.all_counts.creators.keys() - self.counts.creators.keys()),
            *((Field.HAS, str(thing)) for thing in lost),
        ]


def is_of_annotations(term: Term) -> bool:
    """Whether what an index says to a condition depends on annotations."""
    if term.field is Field.IS:
        return State.UNTAGGED in term.values
    return term.field in (Field.TAG, Field.UNDER, Field.HAS, Field.BY)


class VisibleEntries:
    """The entries of articles in which something is hidden. They may be used from any thread.

    An article is read when it is first asked for, and again when it has changed.
    """

    def __init__(self, index: ArticleIndex, store: DocumentStore, visibility: Visibility) -> None:
        self._index = index
        self._store = store
        self._visibility = visibility
        self._lock = RLock()
        self._blind: Mapping[str, Assignment] = {}
        self._members: tuple[Member, ...] = ()
        self._entries: dict[str, VisibleEntry] = {}
        self._changed: set[str] = set()
        """Articles of :attr:`_blind` that are to be read."""

    def forget(self, articles: Iterable[str]) -> None:
        """Read articles again, because they have changed."""
        if self._blind:
            with self._lock:
                self._changed.update(each for each in articles if each in self._blind)

    def by_article(self) -> Mapping[str, VisibleEntry]:
        """Return the entries by article; empty for a user from whom nothing is hidden."""
        blind = self._visibility.blind
        if not blind and not self._blind:
            return {}
        with self._lock:
            if blind is not self._blind:
                self._take(blind)
            if self._changed:
                entries = {key: each for key, each in self._entries.items() if key not in self._changed}
                marked = Query((Term(Field.HAS, (Thing.MARK,)),))
                for article in self._index.filtered(marked, among=sorted(self._changed)):
                    entry = self._read(article)
                    if entry is not None:
                        entries[article] = entry
                self._entries = entries
                self._changed = set()
            return self._entries

    def _take(self, blind: Mapping[str, Assignment]) -> None:
        """Take other assignments. What is known of articles stays, unless the members have changed."""
        members = self._visibility.members
        known = self._blind if members == self._members else {}
        self._changed = {each for each in blind if each in self._changed or blind[each] != known.get(each)}
        self._entries = {
            key: each for key, each in self._entries.items() if key in blind and blind[key] == known.get(key)
        }
        self._blind, self._members = blind, members

    def _read(self, article: str) -> VisibleEntry | None:
        """Return the entry of an article; None if nothing is hidden in it, or it cannot be read."""
        try:
            record = self._store.read(article, with_text=False)
            hidden = self._visibility.hidden_in(article, record)
            if not hidden:
                return None
            seen = msgspec.structs.replace(record, annotations=record.annotations.without(hidden))
            shown = record.annotations.keys() - hidden
            others = msgspec.structs.replace(record, annotations=record.annotations.without(shown))
            counts = count_annotations(seen)
            note = str(record.article.get("note", ""))
            return VisibleEntry(
                all_tags=frozenset(used_tags(record)),
                tags=frozenset(used_tags(seen)),
                all_counts=count_annotations(record),
                counts=counts,
                hidden=count_annotations(others),
                hidden_documents=frozenset(hidden),
                is_noted=bool(note),
                links=frozenset({**count_targets([note]), **counts.links}),
            )
        except PizhuError:
            return None
