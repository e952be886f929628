"""What prevents a library from being written, found when it is opened and not when a note is saved."""

from __future__ import annotations

import os

from store.storage.folder.file_lock import FileLock
from store.storage.folder.paths import LibraryPaths
from store.storage.os_errors import LOCKLESS, sentence_about


def obstacle(paths: LibraryPaths, lock: FileLock) -> str:
    """Return a sentence on why the library cannot be written; an empty one if nothing prevents it.

    :param lock: the lock of the library.
    """
    root = paths.root
    if not all(os.access(folder, os.W_OK) for folder in (root, paths.articles_folder) if folder.exists()):
        return (
            f"The library at {root} is read-only: you can read and export it, but not change it. "
            "Change the permissions of its folder, or copy it to another disk."
        )
    try:
        if lock.acquire(0):
            lock.release()
    except OSError as error:
        if error.errno in LOCKLESS:
            return (
                f"The disk of {root} cannot lock files: you can read and export the library, but not "
                "change it. Copy it to a local disk."
            )
        return sentence_about(error, lock.path, "locked")
    return ""
