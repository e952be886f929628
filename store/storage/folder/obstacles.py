"""What prevents a library from being written, found when it is opened and not when a note is saved."""

from __future__ import annotations

import os

from store.language import _
from store.storage.folder.file_lock import FileLock
from store.storage.folder.paths import LibraryPaths
from store.storage.os_errors import LOCKLESS, sentence_about


def obstacles(paths: LibraryPaths, lock: FileLock) -> list[str]:
    """Return a sentence on each thing that prevents changes from being written, or from being undone later.

    :param lock: the lock of the library.
    """
    found = [_obstacle_to_writing(paths, lock)]
    if paths.articles_folder.exists() and not paths.articles_folder.is_dir():
        found.append(
            _(
                "{folder} is not a folder, so that the library looks empty: run `pizhu check --repair` to "
                "restore what history and backups have.",
                folder=paths.articles_folder,
            )
        )
    if paths.journal_file.exists() and not paths.journal_file.is_file():
        found.append(
            _(
                "{path} is not a file, so that steps cannot be undone after a restart: run `pizhu check "
                "--repair` to move it aside.",
                path=paths.journal_file,
            )
        )
    return [sentence for sentence in found if sentence]


def _obstacle_to_writing(paths: LibraryPaths, lock: FileLock) -> str:
    root = paths.root
    if not all(os.access(folder, os.W_OK) for folder in (root, paths.articles_folder) if folder.exists()):
        return _(
            "The library at {folder} is read-only: you can read and export it, but not change it. "
            "Change the permissions of its folder, or copy it to another disk.",
            folder=root,
        )
    try:
        if lock.acquire(0):
            lock.release()
    except OSError as error:
        if error.errno in LOCKLESS:
            return _(
                "The disk of {folder} cannot lock files: you can read and export the library, but not "
                "change it. Copy it to a local disk.",
                folder=root,
            )
        return sentence_about(error, lock.path, "locked")
    return ""
