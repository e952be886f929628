"""The index in SQLite: keeps a catalogue up to date with the store and replaces it when it fails."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from store.errors import Disconnected, LibraryUnavailable, PizhuError
from store.index.article_index import AttributeFacet, Facet
from store.index.counts import AnnotationCounts, IndexEntry, count_changes, entry_of
from store.index.sqlite.catalogue import Catalogue, InconsistentError
from store.index.sqlite.catalogue_file import CannotBeKept, State, is_damage
from store.language import _
from store.model.edits import ANNOTATIONS, Edit, by_article
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.model.listing.rows import Row
from store.progress import Progress, no_progress
from store.query.tree import Query
from store.reasons import reason_of
from store.storage.document_store import DocumentStore, Version

T = TypeVar("T")

FAILURES = (
    sqlite3.Error,
    msgspec.MsgspecError,
    UnicodeDecodeError,
    TypeError,
    InconsistentError,
    CannotBeKept,
)
"""What a catalogue raises that is damaged or cannot be written. Misplaced pages yield other types."""

BATCH = 100
"""Articles that are indexed at a time. Between batches other threads can use the index."""


class SqliteIndex:
    """An :class:`store.index.article_index.ArticleIndex` in an SQLite file, safe to use from any thread."""

    def __init__(self, store: DocumentStore, folder: Path | None) -> None:
        """The index of the articles in ``store``.

        :param folder: where the SQLite file is kept; None keeps the index in memory. It is not created where
            there is no library.
        """
        self._lock = threading.RLock()
        self._store = store
        self._folder = folder
        self._notices: list[str] = []
        self._missed: set[str] = set()
        """Articles whose news went with a catalogue that was replaced, for :meth:`news`."""
        self._told: set[str] = set()
        """Articles of which the store has told, until they are in the catalogue."""
        self._may_rebuild = True
        """Whether the file is replaced when it fails. It is once; after that, the index is kept in memory."""
        self._is_closed = False
        self.damage: dict[str, str] = {}
        """By ID, what is wrong with each article that is left out of the list."""
        self._catalogue = self._open()

    def close(self) -> None:
        """Close the catalogue."""
        with self._lock:
            self._is_closed = True
            self._catalogue.close()

    def notices(self) -> list[str]:
        """Return a sentence for each time that the catalogue was replaced since the last call."""
        notices, self._notices = self._notices, []
        return notices

    def verify(self) -> None:
        """Read the whole file, and replace it if a page is not as it was written."""
        file = self._catalogue.file
        try:
            has_rotted = file is not None and file.has_rotted()
        except OSError:
            has_rotted = False  # it was removed: the next question finds out
        with self._lock:
            if has_rotted and self._catalogue.file is file and not self._is_closed:
                self._replace(InconsistentError())

    def _open(self, distrusted: int | None = None) -> Catalogue:
        """Open the catalogue in its folder, or one in memory where that is impossible."""
        if self._folder is None or not self._folder.parent.is_dir():
            return Catalogue(None)
        try:
            catalogue = Catalogue(self._folder, distrusted)
        except CannotBeKept as reason:
            self._notices.append(
                _(
                    "The catalogue cannot be kept in {folder} ({reason}): it is in memory until the library "
                    "is opened again.",
                    folder=self._folder,
                    reason=reason,
                )
            )
            return Catalogue(None)
        if catalogue.file and catalogue.file.moved:
            path, target = next(iter(catalogue.file.moved.items()))
            self._notices.append(
                _(
                    "Something else was in the place of {path}: it is {target} now, and the catalogue is "
                    "built again from the articles.",
                    path=path,
                    target=target,
                )
            )
        elif catalogue.file and catalogue.file.is_rebuilt:
            self._notices.append(
                _(
                    "The catalogue in {folder} was damaged or not written completely: it is built again from "
                    "the articles.",
                    folder=self._folder,
                )
            )
        return catalogue

    def _ask(self, question: Callable[[Catalogue], T], again: Callable[[Catalogue], T] | None = None) -> T:
        """Ask the catalogue. If it fails, it is replaced and filled from the articles, and asked again.

        :param again: asked of a catalogue that was just filled, if that is not the same.
        """
        with self._lock:
            if self._is_closed:
                raise LibraryUnavailable(_("The library is closed."))
            now = question
            for _attempt in range(3):  # replaced by another process, by this one, by one in memory
                try:
                    if self._is_proven():
                        return now(self._catalogue)
                except FAILURES as error:
                    self._replace(error)
                now = again or question
            return now(self._catalogue)

    def _is_proven(self) -> bool:
        """Whether the catalogue may be asked; if not, it is replaced."""
        file = self._catalogue.file
        state = file.state() if file else State.PROVEN
        if state is State.DAMAGED:
            raise InconsistentError
        if state is State.REPLACED:
            with suppress(*FAILURES):
                self._missed.update(self._catalogue.versions(""))
            self._catalogue.close()
            self._catalogue = self._open()
            self._resync()
            self._missed.update(self._ask(partial(Catalogue.versions, shelf="")), [""])
        return state is State.PROVEN

    def _replace(self, error: Exception) -> None:
        """Replace the catalogue after an error, and fill the new one."""
        file = self._catalogue.file
        inode = file.inode if file else None
        self._catalogue.close()
        if is_damage(error) and self._may_rebuild and file:
            self._may_rebuild = False
            self._catalogue = self._open(distrusted=inode)
        else:
            if file:
                self._notices.append(
                    _(
                        "The catalogue in {folder} has failed ({reason}): it is in memory until the library "
                        "is opened again.",
                        folder=self._folder,
                        reason=reason_of(error).lower() or _("damaged"),
                    )
                )
            self._catalogue = Catalogue(None)
        self._missed |= self._resync() | {""}

    def resync(self, progress: Progress = no_progress) -> frozenset[str]:
        """Compare the catalogue with the store and update it; return the articles that had changed.

        An article that cannot be read is left out of the list and tried again the next time.

        :param progress: called with shelves done and shelves in total.
        """
        if self._ask(Catalogue.needs_compaction):
            self._ask(Catalogue.invalidate)
        changed = self._resync(progress)
        with suppress(LibraryUnavailable):  # a read-only library keeps them
            self._store.remove_leftovers()
        return frozenset(changed)

    def _resync(self, progress: Progress = no_progress) -> set[str]:
        changed: set[str] = set()
        shelves = sorted({*self._ask(Catalogue.shelves), *self._store.shelves()})
        for done, shelf in enumerate(shelves):
            progress(done, len(shelves))
            changed |= self._resync_shelf(shelf)
        progress(len(shelves), len(shelves))
        return changed

    def _resync_shelf(self, shelf: str) -> set[str]:
        known = self._ask(partial(Catalogue.versions, shelf=shelf))
        changed: list[tuple[str, Version | None]] = [
            (article, version)
            for article, version in self._store.versions(shelf)
            if known.pop(article, None) != version
        ]
        for start in range(0, len(changed), BATCH):
            self._update(changed[start : start + BATCH])
        if known:
            self._update([(article, None) for article in known])
        return set(known).union(article for article, _change in changed)

    def predict(self, edits: Iterable[Edit]) -> dict[str, AnnotationCounts]:
        """Return, by article, how pending edits change its annotation counts, where they change nothing else.

        The other annotations of the article need not be counted again. Articles that the catalogue does not
        have in their present version are left out. The caller holds the store's lock.
        """
        predicted: dict[str, AnnotationCounts] = {}
        for article, group in by_article(edits).items():
            if article and all(edit.table == ANNOTATIONS for edit in group):
                version = self._store.version(article)
                indexed = self._ask(partial(Catalogue.version_of, article=article))
                if version is not None and indexed == version:
                    predicted[article] = count_changes(group)
        return predicted

    def refresh(self, articles: Iterable[str], predicted: Mapping[str, AnnotationCounts]) -> None:
        """Update the rows of articles that were just written or removed, and announce them.

        Where the server of the store goes away meanwhile, they are indexed with the next :meth:`news`.

        :param articles: IDs; the empty ID stands for the documents of the library itself.
        :param predicted: what :meth:`predict` returned for them.
        """
        written = list(articles)
        for start in range(0, len(written), BATCH):
            batch = written[start : start + BATCH]
            try:
                self._update([(article, self._store.version(article)) for article in batch], predicted)
            except Disconnected:
                self._told |= set(written[start:])
                return

    def _update(
        self,
        articles: list[tuple[str, Version | None]],
        predicted: Mapping[str, AnnotationCounts] | None = None,
    ) -> None:
        """Read articles without the index's lock, then index those that were not written again meanwhile.

        :param articles: IDs with their versions; without a version the article was removed.
        :param predicted: given if this process has just written them and holds the store's lock.
        """
        changed = predicted or {}
        read = [
            (article, version, changed.get(article) or (version and self._entry(article)))
            for article, version in articles
            if article
        ]

        def announce(catalogue: Catalogue) -> None:
            if predicted is not None:
                catalogue.announce(article for article, _fields in articles)
            catalogue.commit()

        def write(catalogue: Catalogue) -> None:
            for article, version, found in read:
                if version is None:
                    self.damage.pop(article, None)
                    catalogue.drop(article)
                elif predicted is not None or self._store.version(article) == version:
                    self._put(catalogue, article, version, found)
            announce(catalogue)

        self._ask(write, again=announce)

    def _put(
        self,
        catalogue: Catalogue,
        article: str,
        version: Version,
        found: IndexEntry | AnnotationCounts | str | None,
    ) -> None:
        """Write to the catalogue what was found: changed counts, the article, or what is wrong with it."""
        if isinstance(found, AnnotationCounts):
            catalogue.adjust(article, version, found)
        elif isinstance(found, IndexEntry):
            self.damage.pop(article, None)
            catalogue.put(found, version)
        else:
            self.damage[article] = found or ""
            catalogue.drop(article)

    def _entry(self, article: str) -> IndexEntry | str:
        """Return what the catalogue stores of an article, or what is wrong with it."""
        try:
            return entry_of(self._store.read(article))
        except Disconnected:
            raise
        except PizhuError as error:
            return str(error)

    # Queries, answered by the catalogue: see :class:`store.index.article_index.ArticleIndex`

    def news(self) -> set[str]:
        """Return the articles that other processes have written since the last call.

        What the store tells of is not in the catalogue yet if it was written on another machine.
        """
        news = self._ask(Catalogue.news)
        self._told |= self._store.news()
        told = frozenset(self._told)
        if told:
            self._update([(article, self._store.version(article)) for article in told])
            self._told -= told
        with self._lock:
            missed, self._missed = self._missed, set()
        return news | missed | told

    def count(self) -> int:
        """Return how many articles there are."""
        return self._ask(Catalogue.count)

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """Return a part of the list."""
        return self._ask(partial(Catalogue.rows, offset=offset, limit=limit))

    def rows_of(self, articles: Iterable[str]) -> list[Row]:
        """Return the rows of articles, in the given order."""
        wanted = list(articles)
        return self._ask(partial(Catalogue.rows_of, articles=wanted))

    def position(self, article: str) -> int | None:
        """Return the position of an article in the list."""
        return self._ask(partial(Catalogue.position, article=article))

    def filtered(
        self,
        query: Query,
        keep: str = "",
        order: Order = ADDED_LAST_FIRST,
        among: Sequence[str] | None = None,
    ) -> list[str]:
        """Return the articles that match a query, in an order."""
        return self._ask(partial(Catalogue.filtered, query=query, keep=keep, order=order, among=among))

    def named(self, typed: str) -> set[str]:
        """Return the articles whose title, source or an author contains what was typed."""
        return self._ask(partial(Catalogue.named, typed=typed))

    def facets(self) -> list[Facet]:
        """Return the values that the list can be filtered by."""
        return self._ask(Catalogue.facets)

    def attribute_facets(self) -> list[AttributeFacet]:
        """Return the values of attributes, sorted by name."""
        return self._ask(Catalogue.attribute_facets)

    def newest(self) -> str:
        """Return when the article added last was added."""
        return self._ask(Catalogue.newest)

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        """Return the IDs that start with ``prefix``."""
        return self._ask(partial(Catalogue.starting_with, prefix=prefix, limit=limit))

    def from_origin(self, origin: str) -> str | None:
        """Return the article imported last from a file or an address."""
        return self._ask(partial(Catalogue.from_origin, origin=origin))

    def from_origins(self, origins: Sequence[str]) -> dict[str, str]:
        """Return the article imported last from each of some files or addresses that have one."""
        return self._ask(partial(Catalogue.from_origins, origins=origins))

    def with_digest(self, digest: str) -> tuple[str, str] | None:
        """Return ID and title of the article with exactly that text."""
        return self._ask(partial(Catalogue.with_digest, digest=digest))

    def digests(self, articles: Sequence[str]) -> list[str]:
        """Return the digest of the text of each article."""
        return self._ask(partial(Catalogue.digests, articles=articles))

    def resembling(self, sketch: Sequence[int]) -> list[str]:
        """Return a few articles with texts most like the one of this sketch."""
        return self._ask(partial(Catalogue.resembling, sketch=sketch))

    def titled(self, title: str) -> list[Row]:
        """Return the articles with a folded title."""
        return self._ask(partial(Catalogue.titled, title=title))

    def uses(self) -> dict[str, int]:
        """Return how often each tag is used."""
        return self._ask(Catalogue.uses)

    def tagged(self, tag: str) -> set[str]:
        """Return the articles that use a tag."""
        return self._ask(partial(Catalogue.tagged, tag=tag))

    def tags_on(self, article: str) -> set[str]:
        """Return the tags used on an article or its annotations."""
        return self._ask(partial(Catalogue.tags_on, article=article))

    def annotated_by(self, creators: Collection[str]) -> set[tuple[str, str]]:
        """Return the creators with the articles that they have annotated."""
        return self._ask(partial(Catalogue.annotated_by, creators=creators))

    def linking_to(self, names: Collection[str]) -> list[str]:
        """Return the articles whose notes link to one of the names."""
        return self._ask(partial(Catalogue.linking_to, names=names))

    def search(self, phrase: str) -> list[int]:
        """Return the texts that contain a folded phrase."""
        return self._ask(partial(Catalogue.search, phrase=phrase))

    def near(self, runs: Sequence[str], reach: int, marks: str) -> list[int]:
        """Return the texts in which folded runs of characters are near each other."""
        return self._ask(partial(Catalogue.near, runs=runs, reach=reach, marks=marks))

    def count_with(self, phrase: str) -> int:
        """Return how many articles contain a folded phrase."""
        return self._ask(partial(Catalogue.count_with, phrase=phrase))

    def texts_with(self, phrase: str) -> list[int]:
        """Return the texts that contain a folded phrase, in no order."""
        return self._ask(partial(Catalogue.texts_with, phrase=phrase))

    def tagged_texts(self, after: str, limit: int) -> list[tuple[str, int]]:
        """Return articles that use a tag, with the numbers of their texts."""
        return self._ask(partial(Catalogue.tagged_texts, after=after, limit=limit))

    def with_text(self, number: int) -> list[tuple[str, str]]:
        """Return ID and title of each article that has the text of that number."""
        return self._ask(partial(Catalogue.with_text, number=number))
