"""Power cuts lose no acknowledged change and leave no file incomplete.

The disk is simulated: content that was written but not synced is lost or kept in part, and so are renamings,
creations and removals in a folder that was not synced.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from store.library import Library, open_library
from store.storage import atomic_write
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.record_check import Kind
from tests.conftest import draft
from tests.lengths import by_length
from tests.store.storage.folder.test_crashes import state, state_after_undo

HARMLESS = {Kind.STRAY, Kind.JOURNAL}
"""Damage that a power cut may leave: files of an incomplete change, and incomplete lines of the log."""


class SimulatedDisk:
    """Replaces ``os`` in the store, and tracks what is on the disk and what is only in memory."""

    def __init__(self, root: Path, moment: Callable[[], None]) -> None:
        self._root = root
        self._moment = moment
        self._paths: dict[int, Path] = {}
        self._one_at_a_time = Lock()  # two files are synced by two threads
        self.synced: dict[int, bytes] = {}
        """Synced content, by inode."""
        self.names: dict[Path, int | None] = {}
        """Synced names and their inodes; None for a folder."""
        self.pending: list[tuple[Path, int | None, bool]] = []
        """Changes of names that are not synced: the name, its inode, whether it exists."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        new = not os.path.lexists(path)
        handle = os.open(path, flags, mode)
        self._paths[handle] = Path(path)
        if new:
            self.pending.append((Path(path), os.fstat(handle).st_ino, True))
        self._moment()
        return handle

    def write(self, handle: int, data: bytes) -> int:
        written = os.write(handle, data)
        self._moment()
        return written

    def fsync(self, handle: int) -> None:
        with self._one_at_a_time:
            path = self._paths[handle]
            if path.is_dir():
                for change in [change for change in self.pending if change[0].parent == path]:
                    self.pending.remove(change)
                    if self._root in change[0].parents:
                        self._apply(self.names, change)
            else:
                self.synced[os.fstat(handle).st_ino] = path.read_bytes()
            self._moment()

    def on_replaced(self, path: Path, target: Path, inode: int) -> None:
        self.pending += [(target, inode, True), (path, None, False)]
        self._moment()

    def on_unlinked(self, path: Path) -> None:
        self.pending.append((path, None, False))
        self._moment()

    def on_created(self, path: Path) -> None:
        self.pending.append((path, None, True))
        self._moment()

    @staticmethod
    def _apply(names: dict[Path, int | None], change: tuple[Path, int | None, bool]) -> None:
        path, inode, is_there = change
        if is_there:
            names[path] = inode
        else:
            names.pop(path, None)

    def write_state_after_power_cut(
        self, folder: Path, chance: random.Random | None, live: dict[int, bytes]
    ) -> None:
        """Write what is on the disk after a power cut to a folder.

        Unsynced changes are kept at random, or, without ``chance``, all lost.
        """
        names = dict(self.names)
        for change in self.pending:
            if self._root in change[0].parents and chance is not None and chance.random() < 0.5:
                self._apply(names, change)
        for path, inode in sorted(names.items()):
            target = folder / path.relative_to(self._root)
            if path.parent != self._root and path.parent not in names:
                continue  # its folder was never synced
            if inode is None:
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self._content(inode, chance, live))

    def _content(self, inode: int, chance: random.Random | None, live: dict[int, bytes]) -> bytes:
        """Return what is on the disk of a file: what was synced, and perhaps a part of what was appended."""
        synced = self.synced.get(inode, b"")
        present = live.get(inode, synced)
        if chance is None:
            return synced
        if present.startswith(synced):
            return present[: chance.randint(len(synced), len(present))]
        return chance.choice([synced, present])


def contents(root: Path) -> dict[int, bytes]:
    """Return the content of each file of a library, by inode."""
    return {path.stat().st_ino: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def changes_of(library: Library) -> list[Callable[[], object]]:
    """Return changes of all kinds, in the order in which to make them."""
    first = library.articles.add(draft("第一段说的是山上的小庙。", title="山", origin="一"))[0]

    second = library.articles.add(draft("第二段说的是河。", title="水"))[0]
    with library.one_step("tag both"):
        for article in (first, second):
            library.articles.tag(article, ["一起"])

    return [
        library.undo,
        library.redo,
        lambda: library.annotations.annotate_quote(first, "小庙", tags=["建筑"], note="不大"),
        lambda: library.articles.add_all(
            [draft(f"第{number}篇。", title=str(number)) for number in range(3)]
        ),
        lambda: library.articles.add(draft("第一段说的是山上的大庙。", title="山", origin="一")),
        lambda: library.articles.write_note(first, "记下"),
        library.undo,
        library.undo,
        library.redo,
        lambda: library.articles.remove([row.id for row in library.articles.rows()[:2]]),
        library.undo,
    ]


def simulate_disk(disk: SimulatedDisk, root: Path, patched: pytest.MonkeyPatch) -> None:
    """Have the store write to the simulated disk, on which the present library is synced."""
    for path in [root / "articles", *root.rglob("*")]:
        if path.name != "lock" and ".cache" not in path.parts:
            inode = None if path.is_dir() else path.stat().st_ino
            disk.names[path] = inode
            if inode is not None:
                disk.synced[inode] = path.read_bytes()
    replace, unlink, mkdir = Path.replace, Path.unlink, Path.mkdir

    def replacing(path: Path, target: Path) -> Path:
        inode = path.stat().st_ino
        result = replace(path, target)
        disk.on_replaced(path, target, inode)
        return result

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        existed = path.exists()
        unlink(path, missing_ok)
        if existed:
            disk.on_unlinked(path)

    def making(path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        new = not path.exists()
        mkdir(path, mode, parents, exist_ok)
        if new and root in path.parents and ".cache" not in path.parts:
            disk.on_created(path)

    patched.setattr(atomic_write, "os", disk)
    patched.setattr(Path, "replace", replacing)
    patched.setattr(Path, "unlink", unlinking)
    patched.setattr(Path, "mkdir", making)


@pytest.mark.longer
@pytest.mark.parametrize("seed", by_length(short=[1], long=[None, *range(1, 11)]))
def test_a_power_cut_loses_no_acknowledged_change_and_leaves_none_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int | None
) -> None:
    root = tmp_path / "library"
    chance = None if seed is None else random.Random(seed)
    cuts: list[tuple[Path, int]] = []
    running: int | None = None

    def cut_power() -> None:
        if running is not None:
            live = contents(root)
            folder = tmp_path / "cuts" / str(len(cuts))
            (folder / "articles").mkdir(parents=True)
            disk.write_state_after_power_cut(folder, chance, live)
            cuts.append((folder, running))

    disk = SimulatedDisk(root, cut_power)
    with monkeypatch.context() as patched, open_library(root) as library:
        simulate_disk(disk, root, patched)
        changes = changes_of(library)
        states = [state(root)]
        undone = [state_after_undo(root, tmp_path / "undone")]
        for number, change in enumerate(changes):
            running = number
            change()
            running = None
            states.append(state(root))
            undone.append(state_after_undo(root, tmp_path / "undone"))
    assert len(cuts) > 100
    for folder, number in cuts[:: by_length(short=20, long=1)]:
        found = state(folder)
        assert found in states[number : number + 2], folder
        assert {damage.kind for damage in check(FolderStore(folder))} <= HARMLESS, folder
        with open_library(folder) as library:
            library.undo()
        assert state(folder) == undone[number if found == states[number] else number + 1], folder
