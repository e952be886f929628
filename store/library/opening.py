"""Opens a library: chooses the store and the index that belong to where it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from store.index.sqlite.sqlite_index import SqliteIndex
from store.library.library import Library
from store.storage.document_store import PATIENCE
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.migrations import migrate

if TYPE_CHECKING:
    from store.index.word_cuts import CutStore


def open_library(
    root: Path,
    *,
    creator: str = "",
    patience: float = PATIENCE,
    on_wait: Callable[[str], None] | None = None,
    create: bool = True,
) -> Library:
    """Open the library in the folder ``root``, and migrate one of an older version.

    :param creator: the name that new annotations are signed with.
    :param patience: seconds to wait for another process that is writing.
    :param on_wait: called with a sentence that says what is waited for when that takes long.
    :param create: whether a library is created where there is none; else it is as if an empty one were there.
    :raises LibraryUnavailable: it cannot be created or opened there.
    """
    store = FolderStore(root, patience=patience, on_wait=on_wait)
    with store.waiting_longer():
        if create:
            store.create()
        else:
            store.open()
        migrate(store)

    def open_cuts() -> CutStore:
        from store.index.sqlite.sqlite_word_cuts import SqliteWordCuts

        return SqliteWordCuts(store.cache_folder)

    return Library(store, SqliteIndex(store, store.cache_folder), creator=creator, open_cuts=open_cuts)
