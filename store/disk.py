"""The library on disk: the only module that writes.

::

    LIBRARY/
      library.json             a TinyDB: table `codebook`, and table `library` with the schema version
      articles/3f/3f9c….txt    the text of one article
      articles/3f/3f9c….json   a TinyDB for the same article: tables `article` and `annotations`
      lock                     held for the milliseconds of a write
      .cache/                  derived: delete it and it comes back

A file is never changed in place: its new content is written to a temporary file, synced, renamed over
the old one, and the folder is synced, so that a crash or a power cut leaves the old or the new content,
whole, and an acknowledged write is there afterwards.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from store.edits import ANNOTATIONS, ARTICLE, CODEBOOK, LIBRARY, TEXT, THE_ONE, Edit, Fields
from store.errors import DamagedFile, LibraryUnavailable, PizhuError

if TYPE_CHECKING:
    from filelock import FileLock

SCHEMA = 1
"""The version of the layout and of the records that this code reads and writes."""

PATIENCE = 10.0
"""Seconds a writer waits for another process before it gives up, unless it is told otherwise."""


class Record(msgspec.Struct, frozen=True):
    """One article as it is on disk."""

    article: Fields
    annotations: dict[int, Fields]
    text: str


class DurableStorage(Storage):
    """A TinyDB storage that stages what is written and puts it on disk in one durable step.

    TinyDB writes the whole database at each operation; a change of several documents becomes one
    write of the file by calling :meth:`commit` once, at the end.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._state: dict[str, dict[str, Any]] | None = None
        self._staged = False

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables, as staged or else as on disk; None when there is no file.

        :raises DamagedFile: the file is not a TinyDB.
        """
        if self._state is None and self.path.exists():
            self._state = _decode(self.path)
        return self._state

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Stage the tables; nothing is on disk before :meth:`commit`."""
        self._state = data
        self._staged = True

    def commit(self) -> None:
        """Write what is staged, durably. Nothing staged, nothing written."""
        if self._staged and self._state is not None:
            write_durably(self.path, _encode(self._state))
            self._staged = False


class Disk:
    """The files of one library. Every path is made here, from an ID that was checked here."""

    def __init__(self, root: Path, *, patience: float = PATIENCE) -> None:
        """The library at ``root``; ``patience`` is how many seconds a writer waits for another process."""
        self.root = root
        self.patience = patience
        self.library_file = root / "library.json"
        self.articles = root / "articles"
        self.cache = root / ".cache"

    @cached_property
    def _lock(self) -> FileLock:
        """The library's lock, made when it is first taken: reading needs none, and the import takes 10 ms."""
        from filelock import FileLock  # noqa: PLC0415

        return FileLock(self.root / "lock", timeout=self.patience, mode=0o600, poll_interval=0.005)

    def exists(self) -> bool:
        """Whether there is a library here already."""
        return self.library_file.exists() or self.articles.exists()

    def create(self) -> None:
        """Make an empty library here, or do nothing where there is one.

        :raises LibraryUnavailable: the folder cannot be made or written, holds other things, or
            its library is of a newer version.
        """
        with _explained(self.root, "made"):
            if self.root.exists() and not self.root.is_dir():
                raise LibraryUnavailable(f"{self.root} is a file: name a folder for the library.")
            if self.root.exists() and _visible(self.root) and not self.exists():
                raise LibraryUnavailable(
                    f"{self.root} holds other files and no library: name an empty folder for the library."
                )
            if not self.library_file.exists():
                make_folder(self.articles)
                with self.locked():
                    if not self.library_file.exists():
                        self._make_library_file()
        self._check_schema()

    def _make_library_file(self) -> None:
        with self._database(self.library_file) as database:
            database.table(LIBRARY, cache_size=0).insert(Document({"schema": SCHEMA}, doc_id=THE_ONE))

    def _check_schema(self) -> None:
        found = self.settings().get("schema", SCHEMA)
        if not isinstance(found, int) or found > SCHEMA:
            raise LibraryUnavailable(
                f"The library at {self.root} was written by a newer Pizhu (version {found} of the library, "
                f"this one knows {SCHEMA}): update Pizhu to open it."
            )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the library's lock: no other process writes meanwhile. It may be taken again inside.

        :raises LibraryUnavailable: another process held it for :attr:`patience` seconds.
        """
        with _explained(self.root, "written"):
            try:
                self._lock.acquire()
            except TimeoutError as error:  # filelock's Timeout is one
                raise LibraryUnavailable(
                    f"Another Pizhu has been writing to {self.root} for {self.patience:.0f} s: "
                    "wait for it to finish, then try again."
                ) from error
        try:
            yield
        finally:
            self._lock.release()

    def article_file(self, article: str) -> Path:
        """Where the article's record is."""
        return self.articles / article[:2] / f"{article}.json"

    def text_file(self, article: str) -> Path:
        """Where the article's text is."""
        return self.articles / article[:2] / f"{article}.txt"

    def ids(self) -> list[tuple[str, os.stat_result]]:
        """Every article's ID and the state of its record file, in no particular order.

        Files that other programs put there, such as conflict copies, are none; one that vanishes meanwhile is
        left out.
        """
        with _explained(self.articles, "read"):
            shelves = [Path(shelf.path) for shelf in _entries(self.articles) if _SHELF(shelf.name)]
            found = []
            for shelf in shelves:
                for entry in _entries(shelf):
                    article = entry.name.removesuffix(".json")
                    if entry.name.endswith(".json") and is_id(article) and article.startswith(shelf.name):
                        with suppress(FileNotFoundError):
                            found.append((article, entry.stat(follow_symlinks=False)))
            return found

    def is_empty(self) -> bool:
        """Whether there is no article at all."""
        return not any(True for shelf in _entries(self.articles) for _ in _entries(Path(shelf.path)))

    def read(self, article: str) -> Record:
        """One article with its annotations and text.

        :raises LibraryUnavailable: a file of it cannot be read.
        :raises DamagedFile: a file of it is not what it should be.
        """
        path = self.article_file(article)
        with self._reading(path) as database:
            fields = database.table(ARTICLE, cache_size=0).get(doc_id=THE_ONE)
            annotations = database.table(ANNOTATIONS, cache_size=0).all()
        if not isinstance(fields, Document):
            raise DamagedFile(f"{path} holds no article: run a backup's copy of it, or move it away.")
        text = self._read_text(article)
        return Record(dict(fields), {each.doc_id: dict(each) for each in annotations}, text)

    def _read_text(self, article: str) -> str:
        path = self.text_file(article)
        with _explained(path, "read"):
            try:
                return path.read_bytes().decode()
            except UnicodeDecodeError as error:
                raise DamagedFile(f"{path} is not UTF-8 any more: restore it from a backup.") from error

    def codebook(self) -> dict[int, Fields]:
        """The entries of the codebook by document id."""
        with self._reading(self.library_file) as database:
            return {each.doc_id: dict(each) for each in database.table(CODEBOOK, cache_size=0).all()}

    def settings(self) -> Fields:
        """What the library knows of itself: its schema version, whether it was given the starter articles."""
        with self._reading(self.library_file) as database:
            found = database.table(LIBRARY, cache_size=0).get(doc_id=THE_ONE)
            return dict(found) if isinstance(found, Document) else {}

    def current(self, edit: Edit) -> Fields | None:
        """The document that ``edit`` concerns, as it is now; None when it does not exist."""
        if edit.table == TEXT:
            return {TEXT: self._read_text(edit.article)} if self.text_file(edit.article).exists() else None
        with self._reading(self._file_of(edit.article)) as database:
            found = database.table(edit.table, cache_size=0).get(doc_id=edit.document)
        return dict(found) if isinstance(found, Document) else None

    def apply(self, article: str, edits: Iterable[Edit]) -> None:
        """Make the edits of one article, or of ``library.json``, durably. The caller holds the lock.

        A new text is there before the record that speaks of it, and an old one goes after it.
        """
        with _explained(self._file_of(article), "written"):
            self._apply_to(article, list(edits))

    def _apply_to(self, article: str, edits: list[Edit]) -> None:
        texts = [edit for edit in edits if edit.table == TEXT]
        for edit in texts:
            if edit.after is not None:
                make_folder(self.text_file(article).parent)
                write_durably(self.text_file(article), str(edit.after[TEXT]).encode())
        removed = any(edit.table == ARTICLE and edit.after is None for edit in edits)
        if removed:
            remove_durably(self.article_file(article))
        else:
            self._rewrite(article, [edit for edit in edits if edit.table != TEXT])
        for edit in texts:
            if edit.after is None:
                remove_durably(self.text_file(article))

    def _rewrite(self, article: str, edits: list[Edit]) -> None:
        with self._database(self._file_of(article)) as database:
            for edit in edits:
                _apply_to_table(database.table(edit.table, cache_size=0), edit)
            if article:
                self._count_revision(database, edits)

    @staticmethod
    def _count_revision(database: TinyDB, edits: list[Edit]) -> None:
        """Raise the article's revision, and give it to the annotations changed: none comes twice."""
        table = database.table(ARTICLE, cache_size=0)
        fields = table.get(doc_id=THE_ONE)
        before = fields.get("rev") if isinstance(fields, Document) else None
        revision = {"rev": (before if isinstance(before, int) else 0) + 1}
        table.update(revision, doc_ids=[THE_ONE])
        changed = [edit.document for edit in edits if edit.table == ANNOTATIONS and edit.after is not None]
        if changed:
            database.table(ANNOTATIONS, cache_size=0).update(revision, doc_ids=changed)

    def _file_of(self, article: str) -> Path:
        return self.article_file(article) if article else self.library_file

    @contextmanager
    def _reading(self, path: Path) -> Iterator[TinyDB]:
        with _explained(path, "read"):
            try:
                yield TinyDB(path, storage=DurableStorage)
            except (ValueError, TypeError, AttributeError) as error:
                raise DamagedFile(f"{path} is damaged ({error}): restore it from a backup.") from error

    @contextmanager
    def _database(self, path: Path) -> Iterator[TinyDB]:
        storage_of = TinyDB(path, storage=DurableStorage)
        yield storage_of
        storage = storage_of.storage
        assert isinstance(storage, DurableStorage)  # noqa: S101 - narrows TinyDB's declared type
        storage.commit()


def write_durably(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` so that a power cut leaves the old content or the new, never a mixture.

    When it returns, the new content is on the disk. The file is the user's alone (0600).
    """
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    sync_folder(path.parent)


def remove_durably(path: Path) -> None:
    """Remove the file, and see to it that it stays removed after a power cut."""
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make the folder and those above it, durably, for the user only (0700)."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Put a folder's entries on the disk. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # what file systems say that have no such call
            raise
    finally:
        os.close(handle)


def _apply_to_table(table: Table, edit: Edit) -> None:
    if edit.after is None:
        if table.contains(doc_id=edit.document):
            table.remove(doc_ids=[edit.document])
    elif edit.before is None:
        table.upsert(Document(edit.after, doc_id=edit.document))
    else:
        table.update(edit.after, doc_ids=[edit.document])


def _decode(path: Path) -> dict[str, dict[str, Any]]:
    data = path.read_bytes()
    try:
        return msgspec.json.decode(data, type=dict[str, dict[str, dict[str, Any]]])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedFile(f"{path} is damaged ({error}): restore it from a backup.") from error


def _encode(tables: dict[str, dict[str, Any]]) -> bytes:
    """JSON with one document a line, so that one changed note is a one-line difference."""
    lines: list[bytes] = []
    for name, table in tables.items():
        documents = [
            b"%s: %s" % (msgspec.json.encode(key), msgspec.json.encode(dict(document)))
            for key, document in table.items()
        ]
        body = b"{\n" + b",\n".join(documents) + b"\n}" if documents else b"{}"
        lines.append(msgspec.json.encode(name) + b": " + body)
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


_SHELF = re.compile("[0-9a-f]{2}").fullmatch
_ID = re.compile("[0-9a-f]{16}").fullmatch


def is_id(name: str) -> bool:
    """Whether the name is that of an article: 16 hexadecimal digits, so never a way out of the library."""
    return _ID(name) is not None


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing where there is none."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        return []


def _visible(folder: Path) -> bool:
    return any(not entry.name.startswith(".") for entry in folder.iterdir())


@contextmanager
def _explained(path: Path, verb: str) -> Iterator[None]:
    """Turn the system's errors into a sentence about ``path``."""
    try:
        yield
    except PizhuError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LibraryUnavailable(
            f"{error.filename or path} cannot be {verb}: {reason}. Check the folder, then try again."
        ) from error
