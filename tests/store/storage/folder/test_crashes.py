"""Changes of several files that a crash cuts short, at every place where it can."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import msgspec
import pytest

from store.library import Library, open_library
from store.storage import atomic_write as durable
from tests.conftest import STATION, draft


class Crash(BaseException):
    """The process is gone: nothing that it would have done afterwards is done."""


def crash_at(number: int, patched: pytest.MonkeyPatch) -> None:
    """Have the process die before the n-th renaming or removal of a file, from 1; nothing is tidied up."""
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

    def dead(*_: object) -> None:
        raise Crash

    patched.setattr(Path, "replace", replacing)
    patched.setattr(Path, "unlink", unlinking)
    patched.setattr(durable.Batch, "discard", dead)
    patched.setattr("store.storage.folder.folder_store.FolderStore._roll_back", dead)


def state(root: Path) -> dict[str, object]:
    """What a library holds, revisions aside, as one sees it who opens it."""
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
                    [msgspec.structs.replace(mark, rev=0) for mark in marks],
                )
                for each, (article, marks) in articles.items()
            },
        }


DEEDS: dict[str, Callable[[Library, str, str], object]] = {
    "tagging with a new tag": lambda library, one, _: library.articles.tag(one, ["新"]),
    "an import": lambda library, _, __: library.articles.add(draft("第三篇的话。", title="第三篇")),
    "a removal of two": lambda library, one, other: library.articles.remove([one, other]),
    "a changed text": lambda library, _, __: library.articles.add(
        draft("列车每天停三分钟。", "站长在月台上种花。", origin="station.txt")
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_change_of_several_files_that_a_crash_cuts_short_was_never_made(
    deed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_at = []
    for number in count(1):
        root = tmp_path / str(number)
        with open_library(root) as library:
            one, _ = library.articles.add(msgspec.structs.replace(STATION, origin="station.txt"))
            other, _ = library.articles.add(draft("第二篇的话。", title="第二篇"))
            library.annotations.annotate_quote(one, "月台", note="站台")
            before = state(root)
            with monkeypatch.context() as patched:
                crash_at(number, patched)
                try:
                    DEEDS[deed](library, one, other)
                except Crash:
                    ended = False
                else:
                    ended = True
        after = state(root)
        if after != before:
            made_at.append(number)
        assert [path.name for path in root.iterdir() if path.name == "intent.json"] == []
        if ended:
            break
    # It is made when the note of what stood there before is gone; to tidy that away is all that follows.
    assert set(made_at) <= {number - 1, number}
    assert number in made_at
    assert number > 3


def test_files_that_a_crash_left_half_written_are_removed(library: Library, station: str, root: Path) -> None:
    left = root / "articles" / station[:2] / f".{station}.json.0011aabb.tmp"
    left.write_bytes(b"{")
    library.resync()
    assert not left.exists()
    assert library.damage() == []
