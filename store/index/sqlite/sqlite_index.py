"""The catalogue in use: kept in step with the files, and replaced when it fails."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from store.errors import LibraryUnavailable, PizhuError
from store.index.article_index import Facet
from store.index.counts import AnnotationCounts, IndexEntry, count_annotations, count_changes
from store.index.sqlite.catalogue import Catalogue
from store.model.edits import ANNOTATIONS, Edit, by_article
from store.model.query import Query
from store.model.rows import Row
from store.note_syntax.wikilinks import count_targets
from store.progress import Progress, no_progress
from store.storage.document_store import SHELVES, DocumentStore, Version
from store.storage.documents import article_of

T = TypeVar("T")

BATCH = 100
"""Articles taken in at once while mending; between batches others have their turn."""


class SqliteIndex:
    """What lists need to know of all articles, from any thread."""

    def __init__(self, store: DocumentStore, folder: Path | None) -> None:
        """The index of the articles in ``store``.

        :param folder: where the SQLite file is kept; None keeps the index in memory.
        """
        self._turn = threading.RLock()
        self._store = store
        self._catalogue = Catalogue(folder)
        self.damage: dict[str, str] = {}
        """By its ID, what is wrong with an article that is left out of the list."""

    def close(self) -> None:
        """Close the catalogue."""
        with self._turn:
            self._catalogue.close()

    def _ask(self, question: Callable[[Catalogue], T]) -> T:
        """What the catalogue answers; when it cannot, for damage, say, one made anew in memory does."""
        with self._turn:
            try:
                return question(self._catalogue)
            except sqlite3.Error:
                self._catalogue.close()
                self._catalogue = Catalogue(None)
                self.resync()
                return question(self._catalogue)

    def resync(self, progress: Progress = no_progress) -> frozenset[str]:
        """Compare the catalogue with the files and mend what differs; the IDs of what had changed.

        An article whose file cannot be read is left out of the list, and tried again the next time.

        :param progress: told how many of how many shelves have been compared.
        """
        if self._ask(Catalogue.needs_compaction):
            self._ask(Catalogue.invalidate)
        changed: set[str] = set()
        for done, shelf in enumerate(SHELVES):
            progress(done, len(SHELVES))
            changed |= self._resync_shelf(shelf)
        progress(len(SHELVES), len(SHELVES))
        with suppress(LibraryUnavailable):  # a library that is only read keeps them
            self._store.remove_leftovers()
        return frozenset(changed)

    def _resync_shelf(self, shelf: str) -> set[str]:
        known = self._ask(partial(Catalogue.versions, shelf=shelf))
        changed: list[tuple[str, Version | None]] = [
            (article, state)
            for article, state in self._store.versions(shelf)
            if known.pop(article, None) != state
        ]
        for start in range(0, len(changed), BATCH):
            self._take_in(changed[start : start + BATCH])
        if known:
            self._take_in([(article, None) for article in known])
        return set(known).union(article for article, _ in changed)

    def predict(self, edits: Iterable[Edit]) -> dict[str, AnnotationCounts]:
        """By article, what edits that are about to be made change of its marks, where they change no more.

        So the others of its annotations need not be counted again. An article that the catalogue does not
        have as it stands in its file is left out. The caller holds the library's lock.
        """
        predicted: dict[str, AnnotationCounts] = {}
        for article, group in by_article(edits).items():
            if article and all(edit.table == ANNOTATIONS for edit in group):
                state = self._state(article)
                known = self._ask(partial(Catalogue.version_of, article=article))
                if state is not None and known == state:
                    predicted[article] = count_changes(group)
        return predicted

    def refresh(self, articles: Iterable[str], predicted: Mapping[str, AnnotationCounts]) -> None:
        """Take in articles that were just written, or are gone, and let other processes know.

        The empty ID stands for ``library.json``.

        :param foreseen: what was said of them by :meth:`predict`.
        """
        written = list(articles)
        for start in range(0, len(written), BATCH):
            batch = written[start : start + BATCH]
            self._take_in([(article, self._state(article)) for article in batch], predicted)

    def _take_in(
        self,
        articles: list[tuple[str, Version | None]],
        predicted: Mapping[str, AnnotationCounts] | None = None,
    ) -> None:
        """Read articles, nobody waiting, and then put them in, unless they were written again meanwhile.

        One without a state is gone.

        :param foreseen: given if they were written here and now, under the library's lock.
        """
        changed = predicted or {}
        read = [
            (article, state, changed.get(article) or (state and self._entry(article)))
            for article, state in articles
            if article
        ]

        def take(catalogue: Catalogue) -> None:
            for article, state, found in read:
                if state is None:
                    self.damage.pop(article, None)
                    catalogue.drop(article)
                elif predicted is not None or self._is_still(article, state):
                    self._put(catalogue, article, state, found)
            if predicted is not None:
                catalogue.announce(article for article, _ in articles)
            catalogue.commit()

        self._ask(take)

    def _put(
        self,
        catalogue: Catalogue,
        article: str,
        state: Version,
        found: IndexEntry | AnnotationCounts | str | None,
    ) -> None:
        if isinstance(found, AnnotationCounts):
            catalogue.adjust(article, state, found)
        elif isinstance(found, IndexEntry):
            self.damage.pop(article, None)
            catalogue.put(found, state)
        else:
            self.damage[article] = found or ""
            catalogue.drop(article)

    def _state(self, article: str) -> Version | None:
        return self._store.version(article)

    def _is_still(self, article: str, state: Version) -> bool:
        now = self._state(article)
        return now is not None and now == state

    def _entry(self, article: str) -> IndexEntry | str:
        """What the catalogue keeps of an article, or what is wrong with it."""
        try:
            record = self._store.read(article)
            found, marks = article_of(record), count_annotations(record)
        except PizhuError as error:
            return str(error)
        row = Row.of(found, marks.number)
        return IndexEntry(
            row,
            found.origin,
            found.digest,
            found.text,
            marks,
            noted=bool(found.note),
            links=count_targets([found.note]),
        )

    # Questions, which the catalogue answers: see :class:`store.index.article_index.ArticleIndex`

    def news(self) -> set[str]:
        """The articles that other processes have written since the last call."""
        return self._ask(Catalogue.news)

    def count(self) -> int:
        """How many articles there are."""
        return self._ask(Catalogue.count)

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """A part of the list."""
        return self._ask(partial(Catalogue.rows, offset=offset, limit=limit))

    def rows_of(self, articles: Iterable[str]) -> list[Row]:
        """The rows of articles, in the given order."""
        wanted = list(articles)
        return self._ask(partial(Catalogue.rows_of, articles=wanted))

    def position(self, article: str) -> int | None:
        """The position of an article in the list."""
        return self._ask(partial(Catalogue.position, article=article))

    def filtered(self, query: Query, keep: str = "") -> list[str]:
        """The articles that match a query."""
        return self._ask(partial(Catalogue.filtered, query=query, keep=keep))

    def facets(self) -> list[Facet]:
        """The values that the list can be filtered by."""
        return self._ask(Catalogue.facets)

    def newest(self) -> str:
        """When the article added last was added."""
        return self._ask(Catalogue.newest)

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        """The IDs that start with ``prefix``."""
        return self._ask(partial(Catalogue.starting_with, prefix=prefix, limit=limit))

    def from_origin(self, origin: str) -> str | None:
        """The article imported last from a file or an address."""
        return self._ask(partial(Catalogue.from_origin, origin=origin))

    def with_digest(self, digest: str) -> tuple[str, str] | None:
        """ID and title of the article with exactly that text."""
        return self._ask(partial(Catalogue.with_digest, digest=digest))

    def titled(self, title: str) -> list[Row]:
        """The articles with a folded title."""
        return self._ask(partial(Catalogue.titled, title=title))

    def uses(self) -> dict[str, int]:
        """How often each tag is used."""
        return self._ask(Catalogue.uses)

    def tagged(self, tag: str) -> set[str]:
        """The articles that use a tag."""
        return self._ask(partial(Catalogue.tagged, tag=tag))

    def tags_on(self, article: str) -> set[str]:
        """The tags used on an article or its annotations."""
        return self._ask(partial(Catalogue.tags_on, article=article))

    def linking_to(self, names: Collection[str]) -> list[str]:
        """The articles whose notes link to one of the names."""
        return self._ask(partial(Catalogue.linking_to, names=names))

    def search(self, phrase: str) -> list[int]:
        """The texts that contain a folded phrase."""
        return self._ask(partial(Catalogue.search, phrase=phrase))

    def near(self, runs: Sequence[str], reach: int, marks: str) -> list[int]:
        """The texts in which folded runs of characters stand near each other."""
        return self._ask(partial(Catalogue.near, runs=runs, reach=reach, marks=marks))

    def count_with(self, phrase: str) -> int:
        """How many articles contain a folded phrase."""
        return self._ask(partial(Catalogue.count_with, phrase=phrase))

    def texts_with(self, phrase: str) -> list[int]:
        """The texts that contain a folded phrase, in no order."""
        return self._ask(partial(Catalogue.texts_with, phrase=phrase))

    def tagged_texts(self, after: str, limit: int) -> list[tuple[str, int]]:
        """Articles that use a tag, with the numbers of their texts."""
        return self._ask(partial(Catalogue.tagged_texts, after=after, limit=limit))

    def with_text(self, number: int) -> list[tuple[str, str]]:
        """ID and title of each article that has the text of that number."""
        return self._ask(partial(Catalogue.with_text, number=number))
