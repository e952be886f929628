"""After a power cut, undo undoes the last change that was acknowledged, whatever it was."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.library import Library, open_library
from store.model.article import Article, Status
from store.model.tag import Tag
from tests.conftest import draft
from tests.lengths import by_length
from tests.store.storage.folder.test_crashes import state
from tests.store.storage.folder.test_power_cuts import SimulatedDisk, contents, simulate_disk

State: TypeAlias = dict[str, object]
Change: TypeAlias = Callable[[Library, int], object]
"""Makes a change that differs from all others with the same number."""


def first_of(library: Library) -> str:
    return library.articles.rows()[0].id


def tag_all(library: Library, number: int) -> None:
    with library.one_step("tag all"):
        for row in library.articles.rows():
            library.articles.tag(row.id, [f"标{number}"])


CHANGES: dict[str, Change] = {
    "annotate": lambda library, number: library.annotations.annotate(
        first_of(library), 0, 2, note=str(number)
    ),
    "annotate with a new tag": lambda library, number: library.annotations.annotate(
        first_of(library), 0, 2, tags=[f"新{number}"]
    ),
    "describe a tag": lambda library, number: library.codebook.write(
        [Tag(name="标", description=str(number))]
    ),
    "import": lambda library, number: library.articles.add_all(
        [draft(f"第{number}次的第{each}篇。", title=f"{number}-{each}") for each in range(3)]
    ),
    "import a changed file": lambda library, number: library.articles.add(
        draft(f"山上有一座庙，第{number}次。", title="山", origin="山.txt")
    ),
    "tag all": tag_all,
    "remove": lambda library, _: library.articles.remove([library.articles.rows()[-1].id]),
    "read on": lambda library, number: library.articles.set_position(first_of(library), number % 5),
}


@pytest.mark.long
@settings(max_examples=by_length(short=3, long=100))
@given(
    names=st.lists(st.sampled_from([*CHANGES, "undo", "redo", "undo", "reopen"]), min_size=3, max_size=6),
    seed=st.none() | st.integers(0, 99),
)
def test_undo_after_a_power_cut_undoes_the_last_acknowledged_change(
    names: list[str], seed: int | None
) -> None:
    chance = None if seed is None else random.Random(seed)
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patched:
        root = Path(temporary) / "library"
        library = open_library(root)
        present = without_reading(root)
        before: list[State] = []
        undone: list[State] = []
        for number, name in enumerate(["import", *names]):
            if name == "reopen":
                library.close()
                library = open_library(root)
                continue
            if name == "undo" and before:
                library.undo()
                undone.append(present)
                present = before.pop()
            elif name == "redo" and undone:
                library.redo()
                before.append(present)
                present = undone.pop()
            elif name in CHANGES and (library.articles.rows() or name.startswith("import")):
                CHANGES[name](library, number)
                former, present = present, without_reading(root)
                if present != former:
                    before.append(former)
                    undone.clear()
            if number == 0:
                disk = SimulatedDisk(root, lambda: None)
                simulate_disk(disk, root, patched)
                continue
            folder = Path(temporary) / str(number)
            (folder / "articles").mkdir(parents=True)
            disk.write_state_after_power_cut(folder, chance, contents(root))
            assert without_reading(folder) == present
            with open_library(folder) as after:
                assert bool(after.undo()) == bool(before)
            assert without_reading(folder) == (before[-1] if before else present)
            with open_library(folder) as after:
                after.redo()
            if before or undone:
                assert without_reading(folder) == (present if before else undone[-1])
        library.close()


def without_reading(root: Path) -> State:
    """Return the state of a library without what changes by reading on, which is part of no step."""
    found = state(root)
    for name, value in found.items():
        if isinstance(value, tuple) and value and isinstance(value[0], Article):
            article, annotations = value
            found[name] = msgspec.structs.replace(article, position=0, status=Status.UNREAD), annotations
    return found
