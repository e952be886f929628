"""Migrations: a library of an older version becomes one of this version, step by step, forward only."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from store.errors import LibraryUnavailable
from store.model.edits import LIBRARY, THE_ONE, Edit
from store.storage.atomic_write import make_folder
from store.storage.folder import folder_store as layout
from store.storage.folder.folder_store import FolderStore

Migration = Callable[[FolderStore], Iterable[Edit]]
"""The edits that make of a library one of the next version."""

MIGRATIONS: dict[int, Migration] = {}
"""By the version they start from."""


def migrate(store: FolderStore) -> None:
    """Bring a library to this version; before each step a backup is made, in the folder ``backups`` of it.

    A step is done wholly or not at all. What was done before it can no longer be undone.

    :raises LibraryUnavailable: it is of a version that nothing is known of, or cannot be written.
    """
    if store.schema_version() >= layout.SCHEMA:
        return
    from store.storage.folder.backup import back_up

    with store.locked():
        while (version := store.schema_version()) < layout.SCHEMA:
            if version not in MIGRATIONS:
                raise LibraryUnavailable(
                    f"The library at {store.root} is of version {version}, of which nothing is known here: "
                    "open it with the Pizhu that wrote it."
                )
            make_folder(store.backups_folder)
            back_up(store, store.backups_folder / f"before-version-{version + 1}.zip")
            settings = store.settings()
            following = Edit.between("", LIBRARY, THE_ONE, settings, {**settings, "schema": version + 1})
            store.apply([*MIGRATIONS[version](store), following])
            store.journal.rewrite([])
