"""Migrations: upgrade a library with an older schema, one version at a time, forward only."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from store.errors import LibraryUnavailable
from store.language import _
from store.model.edits import LIBRARY, THE_ONE, Edit
from store.storage.atomic_write import make_folder
from store.storage.folder import folder_store
from store.storage.folder.folder_store import FolderStore

Migration = Callable[[FolderStore], Iterable[Edit]]
"""Returns the edits that upgrade a library to the next version."""

MIGRATIONS: dict[int, Migration] = {}
"""The migrations by the version that they start from."""


def migrate(store: FolderStore) -> None:
    """Upgrade a library to the current schema. A backup is written before each migration.

    A migration takes effect completely or not at all. Steps from before it can no longer be undone.

    :raises LibraryUnavailable: its version is not known, or it cannot be written.
    """
    if store.schema_version() >= folder_store.SCHEMA:
        return
    from store.storage.folder.backup import back_up

    with store.locked():
        while (version := store.schema_version()) < folder_store.SCHEMA:
            if version not in MIGRATIONS:
                raise LibraryUnavailable(
                    _(
                        "The library at {folder} has schema version {version}, which this Pizhu does not "
                        "know: open it with the Pizhu that wrote it.",
                        folder=store.root,
                        version=version,
                    )
                )
            make_folder(store.backups_folder)
            back_up(store, store.backups_folder / f"before-version-{version + 1}.zip")
            settings = store.settings()
            version_edit = Edit.between("", LIBRARY, THE_ONE, settings, {**settings, "schema": version + 1})
            store.apply([*MIGRATIONS[version](store), version_edit])
            store.journal.rewrite([])
