"""Opens a library: chooses the store and the index that belong to where it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from store.index.sqlite.sqlite_index import SqliteIndex
from store.library.library import Library
from store.location import Location, ServerLocation
from store.storage.document_store import PATIENCE
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.migrations import migrate

if TYPE_CHECKING:
    from store.index.article_index import ArticleIndex
    from store.index.word_cuts import CutStore
    from store.storage.offline.transfer_base import TransferBase
    from store.storage.postgres.postgres_store import PostgresStore

AnyStore: TypeAlias = "FolderStore | PostgresStore"  # untranslated: a type


def open_library(
    root: Location,
    *,
    creator: str = "",
    patience: float = PATIENCE,
    on_wait: Callable[[str], None] | None = None,
    create: bool = True,
    must_exist: bool = False,
) -> Library:
    """Open the library in the folder or on the server ``root``, and migrate one of an older version.

    :param creator: the name that new annotations are signed with; a server that knows the user decides it.
    :param patience: seconds to wait for another process that is writing.
    :param on_wait: called with a sentence that says what is waited for when that takes long.
    :param create: whether a library is created where there is none; else it is as if an empty one were there.
    :param must_exist: whether a library that is neither there nor created is an error instead.
    :raises LibraryUnavailable: it cannot be created or opened there, or is not there.
    """
    store = store_at(root, creator=creator, patience=patience, on_wait=on_wait)
    try:
        with store.waiting_longer():
            if create:
                store.create()
            else:
                store.open()
            if must_exist:
                store.check_exists()
            if isinstance(store, FolderStore):
                migrate(store)
        index = index_of(store)
    except BaseException:
        store.close()
        raise

    def open_cuts() -> CutStore:
        from store.index.sqlite.sqlite_word_cuts import SqliteWordCuts

        if not isinstance(store, FolderStore):  # no index on this machine has made it
            with suppress(OSError):  # then nothing is kept
                store.cache_folder.mkdir(mode=0o700, exist_ok=True)
        return SqliteWordCuts(store.cache_folder)

    member = "" if isinstance(store, FolderStore) else store.member
    return Library(store, index, creator=member or creator, open_cuts=open_cuts)


def index_of(store: AnyStore) -> ArticleIndex:
    """Return the index of an opened library: in its folder, or on its server.

    Coders and adjudicators on a server have one on their own machine, of what the server lets them read.

    :raises LibraryUnavailable: the server cannot be reached, or has no place for it.
    """
    if isinstance(store, FolderStore) or not store.shares_index:
        return SqliteIndex(store, store.cache_folder)
    from store.index.postgres.postgres_index import PostgresIndex

    return PostgresIndex(store)


def store_at(
    root: Location,
    *,
    creator: str = "",
    patience: float = PATIENCE,
    on_wait: Callable[[str], None] | None = None,
) -> AnyStore:
    """Return the store of the library at a location, which is neither created nor opened.

    :raises PizhuError: it is an address that is not valid, or what it needs is not installed.
    """
    if isinstance(root, Path):
        return FolderStore(root, patience=patience, on_wait=on_wait)
    from store.storage.postgres.address import parse_address

    address = parse_address(root.address)  # says what is to be installed, before that is imported
    from store.storage.postgres.postgres_store import PostgresStore

    return PostgresStore(
        address, root.local / address.key, person=creator, patience=patience, on_wait=on_wait
    )


def base_of(folder: Path, server: ServerLocation) -> tuple[TransferBase, str]:
    """Return the base of an offline copy, which may not exist yet, and the key of the library on a server.

    :raises PizhuError: the address is not valid, or what it needs is not installed.
    """
    from store.storage.offline.transfer_base import TransferBase
    from store.storage.postgres.address import parse_address

    return TransferBase(folder), parse_address(server.address).key
