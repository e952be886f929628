"""Libraries of older versions are migrated; newer ones are left unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from store.errors import LibraryUnavailable
from store.library import Library, open_library
from store.model.edits import ARTICLE, THE_ONE, Edit
from store.storage.folder import folder_store as layout
from store.storage.folder import migrations
from store.storage.folder.folder_store import FolderStore
from tests.conftest import root_of
from tests.store.storage.folder.test_check import files


def star_all(store: FolderStore) -> Iterator[Edit]:
    """Yield the edits of an invented migration that stars every article."""
    for article in store.ids():
        before = store.document(article, ARTICLE, THE_ONE)
        assert before is not None
        yield Edit.between(article, ARTICLE, THE_ONE, before, {**before, "starred": True})


@pytest.fixture
def newer_schema(library: Library, station: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a Pizhu whose schema is two versions newer."""
    monkeypatch.setattr(layout, "SCHEMA", 3)
    monkeypatch.setitem(migrations.MIGRATIONS, 1, star_all)
    monkeypatch.setitem(migrations.MIGRATIONS, 2, lambda _: [])


@pytest.mark.usefixtures("newer_schema")
def test_an_old_library_is_migrated_with_a_backup_before_each_step(library: Library, station: str) -> None:
    before = files(root_of(library))
    with open_library(root_of(library)) as opened:
        opened.resync()
        assert opened.articles.get(station).starred
        assert opened.undo() is None
    assert FolderStore(root_of(library)).schema_version() == 3
    with ZipFile(root_of(library) / "backups" / "before-version-2.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == before
    assert (root_of(library) / "backups" / "before-version-3.zip").exists()
    now = files(root_of(library))
    open_library(root_of(library)).close()
    assert files(root_of(library)) == now


@pytest.mark.usefixtures("newer_schema")
def test_an_interrupted_migration_can_be_repeated_and_loses_nothing(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.store.storage.folder.test_crashes import Crash, crash_at

    before = files(root_of(library))
    with monkeypatch.context() as patched:
        crash_at(3, patched)
        with pytest.raises(Crash):
            open_library(root_of(library))
    with open_library(root_of(library)) as opened:
        assert opened.articles.get(station).starred
    expected = before.keys() - {"history.jsonl"}
    assert expected <= files(root_of(library)).keys()


def test_a_version_without_a_migration_is_rejected_unchanged(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "SCHEMA", 2)
    before = files(root_of(library))
    with pytest.raises(LibraryUnavailable, match="version 1"):
        open_library(root_of(library))
    assert files(root_of(library)) == before


def test_a_library_of_a_newer_version_is_left_unchanged(library: Library, station: str) -> None:
    path: Path = FolderStore(root_of(library)).library_file
    path.write_bytes(path.read_bytes().replace(b'"schema":1', b'"schema":2'))
    before = files(root_of(library))
    with pytest.raises(LibraryUnavailable, match="version 2"):
        open_library(root_of(library))
    assert files(root_of(library)) == before
