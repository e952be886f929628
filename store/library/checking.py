"""Checks and repairs a library with all that is derived from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from store.index.sqlite.catalogue_check import damage_of_catalogue
from store.language import _
from store.library.opening import AnyStore, index_of
from store.progress import Progress, halves, no_progress
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from store.storage.record_check import Damage, Kind

if TYPE_CHECKING:
    from store.index.postgres.catalogue_check import Differences
    from store.storage.postgres.postgres_store import PostgresStore

_MOST_NAMED = 5
"""Articles that are named, at most, of which the catalogue on a server has something else."""


def check_library(store: AnyStore, progress: Progress = no_progress) -> Iterator[Damage]:
    """Yield all damage in the documents of a library and in its index. Nothing is changed.

    :param progress: called with shelves done and shelves in total.
    :raises LibraryUnavailable: there is no library, or one with a newer schema.
    """
    if isinstance(store, FolderStore):
        yield from check(store, progress)
        yield from _check_index(store)
        return
    from store.storage.postgres.check import check as check_on_server

    documents, catalogue = halves(progress)
    yield from check_on_server(store, documents)
    yield from _damage_on_server(store, _differences(store, catalogue))


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
        damage = [*_check_index(store)]
        if damage:
            _catch_up(store, progress)
        return [*repaired, *damage], originals
    store.open()
    comparing, catching_up = halves(progress)
    found = _differences(store, comparing)
    if found:
        from store.index.postgres.catalogue_check import correct

        correct(store, found)
    _catch_up(store, catching_up)
    return [*_damage_on_server(store, found)], store.local / "aside"


def _catch_up(store: AnyStore, progress: Progress) -> None:
    """Index what is not indexed yet, of all articles."""
    index = index_of(store)
    try:
        index.verify()
        index.resync(progress)
    finally:
        index.close()


def _differences(store: PostgresStore, progress: Progress) -> Differences | None:
    """Compare the index on a server with the articles; None if it is not for this user, who has their own."""
    if not store.shares_index:
        return None
    from store.index.postgres.catalogue_check import differences

    return differences(store, progress)


def _damage_on_server(store: PostgresStore, found: Differences | None) -> Iterator[Damage]:
    """Yield what the catalogue on a server has otherwise than the articles."""
    if found:
        articles = sorted(found.articles)
        shown = _(", ").join(articles[:_MOST_NAMED])
        sentence = (
            _(
                "The catalogue of {address} does not agree with its articles: {names}.",
                address=store.address,
                names=_("{names}, …", names=shown) if len(articles) > _MOST_NAMED else shown,
            )
            if articles
            else _("The catalogue of {address} counts its articles wrong.", address=store.address)
        )
        yield Damage(Path("facts"), Kind.INDEX, sentence)


def _check_index(store: FolderStore) -> Iterator[Damage]:
    """Yield what is damaged in the index in a folder."""
    found = damage_of_catalogue(store.cache_folder)
    if found:
        yield Damage(found[0], Kind.INDEX, found[1])
