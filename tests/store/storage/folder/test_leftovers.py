"""What killed processes left is deleted when the library is opened, unless a live one is writing it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store.library import Library, open_library
from store.storage.folder.backup import restore
from store.storage.folder.check import check
from store.storage.folder.file_lock import FileLock
from store.storage.folder.folder_store import FolderStore
from tests.conftest import root_of

PLACES = [
    ".library.json.12345678.tmp",
    ".intent.json.12345678.tmp",
    "drafts/.note.abcdef.json.12345678.tmp",
    "backups/.2026-11-26.zip.12345678.tmp",
    "articles/{shelf}/.half.json.12345678.tmp",
]


@pytest.fixture(params=PLACES)
def leftover(library: Library, station: str, request: pytest.FixtureRequest) -> Path:
    path = root_of(library) / str(request.param).format(shelf=station[:2])
    path.parent.mkdir(exist_ok=True)
    path.write_text("{")
    return path


def test_a_temporary_file_is_deleted_on_the_next_opening(library: Library, leftover: Path) -> None:
    with open_library(root_of(library)) as again:
        again.resync()
    assert not leftover.exists()


def test_a_temporary_file_is_no_damage(library: Library, leftover: Path) -> None:
    assert list(check(FolderStore(root_of(library)))) == []
    assert leftover.exists()


def test_a_temporary_file_of_a_live_writer_stays(library: Library, leftover: Path) -> None:
    locks = {"drafts": "abcdef.lock", "backups": ".lock"}
    name = locks.get(leftover.parent.name)
    lock = FileLock(leftover.with_name(name) if name else root_of(library) / "lock")
    with open_library(root_of(library), patience=0.0) as again:
        assert lock.acquire(0)
        again.resync()
        lock.release()
    assert leftover.exists()


@pytest.fixture
def archive(library: Library, station: str, tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    library.back_up(path)
    return path


KILLED = """
import os, sys
from pathlib import Path
from store.storage.folder import backup
backup._unpack = lambda *_: os._exit(9)
backup.restore(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def interrupt_restore(archive: Path, folder: Path) -> list[Path]:
    """Kill a process that is restoring a backup; return what it leaves."""
    command = [sys.executable, "-c", KILLED, str(archive), str(folder)]
    assert subprocess.run(command, check=False).returncode == 9
    return [path for path in folder.parent.iterdir() if path.name.startswith(f".{folder.name}.")]


@pytest.mark.long
def test_the_next_restore_deletes_what_an_interrupted_one_left(archive: Path, tmp_path: Path) -> None:
    left = interrupt_restore(archive, tmp_path / "restored")
    others = interrupt_restore(archive, tmp_path / "other")
    restore(archive, tmp_path / "restored")
    assert left
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in others)


@pytest.mark.long
def test_opening_the_library_deletes_what_an_interrupted_restore_left(archive: Path, tmp_path: Path) -> None:
    left = interrupt_restore(archive, tmp_path / "restored")
    with open_library(tmp_path / "restored") as library:
        library.resync()
    assert left
    assert not any(path.exists() for path in left)
