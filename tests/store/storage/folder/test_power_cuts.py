"""Power cuts: whatever was acknowledged is there afterwards, and every file is whole.

The disk is simulated under the store: what was written and not synced is dropped, or kept in part, and so are
the names that were given in a folder which was not synced.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.library import Library, open_library
from store.storage import atomic_write as durable
from store.storage.folder.check import Kind, check
from store.storage.folder.folder_store import FolderStore
from tests.conftest import draft
from tests.lengths import by_length
from tests.store.storage.folder.test_crashes import state

HARMLESS = {Kind.STRAY, Kind.JOURNAL}
"""What a power cut may leave: files of a change that never was, and torn lines of the log."""


class Platter:
    """What is on the disk for good, and what is only in memory; it stands in for ``os`` in the store."""

    def __init__(self, root: Path, moment: Callable[[], None]) -> None:
        self._root = root
        self._moment = moment
        self._paths: dict[int, Path] = {}
        self.synced: dict[int, bytes] = {}
        """By inode, content that is on the disk."""
        self.names: dict[Path, int | None] = {}
        """Names that are on the disk: which inode they stand for, None for a folder."""
        self.pending: list[tuple[Path, int | None, bool]] = []
        """Changes of names that are not: the name, its inode, whether it is there."""

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
        path = self._paths[handle]
        if path.is_dir():
            for change in [change for change in self.pending if change[0].parent == path]:
                self.pending.remove(change)
                self._apply(self.names, change)
        else:
            self.synced[os.fstat(handle).st_ino] = path.read_bytes()
        self._moment()

    def replaced(self, path: Path, target: Path, inode: int) -> None:
        self.pending += [(target, inode, True), (path, None, False)]
        self._moment()

    def unlinked(self, path: Path) -> None:
        self.pending.append((path, None, False))
        self._moment()

    def made(self, path: Path) -> None:
        self.pending.append((path, None, True))
        self._moment()

    @staticmethod
    def _apply(names: dict[Path, int | None], change: tuple[Path, int | None, bool]) -> None:
        path, inode, is_there = change
        if is_there:
            names[path] = inode
        else:
            names.pop(path, None)

    def after_a_cut(self, folder: Path, chance: random.Random | None, live: dict[int, bytes]) -> None:
        """What is found when the power is back: some of what was not synced, by chance, or nothing of it."""
        names = dict(self.names)
        for change in self.pending:
            if chance is not None and chance.random() < 0.5:
                self._apply(names, change)
        for path, inode in sorted(names.items()):
            target = folder / path.relative_to(self._root)
            if path.parent != self._root and path.parent not in names:
                continue  # its folder never came to be
            if inode is None:
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            content = self.synced.get(inode)
            if content is None:
                content = live.get(inode, b"")
                content = content[: chance.randint(0, len(content))] if chance is not None else b""
            target.write_bytes(content)


def operations(library: Library) -> list[Callable[[], object]]:
    """Changes of all kinds, in the order in which they are to be made."""
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


def put_under(platter: Platter, root: Path, patched: pytest.MonkeyPatch) -> None:
    """Have the store write to the simulated disk; what stands in the library is on it."""
    for path in [root / "articles", *root.rglob("*")]:
        if path.name != "lock" and ".cache" not in path.parts:
            inode = None if path.is_dir() else path.stat().st_ino
            platter.names[path] = inode
            if inode is not None:
                platter.synced[inode] = path.read_bytes()
    replace, unlink, mkdir = Path.replace, Path.unlink, Path.mkdir

    def replacing(path: Path, target: Path) -> Path:
        inode = path.stat().st_ino
        result = replace(path, target)
        platter.replaced(path, target, inode)
        return result

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        there = path.exists()
        unlink(path, missing_ok)
        if there:
            platter.unlinked(path)

    def making(path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        new = not path.exists()
        mkdir(path, mode, parents, exist_ok)
        if new and root in path.parents and ".cache" not in path.parts:
            platter.made(path)

    patched.setattr(durable, "os", platter)
    patched.setattr(Path, "replace", replacing)
    patched.setattr(Path, "unlink", unlinking)
    patched.setattr(Path, "mkdir", making)


@pytest.mark.parametrize("seed", by_length(short=[None, 1], long=[None, *range(1, 21)]))
def test_no_power_cut_costs_an_acknowledged_change_or_leaves_half_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int | None
) -> None:
    root = tmp_path / "library"
    chance = None if seed is None else random.Random(seed)
    images: list[tuple[Path, int]] = []
    doing: int | None = None

    def cut() -> None:
        if doing is not None:
            live = {path.stat().st_ino: path.read_bytes() for path in root.rglob("*") if path.is_file()}
            folder = tmp_path / "cuts" / str(len(images))
            (folder / "articles").mkdir(parents=True)
            platter.after_a_cut(folder, chance, live)
            images.append((folder, doing))

    platter = Platter(root, cut)
    with monkeypatch.context() as patched, open_library(root) as library:
        put_under(platter, root, patched)
        deeds = operations(library)
        states = [state(root)]
        for number, deed in enumerate(deeds):
            doing = number
            deed()
            doing = None
            states.append(state(root))
    assert len(images) > 100
    for folder, number in images:
        assert state(folder) in states[number : number + 2], folder
        assert {damage.kind for damage in check(FolderStore(folder))} <= HARMLESS, folder
