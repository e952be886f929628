"""The catalogue in use: kept in step with the files, and replaced when it fails."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from os import stat_result
from typing import TypeVar

from store.catalogue import Catalogue, Entry, Row, stamp
from store.disk import Disk
from store.documents import annotations_of, article_of
from store.errors import LibraryUnavailable, PizhuError

T = TypeVar("T")

BATCH = 100
"""Articles taken in at once while mending; between batches others have their turn."""


class Listing:
    """What lists need to know of all articles, from any thread."""

    def __init__(self, disk: Disk) -> None:
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
                self.heal()
                return question(self._catalogue)

    def heal(self) -> frozenset[str]:
        """Compare the catalogue with the files and mend what differs; the IDs of what had changed.

        An article whose file cannot be read is left out of the list, and tried again the next time.
        """
        known = self.ask(Catalogue.stamps)
        changed = [
            (article, state)
            for article, state in self._disk.ids()
            if known.pop(article, None) != stamp(state)
        ]
        for start in range(0, len(changed), BATCH):
            self._take_in(changed[start : start + BATCH])
        for article in known:
            self.ask(partial(Catalogue.drop, article=article))
        with suppress(LibraryUnavailable):  # a library that is only read keeps them
            self._disk.sweep()
        return frozenset(known).union(article for article, _ in changed)

    def again(self, articles: Iterable[str]) -> None:
        """Take in articles that were just written, or are gone."""
        for article in articles:
            state = None
            with suppress(OSError):
                state = self._disk.article_file(article).stat()
            if state is None:
                self.damage.pop(article, None)
                self.ask(partial(Catalogue.drop, article=article))
            else:
                self._take_in([(article, state)])

    def _take_in(self, articles: list[tuple[str, stat_result]]) -> None:
        """Read articles, nobody waiting, and then put them in, unless they were written again meanwhile."""
        read = [(article, state, self._entry(article)) for article, state in articles]

        def take(catalogue: Catalogue) -> None:
            for article, state, entry in read:
                if entry is None:
                    catalogue.drop(article)
                elif self._is_still(article, state):
                    catalogue.put(entry, state)
            catalogue.keep()

        self.ask(take)

    def _is_still(self, article: str, state: stat_result) -> bool:
        with suppress(OSError):
            return stamp(self._disk.article_file(article).stat()) == stamp(state)
        return False

    def _entry(self, article: str) -> Entry | None:
        """What the catalogue keeps of an article; None when it is gone or cannot be read."""
        try:
            record = self._disk.read(article)
            found, annotations = article_of(record), annotations_of(record)
        except PizhuError as error:
            self.damage[article] = str(error)
            return None
        self.damage.pop(article, None)
        uses = Counter(found.tags)
        for annotation in annotations:
            uses.update(annotation.tags)
        return Entry(Row.of(found, len(annotations)), found.origin, found.digest, dict(uses))
