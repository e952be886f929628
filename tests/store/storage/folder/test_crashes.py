"""Changes of several files, interrupted by a crash at every possible point."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import msgspec
import pytest

from store.library import Library, open_library
from store.storage import atomic_write as durable
from tests.conftest import STATION, draft
from tests.lengths import by_length


class Crash(BaseException):
    """Simulates the death of the process: no later code of the store runs."""


def crash_at(number: int, patched: pytest.MonkeyPatch) -> None:
    """Simulate a crash before the n-th renaming or removal of a file, counted from 1, without any cleanup."""
    replace, unlink, left = Path.replace, Path.unlink, number

    def step() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            raise Crash

    def replacing(path: Path, target: Path) -> Path:
        step()
        return replace(path, target)

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        step()
        unlink(path, missing_ok)

    def crash(*_: object) -> None:
        raise Crash

    patched.setattr(Path, "replace", replacing)
    patched.setattr(Path, "unlink", unlinking)
    patched.setattr(durable.Batch, "discard", crash)
    patched.setattr("store.storage.folder.edit_writer.EditWriter._roll_back", crash)
    patched.setattr("store.storage.folder.journal.FileJournal.cut", crash)


def state(root: Path) -> dict[str, object]:
    """Return the contents of a library after opening it, without revisions."""
    with open_library(root) as library:
        library.resync()
        assert library.damage() == []
        articles = {row.id: library.articles.open(row.id) for row in library.articles.rows()}
        return {
            "codebook": library.codebook.tags(),
            "dismissals": library.dismissals.all(),
            **{
                each: (
                    msgspec.structs.replace(article, rev=0),
                    [msgspec.structs.replace(annotation, rev=0) for annotation in annotations],
                )
                for each, (article, annotations) in articles.items()
            },
        }


def state_after_undo(root: Path, folder: Path) -> dict[str, object]:
    """Return the state of a library after an undo in a copy of it, which is made in ``folder``."""
    shutil.copytree(root, folder)
    with open_library(folder) as library:
        library.undo()
    after = state(folder)
    shutil.rmtree(folder)
    return after


CHANGES: dict[str, Callable[[Library, str, str], object]] = {
    "write a note": lambda library, one, _: library.articles.write_note(one, "春天"),
    "undo": lambda library, _, __: library.undo(),
    "add a new tag": lambda library, one, _: library.articles.tag(one, ["新"]),
    "import": lambda library, _, __: library.articles.add(draft("第三篇的话。", title="第三篇")),
    "remove two articles": lambda library, one, other: library.articles.remove([one, other]),
    "update a text": lambda library, _, __: library.articles.add(
        draft("列车每天停三分钟。", "站长在月台上种花。", origin="station.txt")
    ),
}


@pytest.mark.longer
@pytest.mark.parametrize("change", by_length(short=[*CHANGES][::2], long=[*CHANGES]))
def test_a_change_interrupted_by_a_crash_is_rolled_back_together_with_its_step(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed_at = []
    for number in count(1):
        root = tmp_path / str(number)
        with open_library(root) as library:
            one, _ = library.articles.add(msgspec.structs.replace(STATION, origin="station.txt"))
            other, _ = library.articles.add(draft("第二篇的话。", title="第二篇"))
            imported = state_after_undo(root, tmp_path / "copy")
            library.annotations.annotate_quote(one, "月台", note="站台")
            before = state(root)
            undone = state_after_undo(root, tmp_path / "copy")
            with monkeypatch.context() as patched:
                crash_at(number, patched)
                try:
                    CHANGES[change](library, one, other)
                except Crash:
                    completed = False
                else:
                    completed = True
        after = state(root)
        if after != before:
            committed_at.append(number)
        expected = undone if after == before else imported if change == "undo" else before
        with open_library(root) as library:
            library.undo()
        assert state(root) == expected
        assert [path.name for path in root.iterdir() if path.name == "intent.json"] == []
        if completed:
            break
    # Renaming the only file, or deleting the intent file with the former contents, commits the change.
    assert set(committed_at) <= {number - 1, number}
    assert number in committed_at
    assert number > (1 if change in ("write a note", "undo") else 3)


def test_half_written_files_of_a_crash_are_removed(library: Library, station: str, root: Path) -> None:
    left = root / "articles" / station[:2] / f".{station}.json.0011aabb.tmp"
    left.write_bytes(b"{")
    library.resync()
    assert not left.exists()
    assert library.damage() == []
