"""The library on disk: what is read of it, and how it is changed. See :mod:`.paths` for its files.

Nothing else writes it, but for the log of steps (:mod:`.journal`), which is written under the lock of
this module, and the notes that are being written (:mod:`.drafts`), which are no part of any change.

A change is made wholly or not at all. One file is replaced in one step (see :mod:`.atomic_write`); before
several are, what stood there is written down, and put back by whoever takes the lock after a crash.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from store.errors import Busy, DamagedFile, LibraryUnavailable, PizhuError
from store.model.article import is_article_id
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    LIBRARY,
    TEXT,
    THE_ONE,
    Edit,
    Fields,
    by_article,
    read_edits,
)
from store.progress import Progress, no_progress
from store.storage.atomic_write import Batch, make_folder, remove_durably, sync_folder, write_durably
from store.storage.document_store import PATIENCE, Record, Version
from store.storage.folder.drafts import FolderDrafts
from store.storage.folder.file_lock import FileLock
from store.storage.folder.journal import FileJournal
from store.storage.folder.paths import LibraryPaths, has_visible
from store.storage.folder.tinydb_storage import Database, TinyTable
from store.storage.os_errors import DamageTranslator, ErrorTranslator
from store.storage.raw_documents import RawTable

SCHEMA = 1
"""The version of the layout and of the records that this code reads and writes."""

UNSAID = 0.3
"""Seconds a writer waits before it says what it waits for."""


class FolderStore(LibraryPaths):
    """The files of one library, read and written."""

    def __init__(
        self, root: Path, *, patience: float = PATIENCE, on_wait: Callable[[str], None] | None = None
    ) -> None:
        """The library at ``root``.

        :param patience: how many seconds a writer waits for another process.
        :param on_wait: told, in a sentence, what is waited for when it takes long.
        """
        super().__init__(root)
        self.patience = patience
        self.journal = FileJournal(self.journal_file)
        """The log of steps for undo."""
        self.drafts = FolderDrafts(self.drafts_folder)
        """The notes that are being written."""
        self._lock = FileLock(root / "lock")
        self._on_wait = on_wait
        self._open: dict[Path, Database] = {}
        self._texts: dict[str, str] = {}
        """Under the lock nobody else writes: what was read of a file serves until it is released."""
        self._holder: int | None = None
        """The thread that has the lock."""
        self._patient = threading.local()

    # Opening

    def open(self) -> None:
        """See that there is a library here, or could be one, and undo a change that a crash cut short.

        :raises LibraryUnavailable: what is here is something else, or a library of a newer version.
        """
        with ErrorTranslator(self.root, "read"):
            if self.root.exists() and not self.root.is_dir():
                raise LibraryUnavailable(f"{self.root} is a file: name a folder for the library.")
            if self.root.exists() and not self.exists() and has_visible(self.root):
                raise LibraryUnavailable(
                    f"{self.root} holds other files and no library: name an empty folder for the library."
                )
            self.schema_version()
            if self.intent_file.exists():
                with suppress(LibraryUnavailable), self.locked():  # a read-only library can still be read
                    pass

    def create(self) -> None:
        """Make an empty library here, or do nothing where there is one.

        :raises LibraryUnavailable: it cannot be made here; see also :meth:`open`.
        """
        self.open()
        if not self.library_file.exists():
            with self.locked():
                pass

    def schema_version(self) -> int:
        """The version of the library; of one that is only to be made, this one's.

        :raises LibraryUnavailable: it is a newer one.
        """
        found = self.settings().get("schema", SCHEMA)
        if not isinstance(found, int) or found > SCHEMA:
            raise LibraryUnavailable(
                f"The library at {self.root} was written by a newer Pizhu (version {found} of the library, "
                f"this one knows {SCHEMA}): update Pizhu to open it."
            )
        return found

    # The lock

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the library's lock: no other process writes meanwhile. It may be taken again inside.

        Where there is no library yet, it is made; a change that a crash cut short is undone.

        :raises Busy: another process held it for :attr:`patience` seconds.
        """
        with ErrorTranslator(self.root, "written"):
            if not self.articles.is_dir():
                make_folder(self.articles)
            self._acquire()
        try:
            if self._lock.depth == 1:
                self._clear_cache()
                self._holder = threading.get_ident()
                with ErrorTranslator(self.root, "written"):
                    self._prepare()
            yield
        finally:
            if self._lock.depth == 1:
                self._holder = None
                self._clear_cache()
            self._lock.release()

    @contextmanager
    def waiting_longer(self) -> Iterator[None]:
        """On this thread, wait for another process as long as :data:`PATIENCE` says."""
        before = getattr(self._patient, "enough", self.patience)
        self._patient.enough = PATIENCE
        try:
            yield
        finally:
            self._patient.enough = before

    def _acquire(self) -> None:
        enough = getattr(self._patient, "enough", self.patience)
        for patience in (min(UNSAID, enough), enough):
            if self._lock.acquire(patience):
                return
            if self._on_wait is not None and patience < enough:
                self._on_wait(f"Another Pizhu is writing to {self.root}: waiting for it to finish…")
        raise Busy(
            f"Another Pizhu has been writing to {self.root} for {enough:.0f} s: "
            "wait for it to finish, then try again."
        )

    def _prepare(self) -> None:
        """What is to be done before anything else is written."""
        if self.intent_file.exists():
            self._roll_back()
        if not self.library_file.exists():
            settings: Fields = {"schema": SCHEMA}
            self.apply([Edit.between("", LIBRARY, THE_ONE, None, settings)])

    def is_locked(self) -> bool:
        """Whether somebody holds the lock just now."""
        if not self._lock.path.exists():
            return False
        try:
            if not self._lock.acquire(0):
                return True
        except OSError:
            return False
        self._lock.release()
        return False

    # Reading

    @property
    def location(self) -> str:
        """The folder of the library."""
        return str(self.root)

    def __contains__(self, article: str) -> bool:
        """Whether there is an article with this ID."""
        return is_article_id(article) and self.article_file(article).is_file()

    def version(self, article: str) -> Version | None:
        """Inode, times of modification and of change (ns) and size of an article's record file."""
        with suppress(OSError):
            return _version(self.article_file(article).stat())
        return None

    def versions(self, shelf: str) -> list[tuple[str, Version]]:
        """The articles on a shelf, with their versions."""
        return [(article, _version(state)) for article, state in self.shelf(shelf)]

    def read(self, article: str, *, with_text: bool = True) -> Record:
        """One article with its annotations and text.

        :param with_text: whether the text is wanted; else it is left empty.
        :raises LibraryUnavailable: a file of it cannot be read.
        :raises DamagedFile: a file of it is not what it should be.
        """
        path = self.article_file(article)
        with DamageTranslator(path, "read"):
            database = self._database(path)
            fields = database.documents(ARTICLE).one(THE_ONE)
            annotations = database.documents(ANNOTATIONS).lines()
        if fields is None:
            raise DamagedFile(f"{path} holds no article")
        return Record(fields, annotations, self.text(article) if with_text else "")

    def text(self, article: str) -> str:
        """The text of one article.

        :raises LibraryUnavailable: its file cannot be read.
        :raises DamagedFile: its file is not UTF-8 any more.
        """
        if article in self._texts and self._holder == threading.get_ident():
            return self._texts[article]
        path = self.text_file(article)
        with ErrorTranslator(path, "read"):
            try:
                text = path.read_bytes().decode()
            except UnicodeDecodeError as error:
                raise DamagedFile(f"{path} is not UTF-8 any more") from error
        if self._holder == threading.get_ident():
            self._texts[article] = text
        return text

    def table(self, table: str) -> RawTable:
        """The entries of a table of ``library.json`` by document id."""
        with DamageTranslator(self.library_file, "read"):
            return self._database(self.library_file).documents(table).lines()

    def settings(self) -> Fields:
        """What the library knows of itself: its schema version, whether it was given the starter articles."""
        with DamageTranslator(self.library_file, "read"):
            return self._database(self.library_file).documents(LIBRARY).one(THE_ONE) or {}

    def document(self, article: str, table: str, document: int) -> Fields | None:
        """A document as it is now; None when it does not exist. Of the table ``text``, the text."""
        if table == TEXT:
            return {TEXT: self.text(article)} if self.text_file(article).exists() else None
        path = self._file_of(article)
        with DamageTranslator(path, "read"):
            return self._database(path).documents(table).one(document)

    def change_token(self) -> str:
        """What is another one when something was written here, but for what others write in place."""
        with ErrorTranslator(self.root, "read"):
            places = [self.library_file, *(self.articles / shelf for shelf in self.shelves())]
            last = max((place.stat().st_mtime_ns for place in places if place.exists()), default=0)
        return f"{last} {self.journal.size()}"

    def _clear_cache(self) -> None:
        self._open.clear()
        self._texts.clear()

    def _database(self, path: Path) -> Database:
        if self._holder != threading.get_ident():
            return Database(path)
        if path not in self._open:
            self._open[path] = Database(path)
        return self._open[path]

    # Writing

    def quarantine(self, path: Path, folder: Path, *, moved: bool = False) -> None:
        """Copy a file of the library to the folder, under its path in the library, or move it there.

        The caller holds the lock. What is there already stays, and a file that does not exist is no matter.
        """
        target = folder / path.relative_to(self.root)
        with ErrorTranslator(path, "put aside"):
            self._clear_cache()
            if not os.path.lexists(path):
                return
            make_folder(target.parent)
            if not moved:
                write_durably(target, path.read_bytes())
            elif target.exists():
                remove_durably(path)
            else:
                path.replace(target)
                sync_folder(target.parent)
                sync_folder(path.parent)

    def remove_leftovers(self) -> None:
        """Remove the temporary files that were seen and that nobody is writing any more."""
        if self._leftovers:
            with self.locked(), ErrorTranslator(self.articles, "written"):
                # A writer holds the lock from the first byte to the last: those still there are a crash's.
                for path in self._leftovers:
                    path.unlink(missing_ok=True)
                self._leftovers.clear()

    def apply(self, edits: Iterable[Edit], progress: Progress = no_progress) -> None:
        """Make edits durably: all of them, or none. The caller holds the lock.

        :param progress: told how many of how many files have been written, as long as none is in its place.
        :raises LibraryUnavailable: a file cannot be written; nothing was changed.
        """
        wanted = list(edits)
        with ErrorTranslator(self.root, "written"):
            try:
                self._apply(wanted, progress)
            except BaseException:
                self._clear_cache()
                if self.intent_file.exists():
                    with suppress(OSError, PizhuError):
                        self._roll_back()
                raise

    def _apply(self, edits: list[Edit], progress: Progress) -> None:
        batch = Batch()
        try:
            self._write(edits, batch, progress)
            batch.sync()
            if len(batch) > 1:
                write_durably(self.intent_file, msgspec.json.encode([_intended(edit) for edit in edits]))
            batch.put()
        except BaseException:
            batch.discard()
            raise
        if self.intent_file.exists():
            remove_durably(self.intent_file)

    def _roll_back(self) -> None:
        """Put back what stood there before the change that was cut short. It may be cut short itself."""
        try:
            edits = read_edits(self.intent_file.read_bytes())
        except ValueError as error:
            raise DamagedFile(f"{self.intent_file} is damaged") from error
        batch = Batch()
        try:
            self._write(edits, batch)
            batch.sync()
            batch.put()
        except BaseException:
            batch.discard()
            raise
        remove_durably(self.intent_file)

    def back_up(self, archive: Path, progress: Progress = no_progress) -> int:
        """Write the library to a zip archive: see :func:`store.storage.folder.backup.back_up`."""
        from store.storage.folder.backup import back_up

        return back_up(self, archive, progress)

    def is_backup_due(self, folder: Path | None, *, keep: int) -> bool:
        """Whether :meth:`back_up_daily` would write a backup."""
        from store.storage.folder.backup import is_due

        return is_due(self, folder or self.backups_folder, keep=keep)

    def back_up_daily(self, folder: Path | None, *, keep: int) -> Path | None:
        """Write today's backup if one is due: see :func:`store.storage.folder.backup.back_up_daily`."""
        from store.storage.folder.backup import back_up_daily

        return back_up_daily(self, folder or self.backups_folder, keep=keep)

    def _write(self, edits: Iterable[Edit], batch: Batch, progress: Progress = no_progress) -> None:
        """Write the files that the edits make, beside those that are there."""
        groups = by_article(edits)
        for done, (article, group) in enumerate(groups.items()):
            progress(done, len(groups))
            if article:
                make_folder(self.article_file(article).parent)
            for edit in group:
                if edit.table == TEXT:
                    self._texts.pop(article, None)
                if edit.table == TEXT and edit.after is not None:
                    batch.write(self.text_file(article), str(edit.after[TEXT]).encode())
                elif edit.table == TEXT:
                    batch.remove(self.text_file(article))
            path = self._file_of(article)
            if any(edit.table == ARTICLE and edit.after is None for edit in group):
                batch.remove(path)
                self._open.pop(path, None)
                continue
            with DamageTranslator(path, "read"):
                database = self._database(path)
                revision = _next_revision(database.documents(ARTICLE), group) if article else {}
                for table, changes in _by_table(group).items():
                    database.documents(table).change(changes, revision)
                if article and not any(edit.table == ARTICLE for edit in group):
                    database.documents(ARTICLE).update(revision, doc_ids=[THE_ONE])
                if database.staged.is_staged:
                    batch.write(path, database.staged.encoded())
                    database.staged.is_staged = False


def _version(state: os.stat_result) -> Version:
    return state.st_ino, state.st_mtime_ns, state.st_ctime_ns, state.st_size


def _intended(edit: Edit) -> Edit:
    """What takes an edit back; what is not needed for that is left out."""
    return msgspec.structs.replace(edit, before=None if edit.after is None else {}, after=edit.before)


def _by_table(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """The edits of the tables of one file; the text is in none."""
    tables: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.table != TEXT:
            tables.setdefault(edit.table, []).append(edit)
    return tables


def _next_revision(article: TinyTable, edits: Iterable[Edit]) -> Fields:
    """The revision that the article has after the edits, with what they change of it: none comes twice."""
    states = [article.one(THE_ONE), *(edit.after for edit in edits if edit.table == ARTICLE)]
    seen = [state["rev"] for state in states if state and "rev" in state]
    return {"rev": max((rev for rev in seen if isinstance(rev, int)), default=0) + 1}
