"""Checks and repairs a library with all that is derived from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from store.index.sqlite.catalogue_check import damage_of_catalogue
from store.library.opening import AnyStore, index_of
from store.progress import Progress, no_progress
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from store.storage.record_check import Damage, Kind


def check_library(store: AnyStore, progress: Progress = no_progress) -> Iterator[Damage]:
    """Yield all damage in the documents of a library and in its index. Nothing is changed.

    :param progress: called with shelves done and shelves in total.
    :raises LibraryUnavailable: there is no library, or one with a newer schema.
    """
    if isinstance(store, FolderStore):
        yield from check(store, progress)
    else:
        from store.storage.postgres.check import check as check_on_server

        yield from check_on_server(store, progress)
    yield from _check_index(store)


def repair_library(
    store: AnyStore, progress: Progress = no_progress, backups_folder: Path | None = None
) -> tuple[list[Damage], Path]:
    """Repair a library and its index; return the damage found and the folder with the original files.

    On a server, documents are not repaired: its own backups have them. The index is
    compared with all of them.

    :param progress: called with shelves done and shelves in total while the library is checked.
    :param backups_folder: where daily backups are, if not in the library.
    :raises PizhuError: there is no library, or it cannot be written.
    """
    if isinstance(store, FolderStore):
        repaired, originals = repair(store, progress, backups_folder)
    else:
        store.open()
        repaired, originals = [], store.local / "aside"
    damage = list(_check_index(store))
    if damage or not isinstance(store, FolderStore):
        index = index_of(store)
        try:
            index.verify()
            index.resync(progress)
        finally:
            index.close()
    return [*repaired, *damage], originals


def _check_index(store: AnyStore) -> Iterator[Damage]:
    """Yield what is damaged in the index in a folder. That on a server is as whole as the documents there."""
    found = damage_of_catalogue(store.cache_folder) if isinstance(store, FolderStore) else None
    if found:
        yield Damage(found[0], Kind.INDEX, found[1])
