"""Backups: writes a library to a zip archive and restores it from one.

Only entries with the names of library files are extracted: an archive cannot write outside of the folder by
``..``, an absolute path or a link.
"""

from __future__ import annotations

import json
import os
import re
import stat
import struct
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import date
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Protocol
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from store.errors import BadBackup, PizhuError
from store.language import _
from store.progress import Progress, no_progress
from store.reasons import reason_of
from store.storage.atomic_write import TEMPORARY, Batch, make_folder, replacing, sync_folder, write_durably
from store.storage.folder.file_lock import FileLock
from store.storage.folder.folder_store import SCHEMA, FolderStore
from store.storage.folder.leftovers import RestoredFolder, entries
from store.storage.os_errors import FULL, sentence_about
from store.storage.regular_file import LARGEST, open_regular, read_regular

KEPT = 10
"""How many daily backups are kept."""

_ARTICLE = re.compile(r"articles/([0-9a-f]{2})/\1[0-9a-f]{14}\.(?:json|txt)")
_LIBRARY_FILES = ("library.json", "history.jsonl", "package.pizhu")
_BACKUP = re.compile(r"\d{4}-\d{2}-\d{2}\.zip|before-version-\d+\.zip")

ARCHIVE_ERRORS = (
    OSError,
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
)
"""What reading a damaged zip archive raises."""

_DAILY = re.compile(r"\d{4}-\d{2}-\d{2}\.zip")


def back_up(store: FolderStore, path: Path, progress: Progress = no_progress) -> int:
    """Write the library to a zip archive durably; return how many articles are in it.

    Other processes may write meanwhile. Each article is consistent in itself.

    :param progress: called with shelves done and shelves in total.
    :raises PizhuError: the archive cannot be written, or a file of the library cannot be read.
    """
    articles, change_token = 0, store.change_token()
    incomplete: list[str] = []
    shelves = store.shelves()
    with (
        translating_errors(path),
        replacing(path) as file,
        ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for done, shelf in enumerate(shelves):
            progress(done, len(shelves))
            with _locked(store):
                for article, _file in store.shelf(shelf):
                    packed = [_pack(archive, each, store.root) for each in _files(store, article)]
                    if all(packed):
                        articles += 1
                    else:
                        incomplete.append(article)
        with _locked(store):
            for name in _LIBRARY_FILES:
                _pack(archive, store.root / name, store.root)
        archive.comment = change_token.encode()
    progress(len(shelves), len(shelves))
    if incomplete:
        store.add_notice(_left_out(store, incomplete))
    return articles


def _left_out(store: FolderStore, articles: list[str]) -> str:
    first = next((path for path in _files(store, articles[0]) if not path.is_file()), store.root)
    if len(articles) == 1:
        return _(
            "{path} is not a file, so that this article is not complete in the backup: run `pizhu check "
            "--repair`.",
            path=first,
        )
    return _(
        "{path} is not a file, so that this article and of {more} more is not complete in the backup: run "
        "`pizhu check --repair`.",
        path=first,
        more=len(articles) - 1,
    )


def _files(store: FolderStore, article: str) -> tuple[Path, Path]:
    return store.article_file(article), store.text_file(article)


def _locked(store: FolderStore) -> AbstractContextManager[None]:
    """Hold the lock of the library. A read-only library cannot change and needs none."""
    return store.locked() if os.access(store.root, os.W_OK) else nullcontext()


def _pack(archive: ZipFile, path: Path, root: Path) -> bool:
    """Write a file of the library to the archive; return whether it is one."""
    if not path.is_file():
        return False
    pack(archive, path.relative_to(root).as_posix(), read_regular(path), path.stat().st_mtime)
    return True


def pack(archive: ZipFile, name: str, content: bytes, written: float) -> None:
    """Write a file of a library to the archive.

    :param name: its path in the library.
    :param written: when it was written, in seconds since 1970.
    """
    modified = time.localtime(max(written, 315619200))  # a zip has no time before 1980
    entry = ZipInfo(name, modified[:6])
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, content)


def restore(
    path: Path,
    folder: Path,
    progress: Progress = no_progress,
    *,
    is_extra: Callable[[str], bool] = lambda _name: False,
    beside: Mapping[str, bytes] = MappingProxyType({}),
) -> int:
    """Restore a backup to an empty folder, completely or not at all; return how many articles it has.

    :param progress: called with files done and files in total.
    :param is_extra: whether an entry with a name is allowed in the archive and left there.
    :param beside: files that are written to the folder too, by name.
    :raises BadBackup: it is not a backup of a library, is damaged, or is by a newer Pizhu.
    :raises PizhuError: the folder is not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PizhuError(
            _("{folder} is not empty: name an empty folder, or one that does not exist.", folder=folder)
        )
    with translating_errors(path), open_regular(path) as file, ZipFile(file) as archive:
        entries = _entries(archive, path, is_extra)
        with translating_errors(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
        with translating_errors(folder), RestoredFolder(folder) as restored:
            _unpack(archive, path, entries, restored, progress)
            for name, content in beside.items():
                write_durably(restored / name, content)
            if folder.exists():
                folder.rmdir()
            restored.replace(folder)
            sync_folder(folder.parent)
    return sum(entry.filename.endswith(".json") for entry in entries) - 1


def _entries(
    archive: ZipFile, path: Path, is_extra: Callable[[str], bool] = lambda _name: False
) -> list[ZipInfo]:
    """Return the files in the archive, without those that are extra.

    :raises BadBackup: one of them is not a file of a library, or ``library.json`` is missing.
    """
    every = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    files = [entry for entry in every if not is_extra(entry.filename)]
    for entry in files:
        name = entry.filename
        if name not in _LIBRARY_FILES and not _ARTICLE.fullmatch(name):
            raise BadBackup(
                _("{path} is not a backup of a library: it contains {name!r}.", path=path, name=name)
            )
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or entry.flag_bits & 1 or entry.file_size > LARGEST:
            raise BadBackup(
                _(
                    "{path} is not a backup of a library: {name} in it is not a regular file.",
                    path=path,
                    name=name,
                )
            )
    names = [entry.filename for entry in files]
    if len(set(names)) < len(names) or "library.json" not in names:
        raise BadBackup(
            _("{path} is not a backup of a library: it has no library.json, or a file twice.", path=path)
        )
    _check_version(archive.read("library.json"), path)
    return files


def _check_version(library: bytes, path: Path) -> None:
    try:
        version = json.loads(library)["library"]["1"]["schema"]
    except (ValueError, LookupError, TypeError) as error:
        raise BadBackup(
            _("{path}: the library.json in it is damaged; use another backup.", path=path)
        ) from error
    if not isinstance(version, int) or version > SCHEMA:
        raise BadBackup(
            _(
                "{path} was written by a newer Pizhu (schema version {version}, this one knows {known}): "
                "update Pizhu to restore it.",
                path=path,
                version=version,
                known=SCHEMA,
            )
        )


def _unpack(archive: ZipFile, path: Path, entries: list[ZipInfo], folder: Path, progress: Progress) -> None:
    batch = Batch()
    try:
        for done, entry in enumerate(entries):
            progress(done, len(entries))
            target = folder / PurePosixPath(entry.filename)
            make_folder(target.parent)
            with translating_errors(path):
                content = archive.read(entry)
            batch.write(target, content)
        batch.sync()
        batch.put()
    except BaseException:
        batch.discard()
        raise
    make_folder(folder / "articles")
    progress(len(entries), len(entries))


# Daily backups


class BackedUp(Protocol):
    """What daily backups are made of: a library, wherever it is."""

    def change_token(self) -> str:
        """Return a token that differs after every write; :meth:`back_up` writes it into the archive."""

    def back_up(self, archive: Path, progress: Progress = no_progress) -> int:
        """Write the library to a zip archive and return how many articles are in it."""


def back_up_daily(store: BackedUp, folder: Path, *, keep: int = KEPT) -> Path | None:
    """Write today's backup to the folder, if one is due; return its path, None when none was needed.

    :param keep: how many daily backups to keep, the oldest are deleted; 0 for no backups.
    :raises PizhuError: it cannot be written.
    """
    if not is_due(store, folder, keep=keep):
        return None
    with translating_errors(folder):
        make_folder(folder)
        lock = FileLock(folder / ".lock")
        if not lock.acquire(0):
            return None  # another process is writing it
    try:
        today = folder / _today()
        with translating_errors(folder):
            for leftover in folder.glob(f".*{TEMPORARY}"):
                leftover.unlink(missing_ok=True)
        store.back_up(today)
        with translating_errors(folder):
            for old in backups(folder)[:-keep]:
                old.unlink(missing_ok=True)
        return today
    finally:
        lock.release()


def _change_token_of(path: Path) -> str:
    """Return the change token of the library in a backup: the comment, read from the end of the file."""
    with translating_errors(path), open_regular(path) as file:
        file.seek(max(0, path.stat().st_size - 100))
        return file.read().rpartition(b"\0")[2].decode(errors="replace")


def is_due(store: BackedUp, folder: Path, *, keep: int) -> bool:
    """Whether there is no backup of today yet, and the library has changed since the last one."""
    written = backups(folder)
    return keep > 0 and not (
        written and (written[-1].name == _today() or _change_token_of(written[-1]) == store.change_token())
    )


def _today() -> str:
    return f"{date.today():%Y-%m-%d}.zip"  # noqa: DTZ011 - the local date of the user


def backups(folder: Path) -> list[Path]:
    """Return the daily backups in a folder, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _DAILY.fullmatch(path.name) and path.is_file())


def archives(*folders: Path) -> list[Path]:
    """Return the backups in folders, daily and others, the newest of each folder first.

    What stands in the place of one, such as a folder, is returned too: :func:`damage_of` tells of it.
    """
    found: list[Path] = []
    for folder in folders:
        with suppress(OSError):
            names = [each.name for each in entries(folder) if _BACKUP.fullmatch(each.name)]
            names.sort(key=lambda name: (name[0].isdigit(), name), reverse=True)  # daily ones are newer
            found += [folder / name for name in names]
    return found


def damage_of(path: Path) -> str:
    """Return what keeps a backup from being restored; an empty string if nothing does.

    Every file in it is read, in pieces, and compared with its checksum.
    """
    try:
        with open_regular(path) as file, ZipFile(file) as archive:
            _entries(archive, path)
            damaged = archive.testzip()
    except BadBackup as error:
        return str(error)
    except ARCHIVE_ERRORS as error:
        return _("{path} is damaged ({reason}): it cannot be restored.", path=path, reason=reason_of(error))
    if damaged:
        return _("{path} is damaged ({name} in it): it cannot be restored.", path=path, name=damaged)
    return ""


@contextmanager
def translating_errors(path: Path) -> Iterator[None]:
    """Raise a PizhuError about ``path`` for errors of the system and of a zip archive."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise PizhuError(sentence_about(error, path, "written")) from error
        raise PizhuError(
            _("{path} cannot be used: {reason}. Check the path.", path=path, reason=reason_of(error))
        ) from error
    except ARCHIVE_ERRORS as error:
        raise BadBackup(
            _(
                "{path} is damaged or not a zip archive ({reason}): use another backup.",
                path=path,
                reason=reason_of(error),
            )
        ) from error
