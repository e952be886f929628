"""The catalogue in use: kept in step with the files, and replaced when it fails."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from os import stat_result
from typing import TypeVar

from store.errors import LibraryUnavailable, PizhuError
from store.index.sqlite.catalogue import Catalogue, stamp
from store.model.edits import ANNOTATIONS, Edit, by_article
from store.model.query import Query
from store.model.rows import AnnotationCounts, Entry, Row
from store.note_syntax.wikilinks import names_in
from store.progress import Progress, no_progress
from store.storage.documents import article_of, count_annotations, count_changes
from store.storage.folder.folder_store import FolderStore

T = TypeVar("T")

BATCH = 100
"""Articles taken in at once while mending; between batches others have their turn."""

SHELVES = tuple(f"{number:02x}" for number in range(256))
"""Where articles can be: see :meth:`store.storage.folder.folder_store.FolderStore.shelf`."""


class SqliteIndex:
    """What lists need to know of all articles, from any thread."""

    def __init__(self, disk: FolderStore) -> None:
        self.turn = threading.RLock()
        self._disk = disk
        self._catalogue = Catalogue(disk.cache)
        self.damage: dict[str, str] = {}
        """By its ID, what is wrong with an article that is left out of the list."""

    def close(self) -> None:
        """Close the catalogue."""
        with self.turn:
            self._catalogue.close()

    def ask(self, question: Callable[[Catalogue], T]) -> T:
        """What the catalogue answers; when it cannot, for damage, say, one made anew in memory does."""
        with self.turn:
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
        if self.ask(Catalogue.needs_compaction):
            self.ask(Catalogue.invalidate)
        changed: set[str] = set()
        for done, shelf in enumerate(SHELVES):
            progress(done, len(SHELVES))
            changed |= self._heal_shelf(shelf)
        progress(len(SHELVES), len(SHELVES))
        with suppress(LibraryUnavailable):  # a library that is only read keeps them
            self._disk.remove_leftovers()
        return frozenset(changed)

    def _heal_shelf(self, shelf: str) -> set[str]:
        known = self.ask(partial(Catalogue.stamps, shelf=shelf))
        changed: list[tuple[str, stat_result | None]] = [
            (article, state)
            for article, state in self._disk.shelf(shelf)
            if known.pop(article, None) != stamp(state)
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
                known = self.ask(partial(Catalogue.stamp_of, article=article))
                if state is not None and known == stamp(state):
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
        articles: list[tuple[str, stat_result | None]],
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

        self.ask(take)

    def _put(
        self,
        catalogue: Catalogue,
        article: str,
        state: stat_result,
        found: Entry | AnnotationCounts | str | None,
    ) -> None:
        if isinstance(found, AnnotationCounts):
            catalogue.adjust(article, state, found)
        elif isinstance(found, Entry):
            self.damage.pop(article, None)
            catalogue.put(found, state)
        else:
            self.damage[article] = found or ""
            catalogue.drop(article)

    def _state(self, article: str) -> stat_result | None:
        with suppress(OSError):
            return self._disk.article_file(article).stat()
        return None

    def _is_still(self, article: str, state: stat_result) -> bool:
        now = self._state(article)
        return now is not None and stamp(now) == stamp(state)

    def _entry(self, article: str) -> Entry | str:
        """What the catalogue keeps of an article, or what is wrong with it."""
        try:
            record = self._disk.read(article)
            found, marks = article_of(record), count_annotations(record)
        except PizhuError as error:
            return str(error)
        row = Row.of(found, marks.number)
        return Entry(
            row,
            found.origin,
            found.digest,
            found.text,
            marks,
            noted=bool(found.note),
            links=names_in([found.note]),
        )


class FilteredList:
    """The articles that a query means, in the order of the list, as they were when it was asked."""

    def __init__(self, index: SqliteIndex, query: Query, keep: str = "") -> None:
        """The part of a list.

        :param keep: an article that is in it whatever the query says: the one that is being read, say.
        """
        self._index = index
        self.query = query
        """What it was narrowed by."""
        self.articles = index.ask(partial(Catalogue.filtered, query=query, keep=keep))
        """Their IDs, those added last first."""
        self._places = {article: place for place, article in enumerate(self.articles)}

    def count(self) -> int:
        """How many articles there are."""
        return len(self.articles)

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """A part of it."""
        end = None if limit < 0 else offset + limit
        wanted = self.articles[offset:end]
        return self._index.ask(partial(Catalogue.rows_of, articles=wanted))

    def position(self, article: str) -> int | None:
        """Where an article stands, from 0; None when it does not."""
        return self._places.get(article)
