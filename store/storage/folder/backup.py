"""Backups: a library in a zip archive, and a library from one.

What comes out of an archive has the names that a library gives its files, and no others: nothing named
``..``, absolute, or a link is ever followed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from store.errors import BadBackup, PizhuError
from store.progress import Progress, no_progress
from store.storage.atomic_write import TEMPORARY, Batch, make_folder, replacing, sync_folder
from store.storage.folder.file_lock import FileLock
from store.storage.folder.folder_store import SCHEMA, FolderStore

KEPT = 10
"""Automatic backups that are kept, one of a day."""

LARGEST = 1 << 30
"""Bytes: no file of a library is larger."""

_ARTICLE = re.compile(r"articles/([0-9a-f]{2})/\1[0-9a-f]{14}\.(?:json|txt)")
_TOP = ("library.json", "history.jsonl")
_DAILY = re.compile(r"\d{4}-\d{2}-\d{2}\.zip")


def back_up(store: FolderStore, path: Path, progress: Progress = no_progress) -> int:
    """Write the library to a zip archive, durably; how many articles are in it.

    Others may write meanwhile: each article is in it as it was at one moment.

    :raises PizhuError: it cannot be written there, or a file of the library cannot be read.
    """
    articles, state = 0, store.change_token()
    shelves = store.shelves()
    with _told(path), replacing(path) as file, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for done, shelf in enumerate(shelves):
            progress(done, len(shelves))
            with _unchanged(store):
                for article, _ in store.shelf(shelf):
                    articles += 1
                    for each in (store.article_file(article), store.text_file(article)):
                        _pack(archive, each, store.root)
        with _unchanged(store):
            for name in _TOP:
                _pack(archive, store.root / name, store.root)
        archive.comment = state.encode()
    progress(len(shelves), len(shelves))
    return articles


def _unchanged(store: FolderStore) -> AbstractContextManager[None]:
    """While this is held nobody writes; where nobody can write, it is nothing."""
    return store.locked() if os.access(store.root, os.W_OK) else nullcontext()


def _pack(archive: ZipFile, path: Path, root: Path) -> None:
    if not path.is_file():
        return
    moment = time.localtime(max(path.stat().st_mtime, 315619200))  # a zip knows no time before 1980
    entry = ZipInfo(path.relative_to(root).as_posix(), moment[:6])
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, path.read_bytes())


def restore(path: Path, folder: Path, progress: Progress = no_progress) -> int:
    """Make the library in a backup anew in an empty folder, whole or not at all; how many articles it has.

    :raises BadBackup: it is no backup of a library, a damaged one, or one of a newer Pizhu.
    :raises PizhuError: the folder holds something, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PizhuError(f"{folder} holds something already: name an empty folder, or one that is not there.")
    with _told(path), ZipFile(path) as archive:
        entries = _entries(archive, path)
    with _told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=TEMPORARY, dir=folder.parent))
    try:
        with _told(path), ZipFile(path) as archive:
            _unpack(archive, entries, made, progress)
        with _told(folder):
            if folder.exists():
                folder.rmdir()
            made.replace(folder)
            sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return sum(entry.filename.endswith(".json") for entry in entries) - 1


def _entries(archive: ZipFile, path: Path) -> list[ZipInfo]:
    """The files in the archive, all of which are a library's.

    :raises BadBackup: one is not.
    """
    files = [entry for entry in archive.infolist() if not entry.is_dir()]
    for entry in files:
        name = entry.filename
        if name not in _TOP and not _ARTICLE.fullmatch(name):
            raise BadBackup(f"{path} holds {name!r}, which no library has: this is no backup of Pizhu.")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or entry.flag_bits & 1 or entry.file_size > LARGEST:
            raise BadBackup(f"{path}: {name} is no plain file in it; this is no backup of Pizhu.")
    names = [entry.filename for entry in files]
    if len(set(names)) < len(names) or "library.json" not in names:
        raise BadBackup(f"{path} is no backup of a library: it has no library.json, or a file twice.")
    _check_version(archive.read("library.json"), path)
    return files


def _check_version(library: bytes, path: Path) -> None:
    try:
        version = json.loads(library)["library"]["1"]["schema"]
    except (ValueError, LookupError, TypeError) as error:
        raise BadBackup(f"{path}: the library.json in it is damaged; use another backup.") from error
    if not isinstance(version, int) or version > SCHEMA:
        raise BadBackup(
            f"{path} was written by a newer Pizhu (version {version} of the library, this one knows "
            f"{SCHEMA}): update Pizhu to restore it."
        )


def _unpack(archive: ZipFile, entries: list[ZipInfo], folder: Path, progress: Progress) -> None:
    batch = Batch()
    try:
        for done, entry in enumerate(entries):
            progress(done, len(entries))
            target = folder / PurePosixPath(entry.filename)
            make_folder(target.parent)
            batch.write(target, archive.read(entry))
        batch.sync()
        batch.put()
    except BaseException:
        batch.discard()
        raise
    make_folder(folder / "articles")
    progress(len(entries), len(entries))


# Every day


def back_up_daily(store: FolderStore, folder: Path, *, keep: int = KEPT) -> Path | None:
    """Make today's backup in the folder, if anything was written since the last, and keep the last ones.

    :param keep: how many; with 0 none is made.
    :return: where it is; None if none was needed.
    :raises PizhuError: it cannot be made.
    """
    if not is_due(store, folder, keep=keep):
        return None
    with _told(folder):
        make_folder(folder)
        lock = FileLock(folder / ".lock")
        if not lock.acquire(0):
            return None  # another is making it
    try:
        today = folder / _today()
        with _told(folder):
            for leftover in folder.glob(f".*{TEMPORARY}"):
                leftover.unlink(missing_ok=True)
        back_up(store, today)
        with _told(folder):
            for old in backups(folder)[:-keep]:
                old.unlink(missing_ok=True)
        return today
    finally:
        lock.release()


def _state(path: Path) -> str:
    """The state that the library in a backup was in: the archive's comment, without reading the archive."""
    with _told(path), path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 100))
        return file.read().rpartition(b"\0")[2].decode(errors="replace")


def is_due(store: FolderStore, folder: Path, *, keep: int) -> bool:
    """Whether there is no backup of today yet, and something was written since the last."""
    made = backups(folder)
    return keep > 0 and not (made and (made[-1].name == _today() or _state(made[-1]) == store.change_token()))


def _today() -> str:
    return f"{date.today():%Y-%m-%d}.zip"  # noqa: DTZ011 - the day where the reader is


def backups(folder: Path) -> list[Path]:
    """The automatic backups in a folder, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _DAILY.fullmatch(path.name))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the system's errors, and an archive's, into a sentence about ``path``."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadBackup(f"{path} is damaged, or is no zip archive ({error}): use another backup.") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PizhuError(f"{path} cannot be used: {reason}. Check the path.") from error
