"""The index on a PostgreSQL server, beside the documents: shared by all who use the library."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from psycopg import errors

from store.errors import LibraryUnavailable
from store.index.article_index import AttributeFacet, Facet
from store.index.counts import AnnotationCounts
from store.index.postgres import filtering, fulltext, lookups, names
from store.index.postgres.tables import prepare_tables
from store.index.postgres.updating import Updater
from store.language import _
from store.model.edits import Edit
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.model.listing.rows import Row
from store.progress import Progress, no_progress
from store.query.tree import Query
from store.storage.postgres.postgres_store import PostgresStore

T = TypeVar("T")

PATIENCE = 20.0
"""Seconds after which articles that another process has written, and not indexed, are indexed here."""

SOON = 0.5
"""The same for few articles: coders have an index of their own and leave this one as it is."""

FEW = 64
"""How many articles are few: more are an import, whose process is still indexing them."""

REFUSED = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)
"""What a server says to who may only read."""


class PostgresIndex:
    """An :class:`store.index.article_index.ArticleIndex` on a server, safe to use from any thread."""

    def __init__(self, store: PostgresStore, clock: Callable[[], float] = time.monotonic) -> None:
        """The index of the articles in ``store``. Its tables are made as soon as there is a library.

        :param clock: returns the present, in seconds.
        :raises LibraryUnavailable: the server cannot be reached, or the tables cannot be made.
        """
        self._store = store
        self._connections = store.connections
        self._clock = clock
        self._updater = Updater(store, store.connections)
        self._waiting: dict[str, float] = {}
        """Articles that were written and perhaps are not indexed yet, and when that was heard of."""
        self._notices: list[str] = []
        self._is_refused = False
        """Whether the server does not let this role write."""
        self._is_prepared = False
        self._is_there()

    @property
    def damage(self) -> Mapping[str, str]:
        """By ID, what is wrong with each article that is left out because it cannot be read."""
        return self._updater.damage

    def close(self) -> None:
        """Do nothing: the connections belong to the store."""

    def notices(self) -> list[str]:
        """Return, once, that the index cannot be kept up to date. The server keeps its tables whole."""
        notices, self._notices = self._notices, []
        return notices

    def verify(self) -> None:
        """Compare all articles with the index, and index those that differ."""
        behind = self._updater.stale_of_all() if self._is_there() else set()
        if behind:
            self._catch_up(behind)

    # Synchronisation with the store

    def resync(self, progress: Progress = no_progress) -> frozenset[str]:
        """Index the articles that were changed and not indexed; return their IDs.

        :param progress: called with articles done and articles in total.
        """
        behind = self._updater.stale() if self._is_there() else set()
        unreadable = self.damage.keys() & behind
        if behind:
            self._catch_up(behind, progress)
        if self._is_there():
            self._updater.finish()
        with suppress(LibraryUnavailable):  # of this machine: it may be read-only
            self._store.remove_leftovers()
        return frozenset(behind - (unreadable & self.damage.keys()))

    def predict(self, edits: Iterable[Edit]) -> dict[str, AnnotationCounts]:
        """Return, by article, how pending edits change its annotation counts, where they change nothing else.

        The caller holds the store's lock.
        """
        return self._updater.predict(edits) if self._is_there() else {}

    def refresh(self, articles: Iterable[str], predicted: Mapping[str, AnnotationCounts]) -> None:
        """Update the rows of articles that were just written or removed. The store has announced them.

        Where the server fails meanwhile, they are indexed later: they were written.

        :param articles: IDs; the empty ID stands for the documents of the library itself.
        :param predicted: what :meth:`predict` returned for them.
        """
        written = set(articles)
        if self._is_there():
            try:
                self._updater.update(written, predicted)
            except LibraryUnavailable:
                self._waiting |= dict.fromkeys(written, self._clock())

    def news(self) -> set[str]:
        """Return the articles that others have written since the last call, once they are indexed.

        Who writes an article indexes it a moment later. One who does not is waited for :data:`SOON`, and for
        many articles :data:`PATIENCE`.
        """
        if not self._is_there():
            return set()
        now = self._clock()
        for article in self._store.news():
            self._waiting.setdefault(article, now)
        if not self._waiting:
            return set()
        waiting = dict(self._waiting)  # other threads may write meanwhile
        behind = self._updater.stale_among(waiting)
        patience = SOON if len(behind) <= FEW else PATIENCE
        late = {article for article in behind if now - waiting[article] >= patience}
        if behind and self._updater.went_back():
            late = behind  # nobody is going to index them
        if late:
            self._catch_up(late)
        news = waiting.keys() - (behind - late)
        for article in news:
            self._waiting.pop(article, None)
        return news

    def _catch_up(self, articles: Collection[str], progress: Progress = no_progress) -> None:
        """Index what others have written; where this role or server may not, tell of it once."""
        try:
            self._updater.update(articles, progress=progress)
        except LibraryUnavailable as error:
            if not isinstance(error.__cause__, REFUSED):
                raise
            if not self._is_refused:
                self._is_refused = True
                self._notices.append(
                    _(
                        "Some articles are not in the catalogue of {address} yet, and this role may not add "
                        "them: lists lack them until somebody opens the library who may write to it.",
                        address=self._connections.address,
                    )
                )

    def _is_there(self) -> bool:
        """Whether there is a library, of which the tables are then made."""
        if not self._is_prepared and self._store.exists():
            self._connections.read(prepare_tables)
            self._is_prepared = True
        return self._is_prepared

    def _ask(self, nothing: T, question: Callable[..., T], *values: Any) -> T:
        """Ask a question that changes nothing: a function of a session and values.

        :param nothing: the answer while there is no library.
        """
        if not self._is_there():
            return nothing
        return self._connections.read(lambda session: question(session, *values))

    # The list

    def count(self) -> int:
        """Return how many articles there are."""
        return self._ask(0, lookups.count)

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """Return a part of the list; all of it from ``offset`` on when ``limit`` is negative."""
        return self._ask([], lookups.rows, offset, limit)

    def rows_of(self, articles: Iterable[str]) -> list[Row]:
        """Return the rows of articles in the given order, without those that are not in the list."""
        return self._ask([], lookups.rows_of, list(articles))

    def position(self, article: str) -> int | None:
        """Return the position of an article in the list, from 0; None when it is not there."""
        return self._ask(None, lookups.position, article)

    def filtered(
        self,
        query: Query,
        keep: str = "",
        order: Order = ADDED_LAST_FIRST,
        among: Sequence[str] | None = None,
    ) -> list[str]:
        """Return the IDs of the articles that match a query, and the article ``keep`` in its place."""
        return self._ask([], filtering.filtered, query, keep, order, among)

    def named(self, typed: str) -> set[str]:
        """Return the IDs of the articles whose title, source or an author contains what was typed."""
        return self._ask(set(), names.named, typed)

    def facets(self) -> list[Facet]:
        """Return the values that the list can be filtered by, the most frequent of each field first."""
        return self._ask([], filtering.facets)

    def attribute_facets(self) -> list[AttributeFacet]:
        """Return the values of attributes, sorted by name, the most frequent of each first."""
        return self._ask([], filtering.attribute_facets)

    def newest(self) -> str:
        """Return when the article added last was added; empty when there is none."""
        return self._ask("", lookups.newest)

    # Articles by what is known of them

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        """Return the IDs that start with ``prefix``, sorted; at most ``limit`` unless it is negative."""
        return self._ask([], lookups.starting_with, prefix, limit)

    def from_origin(self, origin: str) -> str | None:
        """Return the ID of the article imported last from a file or an address."""
        return self.from_origins([origin]).get(origin) if origin else None

    def from_origins(self, origins: Sequence[str]) -> dict[str, str]:
        """Return the ID of the article imported last from each of some files or addresses that have one."""
        return self._ask({}, lookups.from_origins, origins)

    def with_digest(self, digest: str) -> tuple[str, str] | None:
        """Return ID and title of the article with exactly the text of that digest."""
        return self._ask(None, lookups.with_digest, digest)

    def digests(self, articles: Sequence[str]) -> list[str]:
        """Return the digest of the text of each article; empty for one that is not in the list."""
        return self._ask([""] * len(articles), lookups.digests, articles)

    def resembling(self, sketch: Sequence[int]) -> list[str]:
        """Return the IDs of a few articles whose texts have sketches most like a given one."""
        return self._ask([], lookups.resembling, sketch)

    def titled(self, title: str) -> list[Row]:
        """Return the articles with a folded title."""
        return self._ask([], lookups.titled, title)

    # Tags and links

    def uses(self) -> dict[str, int]:
        """Return how often each tag is used, on articles and on annotations."""
        return self._ask({}, lookups.uses)

    def tagged(self, tag: str) -> set[str]:
        """Return the IDs of the articles that use a tag, on themselves or on an annotation."""
        return self._ask(set(), lookups.tagged, tag)

    def tags_on(self, article: str) -> set[str]:
        """Return the tags used on an article or on its annotations."""
        return self._ask(set(), lookups.tags_on, article)

    def annotated_by(self, creators: Collection[str]) -> set[tuple[str, str]]:
        """Return the creators with the IDs of the articles that have an annotation by exactly them."""
        return self._ask(set(), lookups.annotated_by, creators)

    def linking_to(self, names: Collection[str]) -> list[str]:
        """Return the IDs of the articles whose notes link to one of the names."""
        return self._ask([], lookups.linking_to, names)

    # Text

    def search(self, phrase: str) -> list[int]:
        """Return the numbers of the texts that contain a folded phrase, the most relevant first."""
        found: list[str] = self._ask([], fulltext.search, phrase)
        return [*map(fulltext.number_of, found)]

    def near(self, runs: Sequence[str], reach: int, marks: str) -> list[int]:
        """Return the numbers of the texts in which folded runs of characters are near each other."""
        found: list[str] = self._ask([], fulltext.near, runs, reach, marks)
        return [*map(fulltext.number_of, found)]

    def count_with(self, phrase: str) -> int:
        """Return how many articles contain a folded phrase."""
        return self._ask(0, fulltext.count_with, phrase)

    def texts_with(self, phrase: str) -> list[int]:
        """Return the numbers of the texts that contain a folded phrase, in no order."""
        found: list[str] = self._ask([], fulltext.containing, phrase)
        return [*map(fulltext.number_of, found)]

    def tagged_texts(self, after: str, limit: int) -> list[tuple[str, int]]:
        """Return articles that use a tag with the numbers of their texts: ``limit`` at most, after an ID."""
        found: list[str] = self._ask([], lookups.tagged_after, after, limit)
        return [(article, fulltext.number_of(article)) for article in found]

    def with_text(self, number: int) -> list[tuple[str, str]]:
        """Return ID and title of the article that has the text of that number."""
        return [(row.id, row.title) for row in self.rows_of([fulltext.article_of(number)])]
