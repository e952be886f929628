"""What a process that was killed leaves behind: temporary files, and folders that were being restored.

They are deleted when the library is next opened. A live process shows that it is one by the lock that it
holds while it writes: the library's own lock, or a lock file beside what it writes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from store.language import _
from store.storage.atomic_write import TEMPORARY
from store.storage.folder.file_lock import FileLock

LOCK = ".lock"
"""The name of the lock file of a folder whose files are not written under the lock of a library."""


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return the entries of a folder; none if there is no such folder."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except (FileNotFoundError, NotADirectoryError):
        return []


def is_temporary(name: str) -> bool:
    """Whether the name is that of a temporary file: being written, or left by a crash."""
    return name.startswith(".") and name.endswith(TEMPORARY) and not is_arriving(name)


def is_arriving(name: str) -> bool:
    """Whether the name is that of a file that Syncthing is still receiving, and will rename."""
    return name.startswith((".syncthing.", "~syncthing~")) and name.endswith(TEMPORARY)


def temporary_files(folder: Path) -> list[Path]:
    """Return the temporary files in a folder, without those in its subfolders."""
    return [folder / entry.name for entry in entries(folder) if is_temporary(entry.name)]


def remove_temporary_files(folder: Path) -> None:
    """Delete the temporary files of a folder with a lock file, unless a process is writing there."""
    found = temporary_files(folder)
    lock = FileLock(folder / LOCK)
    if found and lock.acquire(0):
        try:
            for path in found:
                path.unlink(missing_ok=True)
        finally:
            lock.release()


class RestoredFolder:
    """Context: an empty folder beside the one that it will replace. At the end it is deleted, if still there.

    :raises BlockingIOError: another process is restoring the same folder.
    """

    def __init__(self, folder: Path) -> None:
        """Prepare a folder that will replace ``folder``. Nothing is created yet."""
        self._folder = folder
        self._lock = _restore_lock(folder)

    def __enter__(self) -> Path:
        """Create the folder."""
        if not self._lock.acquire(0):
            raise BlockingIOError(0, _("another Pizhu is restoring it"), str(self._folder))
        _remove_restores(self._folder)
        name, parent = self._folder.name, self._folder.parent
        self._restored = Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=TEMPORARY, dir=parent))
        return self._restored

    def __exit__(self, *_error: object) -> None:
        """Delete the folder, unless it was renamed."""
        shutil.rmtree(self._restored, ignore_errors=True)
        with suppress(OSError):
            self._lock.path.unlink()
        self._lock.release()


def remove_interrupted_restores(folder: Path) -> None:
    """Delete what interrupted restores of this folder left beside it."""
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would leave the place that a link is in
    lock = _restore_lock(folder)
    if lock.path.exists() and lock.acquire(0):
        try:
            _remove_restores(folder)
            lock.path.unlink(missing_ok=True)
        finally:
            lock.release()


def _restore_lock(folder: Path) -> FileLock:
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - as above
    return FileLock(folder.with_name(f".{folder.name}.restore{LOCK}"))


def _remove_restores(folder: Path) -> None:
    for entry in entries(folder.parent):
        is_restored = is_temporary(entry.name) and entry.name.startswith(f".{folder.name}.")
        if is_restored and entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
