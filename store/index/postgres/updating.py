"""Keeps the index up to date with the documents beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial

from store.errors import LibraryUnavailable, PizhuError
from store.index.counts import AnnotationCounts, IndexEntry, count_changes, entry_of
from store.index.postgres import inverted_index
from store.index.postgres.index_writer import Entry, IndexWriter, tidy
from store.index.postgres.versions import (
    Written,
    advance,
    compared,
    is_advanced,
    is_unfinished,
    stale,
    stale_among,
    stale_of_all,
    text_sizes,
    went_back,
    written,
)
from store.model.edits import ANNOTATIONS, Edit, by_article
from store.progress import Progress, no_progress
from store.storage.document_store import Record
from store.storage.postgres.connections import Connections, Session
from store.storage.postgres.postgres_store import PostgresStore

BATCH = 100
"""Articles that are indexed at a time, at most."""

MOST_BYTES = 6_000_000
"""Bytes of texts that are in memory at a time, unless one text has more."""

MANY = 1000
"""After so many articles the server is asked to put in order what was added."""


class Updater:
    """Writes to the index what the documents say. Any thread, and any process, may do so at any time.

    What is written is of the versions of the documents at that moment: their rows are compared in the same
    transaction, and who writes to the index waits for others who do.
    """

    def __init__(self, store: PostgresStore, connections: Connections) -> None:
        """Update the index of the documents in ``store``, which ``connections`` lead to."""
        self._store = store
        self._connections = connections
        self.damage: dict[str, str] = {}
        """By ID, what is wrong with each article that was read and is left out of the list."""

    def stale(self) -> set[str]:
        """Return the articles that are not indexed as they are now, and those that could not be read."""
        return self._connections.read(stale)

    def stale_of_all(self) -> set[str]:
        """Return the same, of a comparison of all articles."""
        return self._connections.read(stale_of_all)

    def stale_among(self, articles: Collection[str]) -> set[str]:
        """Return which of some articles are not indexed as they are now."""
        return self._connections.read(partial(stale_among, articles=articles))

    def went_back(self) -> bool:
        """Whether the documents were restored from a backup, and the index was not."""
        return self._connections.read(went_back)

    def predict(self, edits: Iterable[Edit]) -> dict[str, AnnotationCounts]:
        """Return how pending edits change the counts of annotations, where they change nothing else."""
        return {
            article: count_changes(group)
            for article, group in by_article(edits).items()
            if article and all(edit.table == ANNOTATIONS for edit in group)
        }

    def update(
        self,
        articles: Collection[str],
        predicted: Mapping[str, AnnotationCounts] | None = None,
        progress: Progress = no_progress,
    ) -> None:
        """Index articles as they are now.

        :param predicted: what :meth:`predict` returned for them.
        :param progress: called with articles done and articles in total.
        """
        wanted = sorted(articles)
        changes = predicted or {}
        counted = {article: changes[article] for article in wanted if article in changes}
        if counted and len(wanted) <= BATCH and {*wanted} - {""} == counted.keys():
            # As after an annotation, which waits for this one transaction.
            work = partial(
                _adjust_and_advance,
                changes=counted,
                replaced=self._replaced(counted),
                hint=self._store.hint,
            )
            articles = self._connections.transact(work, _never, is_sent_together=True)
            if not articles:
                progress(len(wanted), len(wanted))
                return
            wanted, changes = sorted(articles), {}
        is_filling = len(wanted) >= MANY
        if is_filling:
            self._drop_inverted_index()
        for start in range(0, len(wanted), BATCH):
            progress(start, len(wanted))
            batch = wanted[start : start + BATCH]
            self._update({each for each in batch if each}, changes)
        if is_filling:
            self._make_inverted_index()
        self._connections.transact(partial(_advance, hint=self._store.hint), _never)
        if is_filling:
            self._tidy()
        progress(len(wanted), len(wanted))

    def _update(self, articles: set[str], changes: Mapping[str, AnnotationCounts]) -> None:
        """Index a batch: first what needs no reading, then what is left."""
        counted = {article: changes[article] for article in articles & changes.keys()}
        if counted:
            work = partial(_adjust, changes=counted, replaced=self._replaced(counted))
            left = self._connections.transact(work, _never, is_sent_together=True)
            articles = (articles - counted.keys()) | left
        if not articles:
            return
        for entries, damaged in self.read(articles):
            self._connections.transact(partial(_put, entries=entries, damaged=damaged), _never)
            self.damage.update({article: reason for article, (_version, reason) in damaged.items()})
            for article in entries:
                self.damage.pop(article, None)
        gone = articles - self._connections.read(partial(written, articles=articles)).keys()
        if gone:
            self._connections.transact(partial(_drop, articles=gone), _never)
            for article in gone:
                self.damage.pop(article, None)

    def read(
        self, articles: Collection[str]
    ) -> Iterator[tuple[dict[str, Entry], dict[str, tuple[Written, str]]]]:
        """Yield what is to be indexed of articles, and what is wrong with others, some at a time."""
        sizes = self._connections.read(partial(text_sizes, articles=articles))
        for portion in _portions(sizes):
            entries: dict[str, Entry] = {}
            damaged: dict[str, tuple[Written, str]] = {}
            for article, version, record in self._store.read_several(portion):
                found = _entry(record)
                if isinstance(found, IndexEntry):
                    entries[article] = Entry(found, version)
                else:
                    damaged[article] = version, found
            yield entries, damaged

    def replace(self, articles: Collection[str], progress: Progress = no_progress) -> None:
        """Index articles as they are now in place of what the tables have of them, and count the list again.

        :param progress: called with articles done and articles in total.
        """
        wanted = sorted(articles)
        for start in range(0, len(wanted), BATCH):
            progress(start, len(wanted))
            batch = wanted[start : start + BATCH]
            for entries, damaged in self.read(batch):
                work = partial(_put, entries=entries, damaged=damaged, is_replacing=True)
                self._connections.transact(work, _never)
            self._connections.transact(partial(_drop, articles=batch), _never)
        self._connections.transact(_recount, _never)
        progress(len(wanted), len(wanted))

    def _replaced(self, articles: Collection[str]) -> dict[str, Written]:
        """Return the versions of articles before the last change of this thread."""
        versions = {article: self._store.replaced(article) for article in articles}
        return {article: version for article, version in versions.items() if version is not None}

    def finish(self) -> None:
        """Do what a first filling does at its end, if one was interrupted there and this role may."""
        if self._connections.read(is_unfinished):
            self._make_inverted_index()
            with suppress(LibraryUnavailable):
                self._connections.transact(partial(_advance, hint=self._store.hint), _never)

    def _drop_inverted_index(self) -> None:
        """Have it made afterwards if there is nothing in it. Only the owner may; for others it is filled."""
        with suppress(LibraryUnavailable):
            self._connections.read(inverted_index.is_dropped_for_many)

    def _make_inverted_index(self) -> None:
        """Make what was dropped, here or by a process that has ended since. Only the owner may."""
        with suppress(LibraryUnavailable):
            if self._connections.read(inverted_index.is_missing):
                self._connections.read(inverted_index.make)

    def _tidy(self) -> None:
        """Let the server put in order what many articles have added. Only the owner may."""
        with suppress(LibraryUnavailable):
            self._connections.read(tidy)


def _portions(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """Divide articles into portions of :data:`MOST_BYTES` at most, or of one that has more."""
    portion: list[str] = []
    total = 0
    for article, size in sizes.items():
        if portion and total + size > MOST_BYTES:
            yield portion
            portion, total = [], 0
        portion.append(article)
        total += size
    if portion:
        yield portion


def _entry(record: Record | PizhuError) -> IndexEntry | str:
    """Return what the index stores of an article, or what is wrong with it."""
    try:
        return str(record) if isinstance(record, PizhuError) else entry_of(record)
    except PizhuError as error:
        return str(error)


def _adjust(
    session: Session, *, changes: Mapping[str, AnnotationCounts], replaced: Mapping[str, Written]
) -> set[str]:
    """Add changed counts; return the articles that must be read instead.

    :param replaced: the versions before the change: what is indexed must be of these.
    """
    writer = IndexWriter(session)
    answer = writer.listed(changes)
    now, then = compared(session, changes)
    listed: dict[str, bytes] = dict(answer.rows())
    left = set()
    for article, counts in changes.items():
        if article not in now or article not in then:
            left.add(article)
        elif now[article] == then[article]:
            continue  # another process has indexed it meanwhile
        elif article in listed and then[article] == replaced.get(article):
            writer.adjust(article, now[article], counts, listed[article])
        else:
            left.add(article)
    return left


def _adjust_and_advance(
    session: Session,
    *,
    changes: Mapping[str, AnnotationCounts],
    replaced: Mapping[str, Written],
    hint: Callable[[Session], None],
) -> set[str]:
    """Add changed counts; if no article must be read instead, note up to which change all is indexed."""
    left = _adjust(session, changes=changes, replaced=replaced)
    hint(session)
    if not left and not is_advanced(session):
        advance(session)
    return left


def _put(
    session: Session,
    *,
    entries: Mapping[str, Entry],
    damaged: Mapping[str, tuple[Written, str]],
    is_replacing: bool = False,
) -> None:
    """Index what was read, unless it was written again or indexed meanwhile.

    :param is_replacing: whether it is indexed again if the tables have this version of it.
    """
    writer = IndexWriter(session)
    articles = [*entries, *damaged]
    now, then = compared(session, articles)
    current = {article: each for article, each in entries.items() if each.version == now.get(article)}
    known = [article for article, each in current.items() if each.version == then.get(article)]
    if is_replacing:
        writer.drop([*current])
    elif known:  # in the list, or noted as what could not be read, and now it could
        known = [article for article, _row in writer.listed(known).rows()]
        current = {article: each for article, each in current.items() if article not in known}
    writer.put([*current.values()])
    writer.mark_unreadable(
        {article: version for article, (version, _) in damaged.items() if version == now.get(article)}
    )


def _drop(session: Session, *, articles: Collection[str]) -> None:
    """Delete articles that are not there any more."""
    writer = IndexWriter(session)
    writer.drop(set(articles) - written(session, articles).keys())


def _advance(session: Session, *, hint: Callable[[Session], None]) -> None:
    IndexWriter(session)
    hint(session)  # others tell of an article once it is indexed
    advance(session)


def _recount(session: Session) -> None:
    IndexWriter(session).recount()


def _never(_: Session) -> bool:
    """Whether a transaction took effect is not asked: to run it again changes nothing more."""
    return False
