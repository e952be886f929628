"""Keeps a library in a folder: one TinyDB an article. See :mod:`.paths` for the files.

Nothing else writes the library, except the journal (:mod:`.journal`), which is written under the lock of this
module, and note drafts (:mod:`.drafts`), which are not part of a change. :mod:`.edit_writer` writes changes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import DamagedFile, LibraryUnavailable, NoLibrary
from store.language import _
from store.model.article import is_article_id
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    LIBRARY,
    TEXT,
    THE_ONE,
    Edit,
    Fields,
)
from store.progress import Progress, no_progress
from store.storage.atomic_write import make_folder, remove_durably, sync_folder, write_durably
from store.storage.checksums import Seal
from store.storage.document_store import PATIENCE, Record, Version
from store.storage.folder.drafts.folder_drafts import FolderDrafts
from store.storage.folder.edit_writer import EditWriter
from store.storage.folder.file_lock import LibraryLock
from store.storage.folder.journal import FileJournal
from store.storage.folder.leftovers import (
    remove_interrupted_restores,
    remove_temporary_files,
    temporary_files,
)
from store.storage.folder.obstacles import obstacles
from store.storage.folder.paths import LibraryPaths, has_visible
from store.storage.folder.replacement import make_repair_folder, restore_originals
from store.storage.folder.tinydb_storage import Database, decode, seals
from store.storage.os_errors import DamageTranslator, ErrorTranslator
from store.storage.raw_documents import RawTable
from store.storage.regular_file import read_regular

if TYPE_CHECKING:
    from store.storage.folder.merging.folder_copies import FolderCopies

SCHEMA = 1
"""The schema version of the files that this code reads and writes."""


class FolderStore(LibraryPaths):
    """Reads and writes the files of one library."""

    def __init__(
        self, root: Path, *, patience: float = PATIENCE, on_wait: Callable[[str], None] | None = None
    ) -> None:
        """The library in the folder ``root``.

        :param patience: seconds to wait for another process that is writing.
        :param on_wait: called with a sentence that says what is waited for when that takes long.
        """
        super().__init__(root)
        self.journal = FileJournal(self.journal_file, self.record_file)
        """The log of steps for undo."""
        self.drafts = FolderDrafts(self.drafts_folder)
        """The notes that are being written."""
        self._lock = LibraryLock(root, patience, on_wait)
        self._lock_owner: int | None = None
        """The thread that holds the lock."""
        # What the owner of the lock has read. Nobody else writes, so both are valid until it is released.
        self._databases: dict[Path, Database] = {}
        self._texts: dict[str, str] = {}
        self._notices: list[str] = []
        self._has_checked_writing = False
        self._writer = EditWriter(self, self.journal, self._databases, self._texts, self._notices)

    # Opening

    @cached_property
    def copies(self) -> FolderCopies:
        """The conflict copies of synced folders."""
        from store.storage.folder.merging.folder_copies import FolderCopies

        return FolderCopies(self)

    def open(self) -> None:
        """Check that the folder is, or can become, a library, and roll back an interrupted change.

        :raises LibraryUnavailable: there is something else, or a library with a newer schema.
        """
        with ErrorTranslator(self.root, "read"):
            if self.root.exists() and not self.root.is_dir():
                raise LibraryUnavailable(
                    _("{path} is a file: name a folder for the library.", path=self.root)
                )
            if self.root.exists() and not self.exists() and has_visible(self.root):
                raise LibraryUnavailable(
                    _(
                        "{folder} holds other files and no library: name an empty folder for the library.",
                        folder=self.root,
                    )
                )
            if not self.library_file.exists() and not self.is_empty():
                raise DamagedFile(_("{path} is missing", path=self.library_file))
            self.schema_version()
            is_interrupted = self.intent_file.exists() or self.repair_intent_file.exists()
            if is_interrupted or not self.journal.is_settled():
                with suppress(LibraryUnavailable), self.locked():  # a read-only library can still be read
                    pass

    def create(self) -> None:
        """Create an empty library, or do nothing if there is one.

        :raises LibraryUnavailable: it cannot be created here; see also :meth:`open`.
        """
        self.open()
        if not self.library_file.exists():
            with self.locked():
                pass

    def check_exists(self) -> None:
        """Check that there is a library.

        :raises NoLibrary: there is none.
        """
        if not self.exists():
            raise NoLibrary(
                _(
                    "There is no library at {folder}: name the folder of one, or make one there with "
                    "`pizhu import`.",
                    folder=self.root,
                )
            )

    def schema_version(self) -> int:
        """Return the schema version of the library; :data:`SCHEMA` if there is none yet.

        :raises LibraryUnavailable: it is newer than :data:`SCHEMA`.
        """
        found = self.settings().get("schema", SCHEMA)
        if not isinstance(found, int) or found < 1:
            raise DamagedFile(_("{path} is damaged (its schema version)", path=self.library_file))
        if found > SCHEMA:
            newer = _(
                "The library at {folder} was written by a newer Pizhu (schema version {version}, this one "
                "knows {known}): update Pizhu to open it.",
                folder=self.root,
                version=found,
                known=SCHEMA,
            )
            raise LibraryUnavailable(
                _("{sentence} If it was not, run `pizhu check --repair`.", sentence=newer)
                if self.has_damaged_settings()
                else newer
            )
        return found

    def has_damaged_settings(self) -> bool:
        """Whether the line with the schema version does not match its checksum."""
        with DamageTranslator(self.library_file, "read"):
            data = read_regular(self.library_file)
            found = {
                (table, document): seal for table, document, seal in seals(decode(data, self.library_file))
            }
        return found.get((LIBRARY, THE_ONE)) is Seal.CHANGED

    # The lock

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the library's write lock; a thread that holds it may take it again.

        If there is no library, it is created. A change that a crash interrupted is rolled back.

        :raises Busy: another process held the lock for as long as this thread waits.
        """
        with ErrorTranslator(self.root, "written"):
            if not os.path.lexists(self.articles_folder):  # what is not a folder hinders no repair
                make_folder(self.articles_folder)
            self._lock.wait()
        try:
            if self._lock.depth == 1:
                self._clear_cache()
                self._lock_owner = threading.get_ident()
                with ErrorTranslator(self.root, "written"):
                    self._prepare()
            yield
        finally:
            if self._lock.depth == 1:
                self._lock_owner = None
                self._clear_cache()
            self._lock.release()

    def waiting_longer(self) -> AbstractContextManager[None]:
        """Within this context, wait :data:`PATIENCE` seconds for the lock on this thread."""
        return self._lock.waiting_longer()

    def _prepare(self) -> None:
        """Recover from an interrupted change and create the library file, before anything else is written."""
        if self.repair_intent_file.exists():
            restore_originals(self)
        self._writer.recover()
        if not self.library_file.exists() and self.is_empty():  # else it was lost: `check` reports it
            settings: Fields = {"schema": SCHEMA}
            self.apply([Edit.between("", LIBRARY, THE_ONE, None, settings)])

    def is_locked(self) -> bool:
        """Whether another thread or process holds the lock at the moment."""
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

    @property
    def enforces_roles(self) -> bool:
        """False: whoever may write the files may change everything."""
        return False

    @property
    def rights(self) -> None:
        """None: whoever may write the files may change the library."""

    def blind_articles(self) -> frozenset[str]:
        """Return nothing: whoever may read the files sees everything."""
        return frozenset()

    def __contains__(self, article: str) -> bool:
        """Whether there is an article with this ID."""
        return is_article_id(article) and self.article_file(article).is_file()

    def version(self, article: str) -> Version | None:
        """Return inode, mtime (ns), ctime (ns) and size of an article's record file; None without one."""
        with suppress(OSError):
            return _version(self.article_file(article).stat())
        return None

    def versions(self, shelf: str) -> list[tuple[str, Version]]:
        """Return the articles on a shelf with their versions."""
        return [(article, _version(status)) for article, status in self.shelf(shelf)]

    def read(self, article: str, *, with_text: bool = True) -> Record:
        """Return an article with its annotations and text.

        :param with_text: whether to read the text; it is empty otherwise.
        :raises LibraryUnavailable: one of its files cannot be read.
        :raises DamagedFile: one of its files is damaged.
        """
        path = self.article_file(article)
        with DamageTranslator(path, "read"):
            database = self._database(path)
            fields = database.documents(ARTICLE).fields_of(THE_ONE)
            annotations = database.documents(ANNOTATIONS).raw()
        if fields is None:
            raise DamagedFile(_("{path} holds no article", path=path))
        return Record(fields, annotations, self.text(article) if with_text else "")

    def text(self, article: str) -> str:
        """Return the text of an article.

        :raises LibraryUnavailable: its file cannot be read.
        :raises DamagedFile: its file is not UTF-8.
        """
        if article in self._texts and self._is_lock_owner():
            return self._texts[article]
        path = self.text_path(article)
        with ErrorTranslator(path, "read"):
            try:
                text = read_regular(path).decode()
            except UnicodeDecodeError as error:
                raise DamagedFile(_("{path} is not UTF-8 any more", path=path)) from error
        if self._is_lock_owner():
            self._texts[article] = text
        return text

    def table(self, name: str) -> RawTable:
        """Return a table of ``library.json``."""
        with DamageTranslator(self.library_file, "read"):
            return self._database(self.library_file).documents(name).raw()

    def settings(self) -> Fields:
        """Return the settings of the library: its schema version, whether it has had the starters."""
        with DamageTranslator(self.library_file, "read"):
            return self._database(self.library_file).documents(LIBRARY).fields_of(THE_ONE) or {}

    def document(self, article: str, table: str, document: int) -> Fields | None:
        """Return one document, None when it does not exist; for the table ``text``, the text."""
        if table == TEXT:
            return {TEXT: self.text(article)} if self.text_file(article).exists() else None
        path = self.record_file(article)
        with DamageTranslator(path, "read"):
            return self._database(path).documents(table).fields_of(document)

    def news(self) -> set[str]:
        """Return nothing: the index, which is in the folder too, hears of what other processes write."""
        return set()

    def hear(self, heard: Callable[[], None]) -> None:
        """Do nothing: nobody tells of what is written to a folder."""

    def change_token(self) -> str:
        """Return a token that differs after every write, except those that other programs make in place."""
        with ErrorTranslator(self.root, "read"):
            written = [self.library_file, *(self.articles_folder / shelf for shelf in self.shelves())]
            latest = max((path.stat().st_mtime_ns for path in written if path.exists()), default=0)
        return f"{latest} {self.journal.size()}"

    def _is_lock_owner(self) -> bool:
        return self._lock_owner == threading.get_ident()

    def forget_what_was_read(self) -> None:
        """Read the files again, since a repair replaces them. The caller holds the lock."""
        self._clear_cache()

    def _clear_cache(self) -> None:
        self._databases.clear()
        self._texts.clear()

    def _database(self, path: Path) -> Database:
        if not self._is_lock_owner():
            return Database(path)
        if path not in self._databases:
            self._databases[path] = Database(path)
        return self._databases[path]

    # Writing

    def apply(self, edits: Iterable[Edit], progress: Progress = no_progress, step: bytes = b"") -> int | None:
        """Write edits durably, all of them or none. The caller holds the lock.

        :param progress: called with files done and files in total until the edits take effect; what it
            raises stops the writing and nothing is changed.
        :param step: the line of the journal that is written with the edits, if there is one.
        :return: the position of the line; None when there is none, or something else is in the place of the
            journal: the edits are then written all the same.
        :raises LibraryUnavailable: a file cannot be written; nothing was changed.
        """
        with ErrorTranslator(self.root, "written"):
            return self._writer.apply(list(edits), progress, step)

    def quarantine(self, path: Path, folder: Path, *, move: bool = False) -> None:
        """Copy a file of the library into a folder, under its path in the library, or move it there.

        The caller holds the lock. A file that is there already is kept, and one that does not exist is
        ignored.
        """
        target = folder / path.relative_to(self.root)
        with ErrorTranslator(path, "copied" if not move else "moved"):
            self._clear_cache()
            if not os.path.lexists(path):
                return
            make_repair_folder(folder)
            make_folder(target.parent)
            if not move:
                write_durably(target, read_regular(path))
            elif target.exists():
                remove_durably(path)
            else:
                path.replace(target)
                sync_folder(target.parent)
                sync_folder(path.parent)

    def close(self) -> None:
        """Do nothing: no file is open between two calls."""

    def remove_leftovers(self) -> None:
        """Delete what interrupted writes left: see :mod:`store.storage.folder.leftovers`.

        On the shelves, those are the temporary files that :meth:`versions` has come across.
        """
        with ErrorTranslator(self.root, "written"):
            remove_interrupted_restores(self.root)
            remove_temporary_files(self.backups_folder)
            self.drafts.remove_leftovers()
            found = self._temporary_files.union(temporary_files(self.root))
            if found:
                with self.locked():
                    # A writer holds the lock until its temporary files are gone: those left are from a crash.
                    for path in found:
                        path.unlink(missing_ok=True)
                self._temporary_files.clear()

    def add_notice(self, sentence: str) -> None:
        """Have :meth:`notices` return a sentence."""
        self._notices.append(sentence)

    def notices(self) -> list[str]:
        """Return, once each, what a user should know about the state of the library."""
        found = self._notices[:]
        self._notices.clear()
        if not self._has_checked_writing and self.exists():
            self._has_checked_writing = True
            found += obstacles(self, self._lock)
        return found

    # Backups

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


def _version(status: os.stat_result) -> Version:
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size
