"""The library: the one door through which the screen and the commands reach the articles.

What is a subject of its own has a room behind the door: the tags, the annotations, the texts to be searched,
the IDs as one types them, the words that were put right, the notes that are being written.

Every change goes the same way: lock, read again, compose the edits, write them durably, then the
catalogue, the history, and one :class:`Change` told to whoever subscribed. When a method returns, its change
is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from store.errors import Conflict, PizhuError, UsageError
from store.index.id_prefixes import IdPrefixes
from store.index.search import TextSearch
from store.index.sqlite.catalogue import Catalogue
from store.index.sqlite.catalogue_sync import FilteredList, SqliteIndex
from store.index.sqlite.filtering import Facet
from store.library.annotations import Annotations
from store.library.codebook import Codebook
from store.library.dismissals import Dismissals
from store.library.ingest import Ingest, Ingested, Outcome
from store.library.link_lookup import LinkLookup
from store.library.transactions import Change, Transactions
from store.library.user_dictionary import UserDictionary
from store.model.annotation import Annotation, Mark, clean_note
from store.model.article import Article, BlockKind, Draft, Status
from store.model.edits import ARTICLE, LIBRARY, THE_ONE, Edit
from store.model.new_annotations import metadata_of_blocks, quoted
from store.model.query import Query
from store.model.rows import Row
from store.progress import Progress, no_progress
from store.storage.documents import (
    annotations_of,
    article_fields,
    article_of,
    canonical_names,
    new_tag_edits,
    read_consistent,
    removal_edits,
)
from store.storage.folder.drafts import Drafts
from store.storage.folder.folder_store import PATIENCE, FolderStore
from store.storage.folder.migrations import migrate
from store.storage.undo_log import StepGroup

if TYPE_CHECKING:
    from store.library.merge import Merger


class Library:
    """A library of annotated articles. Its methods may be called from any thread, one at a time each.

    All of them may raise :class:`store.errors.LibraryUnavailable` (a file cannot be read or written)
    and :class:`store.errors.DamagedFile`; methods that take an article's ID raise
    :class:`store.errors.UnknownArticle` when there is none.
    """

    def __init__(
        self,
        root: Path,
        *,
        creator: str = "",
        patience: float = PATIENCE,
        waiting: Callable[[str], None] | None = None,
        anew: bool = True,
    ) -> None:
        """Open the library at ``root``.

        :param creator: whom new annotations are by.
        :param patience: seconds to wait for another process that is writing.
        :param waiting: told, in a sentence, what is waited for when that takes long.
        :param anew: whether an empty one is made where there is none; else it is as if it were there.
        :raises LibraryUnavailable: it cannot be made or opened there.
        """
        self.root = root
        self.creator = creator
        self._disk = FolderStore(root, patience=patience, waiting=waiting)
        with self.patiently():
            if anew:
                self._disk.create()
            else:
                self._disk.open()
            migrate(self._disk)
        self._index = SqliteIndex(self._disk)
        self._transactions = Transactions(self._disk, self._index)
        self.codebook = Codebook(self._disk, self._transactions, self._index)
        """The tags."""
        self.marks = Annotations(self._disk, self._transactions, creator)
        """The annotations."""
        self.texts = TextSearch(self._disk, self._index)
        """The texts, to be searched."""
        self.ids = IdPrefixes(self._index)
        """The IDs, as one types them."""
        self.links = LinkLookup(self._index)
        """What links in notes name."""
        self.drafts = Drafts(self._disk.drafts)
        """Notes that are being written."""
        self.dictionary = UserDictionary(self._disk, self._transactions)
        """The words that were put right in this library."""
        self.dismissals = Dismissals(self._disk, self._transactions)
        """The suggested tags that were dismissed for good."""
        self._last_added = ""

    @cached_property
    def merger(self) -> Merger:
        """What comes from other libraries and programs."""
        from store.library.merge import Merger

        return Merger(self._disk, self._transactions, self._index, self.texts)

    def patiently(self) -> AbstractContextManager[None]:
        """Inside of this, wait for another process as long as it takes, within reason: on this thread."""
        return self._disk.waiting_longer()

    def locked(self) -> AbstractContextManager[None]:
        """Hold the library's write lock: nobody else writes meanwhile. It may be taken again inside.

        :raises Busy: another process held it for longer than this library is patient.
        """
        return self._disk.locked()

    def close(self) -> None:
        """Close the catalogue. Nothing needs saving: every change is on the disk already."""
        self._index.close()

    def __enter__(self) -> Self:
        """The library itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def subscribe(self, listener: Callable[[Change], None]) -> None:
        """Have ``listener`` called after each change, on the thread that made it."""
        self._transactions.subscribe(listener)

    # Reading

    def resync(self, progress: Progress = no_progress) -> frozenset[str]:
        """Compare the catalogue with the article files; the IDs of the articles that had changed.

        :param progress: told, as it goes on, how much of how much has been compared.
        """
        changed = self._index.resync(progress)
        if changed:
            self._transactions.notify(Change(changed, codebook=True))
        return changed

    def poll(self) -> None:
        """Tell whoever subscribed what other processes have changed since this was last called."""
        news = self._index.ask(Catalogue.news)
        if news:
            self._transactions.notify(Change(frozenset(news - {""}), codebook="" in news))

    def damage(self) -> list[str]:
        """A sentence for each article that is left out of the list because its files are damaged."""
        return list(self._index.damage.values())

    def is_empty(self) -> bool:
        """Whether there is no article, by the files themselves."""
        return self._disk.is_empty()

    def count(self) -> int:
        """How many articles there are."""
        return self._index.ask(Catalogue.count)

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """A part of the list of articles, those added last first."""
        return self._index.ask(lambda catalogue: catalogue.rows(offset, limit))

    def position(self, article: str) -> int | None:
        """Where the article stands in the list, from 0; None when it is not in it."""
        return self._index.ask(lambda catalogue: catalogue.position(article))

    def row(self, article: str) -> Row | None:
        """An article as the list shows it; None when it is not in the list."""
        return next(iter(self._index.ask(partial(Catalogue.rows_of, articles=[article]))), None)

    def filtered(self, query: Query, keep: str = "") -> FilteredList:
        """The part of the list that a query means.

        :param keep: the ID of an article that is in it whatever the query says.
        """
        return FilteredList(self._index, query, keep)

    def facets(self) -> list[Facet]:
        """By what the list can be narrowed, and to how many articles each; the most of a kind first."""
        return self._index.ask(Catalogue.facets)

    def article(self, article: str) -> Article:
        """One article, with its text."""
        return article_of(read_consistent(self._disk, article))

    def annotations(self, article: str) -> tuple[Annotation, ...]:
        """The annotations of an article, in text order."""
        return annotations_of(read_consistent(self._disk, article))

    def open_article(self, article: str) -> tuple[Article, tuple[Annotation, ...]]:
        """The article and its annotations in text order, read at once."""
        record = read_consistent(self._disk, article)
        return article_of(record), annotations_of(record)

    def has_starters(self) -> bool:
        """Whether the starter articles were put into this library once."""
        return bool(self._disk.settings().get("starters"))

    # Articles coming and going

    def add(
        self,
        draft: Draft,
        *,
        tags: Iterable[str] = (),
        note: str = "",
        status: Status = Status.UNREAD,
        starred: bool = False,
        marks: Iterable[Mark] = (),
    ) -> tuple[str, Outcome]:
        """Take in an article; its ID and what became of it.

        The same text is not taken twice. A draft from a file or an address that an article came from before
        updates that article, if the two have their title or a paragraph in common: its annotations are
        found again in the new text, and those that cannot be are kept as orphans. What is given beside the
        draft is for a new article alone.

        :raises BadTagName: one of the names cannot be kept; nothing is changed.
        :raises QuoteNotFound: the words of a mark do not stand in the text; nothing is changed.
        """
        with self._transactions.begin():
            ingest = self._ingest()
            ingested = ingest.take(
                draft,
                tags=canonical_names(self._disk, tags),
                note=note,
                status=status,
                starred=starred,
                marks=[
                    msgspec.structs.replace(mark, tags=canonical_names(self._disk, mark.tags))
                    for mark in marks
                ],
            )
            self._accept(ingest)
            return ingested.article, ingested.outcome

    def add_all(self, drafts: Iterable[Draft], group: StepGroup | None = None) -> list[Ingested | PizhuError]:
        """Take in articles by one change, which is much quicker than each by itself; see :meth:`add`.

        What became of each is told in the order of the drafts; one that cannot be taken in, because the
        article that it updates is damaged, say, does not stand in the way of the others.

        :param together: the step that they are a part of, when it is to be one for several such calls.
        :raises LibraryUnavailable: they cannot be written; none of the last ones was taken in.
        """
        ingested: list[Ingested | PizhuError] = []
        with self._transactions.begin():
            ingest = self._ingest()
            for draft in drafts:
                if ingest.must_wait(draft):
                    self._accept(ingest, group)
                    ingest = self._ingest()
                try:
                    ingested.append(ingest.take(draft))
                except PizhuError as error:
                    ingested.append(error)
            self._accept(ingest, group)
        return ingested

    def _ingest(self) -> Ingest:
        return Ingest(self._index, self.open_article, self.creator, self._last_added)

    def _accept(self, ingest: Ingest, group: StepGroup | None = None) -> None:
        self._last_added = ingest.last_added
        edits = new_tag_edits(self._disk, ingest.tags) + ingest.edits
        self._transactions.commit(ingest.label, edits, group)

    def remove(self, articles: Iterable[str]) -> None:
        """Remove articles with their annotations, in one step that can be taken back."""
        with self._transactions.begin():
            records = {article: read_consistent(self._disk, article) for article in articles}
            edits = [each for article, record in records.items() for each in removal_edits(article, record)]
            titles = [str(record.article.get("title")) for record in records.values()]
            what = f"“{titles[0]}”" if len(titles) == 1 else f"{len(titles)} articles"
            self._transactions.commit(f"remove {what}", edits)

    def claim_starters(self) -> bool:
        """Whether the starter articles may be put here: once in a library's life, to whoever asks first.

        They are taken to be here from then on, so that those removed never come back by themselves.
        """
        with self._transactions.begin():
            settings = self._disk.settings()
            if settings.get("starters"):
                return False
            claim = Edit.between("", LIBRARY, THE_ONE, settings, {**settings, "starters": True})
            self._disk.apply([claim])
            return True

    # What a reader makes of an article

    def tag(self, article: str, tags: Iterable[str]) -> tuple[str, ...]:
        """Put tags on an article; those it has afterwards.

        :raises BadTagName: one of the names cannot be kept; nothing is changed.
        """
        return self.retag(article, add=tags)

    def untag(self, article: str, tags: Iterable[str]) -> tuple[str, ...]:
        """Take tags off an article; those it has afterwards.

        :raises UsageError: it does not have one of them; nothing is changed.
        """
        with self._transactions.begin():
            names = canonical_names(self._disk, tags)
            missing = set(names).difference(self.article(article).tags)
            if missing:
                raise UsageError(
                    f"The article does not have the tag {quoted(missing)}: see its tags with `pizhu show`."
                )
            return self.retag(article, remove=names)

    def retag(self, article: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> tuple[str, ...]:
        """Put tags on an article and take others off, in one step; those it has afterwards, none twice.

        :raises BadTagName: one of the names cannot be kept; nothing is changed.
        """
        with self._transactions.begin():
            on, off = canonical_names(self._disk, add), canonical_names(self._disk, remove)
            before = self.article(article).tags
            after = tuple(name for name in dict.fromkeys(before + on) if name not in off)
            label = f"tag {quoted(on)}" if on else f"untag {quoted(off)}"
            self._change_article(article, label, tags=after)
        return after

    def write_note(self, article: str, note: str, *, before: str | None = None) -> None:
        """Set the note on the whole article; an empty one removes it.

        :param before: the note that the writer started from.
        :raises Conflict: the note is another one by now; nothing is changed.
        """
        with self._transactions.begin():
            now = self.article(article).note
            if before is not None and now != before:
                raise Conflict(
                    "The note on the article was changed elsewhere meanwhile: copy yours, and open it again."
                )
            self._change_article(article, "note on the article", note=clean_note(note))

    def set_status(self, article: str, status: Status) -> None:
        """Set how far the reader has come."""
        with self._transactions.begin():
            self._change_article(article, f"mark as {status}", status=status)

    def set_starred(self, article: str, *, starred: bool) -> None:
        """Star the article, or take the star off."""
        with self._transactions.begin():
            self._change_article(article, "star" if starred else "unstar", starred=starred)

    def set_block_kind(self, article: str, block: int, kind: BlockKind) -> None:
        """Correct what a paragraph is; title, authors and the rest follow from it.

        :param block: which of the article's blocks, from 0.
        :raises UsageError: the article has no such block.
        """
        with self._transactions.begin():
            before = self.article(article)
            if not 0 <= block < len(before.blocks):
                raise UsageError(
                    f"The article has {len(before.blocks)} blocks, from 0: there is no block {block}."
                )
            blocks = list(before.blocks)
            blocks[block] = msgspec.structs.replace(blocks[block], kind=kind)
            self._change_article(
                article,
                f"make a {kind} of a paragraph",
                blocks=tuple(blocks),
                **metadata_of_blocks(before, blocks),
            )

    def leave_at(self, article: str, position: int) -> None:
        """Remember where the reader's cursor stands. Not a step: it is not undone."""
        with self._transactions.begin():
            before = self.article(article)
            status = Status.READING if before.status is Status.UNREAD else before.status
            self._change_article(article, "", position=position, status=status)

    # Undo and redo

    def undo(self, progress: Progress = no_progress) -> str | None:
        """Take the last step back; what it was, or None when there is nothing to take back.

        :param progress: told how much of how much is done, until it can no longer be stopped.
        :raises Conflict: what it changed has been changed elsewhere since; nothing is done.
        """
        return self._transactions.undo(progress)

    def redo(self, progress: Progress = no_progress) -> str | None:
        """Do again the step last taken back; what it was, or None when there is none.

        :param progress: as for :meth:`undo`.
        :raises Conflict: what it changed has been changed elsewhere since; nothing is done.
        """
        return self._transactions.redo(progress)

    def is_undo_long(self) -> bool:
        """Whether :meth:`undo` has so much to do that it is not done at once."""
        return self._transactions.is_undo_long()

    def is_redo_long(self) -> bool:
        """Whether :meth:`redo` has."""
        return self._transactions.is_redo_long()

    def shorten_history(self, before: str) -> None:
        """Leave out of the log of steps those beyond the last ``undo_log.KEPT``, if that old.

        :param before: UTC, ISO 8601 with ``Z``.
        """
        self._transactions.trim_log(before)

    def back_up(self, path: Path, progress: Progress = no_progress) -> int:
        """Write the library to a zip archive; how many articles are in it.

        :param progress: told how much of how much is done.
        """
        from store.storage.folder.backup import back_up

        return back_up(self._disk, path, progress)

    def is_backup_due(self, folder: Path | None, *, keep: int) -> bool:
        """Whether :meth:`back_up_daily` would make a backup."""
        from store.storage.folder.backup import is_due

        return is_due(self._disk, folder or self._disk.backups, keep=keep)

    def back_up_daily(self, folder: Path | None, *, keep: int) -> Path | None:
        """Make today's backup if one is needed: see :func:`store.storage.folder.backup.back_up_daily`.

        :param folder: where backups are kept; None for the library's own ``backups``.
        """
        from store.storage.folder.backup import back_up_daily

        return back_up_daily(self._disk, folder or self._disk.backups, keep=keep)

    def one_step(self, label: str) -> AbstractContextManager[None]:
        """Make one step, with one undo, of all the changes made inside, and tell of them at the end.

        With an empty label it is no step, and cannot be taken back.
        """
        return self._transactions.grouped(label)

    # How changes are made

    def _change_article(self, article: str, label: str, **after: object) -> None:
        """Set fields of an article; an empty label makes it no step of the history."""
        before = self.article(article)
        changed = msgspec.structs.replace(before, **after)
        edit = Edit.between(article, ARTICLE, THE_ONE, article_fields(before), article_fields(changed))
        self._transactions.commit(label, [*new_tag_edits(self._disk, changed.tags), edit])
