"""A repair that is killed, or whose disk is full, leaves the damaged library or the repaired one."""

from __future__ import annotations

import errno
import random
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from store.errors import PizhuError
from store.storage import atomic_write
from store.storage.folder import replacement
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from tests.lengths import by_length
from tests.store.storage.folder.test_check import files
from tests.store.storage.folder.test_crashes import Crash, crash_at
from tests.store.storage.folder.test_damage import backup_of, contents, copied, make_library, station_file
from tests.store.storage.folder.test_faults import FailingSystem
from tests.store.storage.folder.test_power_cuts import SimulatedDisk, simulate_disk


def empty_the_record(root: Path) -> None:
    station_file(root).write_bytes(b"")


def damage_record_and_text(root: Path) -> None:
    station_file(root, "txt").write_bytes(b"\xff")
    path = station_file(root)
    path.write_bytes(path.read_bytes()[:-200])


def lose_the_record(root: Path) -> None:
    station_file(root).unlink()


def empty_the_library_file(root: Path) -> None:
    (root / "library.json").write_bytes(b"")


DAMAGES: list[Callable[[Path], None]] = [
    empty_the_record,
    damage_record_and_text,
    lose_the_record,
    empty_the_library_file,
]


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a backup."""
    root = tmp_path_factory.mktemp("intact") / "library"
    make_library(root)
    backup_of(root)
    return root


def assert_damaged_or_repaired(root: Path, expected: object) -> None:
    """Assert that the check says which of the two the library is, and that one more repair restores it."""
    if list(check(FolderStore(root))):
        repair(FolderStore(root))
        assert not list(check(FolderStore(root)))
    assert contents(root) == expected


@pytest.mark.long
@pytest.mark.parametrize("damage", by_length(short=DAMAGES[:1], long=DAMAGES))
def test_a_repair_can_be_killed_at_any_moment(
    intact: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    expected = contents(intact)
    for number in count(1):
        root = copied(intact, tmp_path / str(number))
        damage(root)
        with monkeypatch.context() as patched:
            crash_at(number, patched)
            patched.setattr(replacement, "restore_originals", _crash)
            try:
                repair(FolderStore(root))
            except Crash:
                completed = False
            else:
                completed = True
        assert_damaged_or_repaired(root, expected)
        shutil.rmtree(root)
        if completed:
            break
    assert number > 3


def _crash(*_: object) -> None:
    raise Crash


@pytest.mark.parametrize("fault", [("write", errno.ENOSPC), ("open", errno.ENOSPC), ("fsync", errno.EIO)])
@pytest.mark.long
@pytest.mark.parametrize("damage", by_length(short=DAMAGES[1:2], long=DAMAGES))
def test_a_repair_on_a_full_disk_changes_nothing(
    intact: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], None],
    fault: tuple[str, int],
) -> None:
    expected = contents(intact)
    for number in count(1):
        root = copied(intact, tmp_path / str(number))
        damage(root)
        before = files(root)
        with monkeypatch.context() as patched:
            patched.setattr(atomic_write, "os", FailingSystem(fault[0], number, fault[1]))
            failed = False
            try:
                repair(FolderStore(root))
            except PizhuError:
                failed = True
        if failed and fault[0] == "write":
            assert files(root) == before
        assert_damaged_or_repaired(root, expected)
        shutil.rmtree(root)
        if not failed:
            break
    assert number > 2


@pytest.mark.long
@pytest.mark.parametrize("seed", by_length(short=[1], long=[None, *range(1, 11)]))
@pytest.mark.parametrize("damage", by_length(short=DAMAGES[2:3], long=DAMAGES))
def test_a_power_cut_during_a_repair_loses_nothing(
    intact: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], None],
    seed: int | None,
) -> None:
    expected = contents(intact)
    root = copied(intact, tmp_path / "library")
    damage(root)
    chance = None if seed is None else random.Random(seed)
    cuts: list[Path] = []

    def cut_power() -> None:
        live = {path.stat().st_ino: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        folder = tmp_path / "cuts" / str(len(cuts))
        (folder / "articles").mkdir(parents=True)
        disk.write_state_after_power_cut(folder, chance, live)
        cuts.append(folder)

    disk = SimulatedDisk(root, cut_power)
    with monkeypatch.context() as patched:
        simulate_disk(disk, root, patched)
        repair(FolderStore(root))
    assert len(cuts) > 10
    for folder in cuts:
        assert_damaged_or_repaired(folder, expected)
