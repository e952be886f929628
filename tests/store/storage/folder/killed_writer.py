"""A program that makes changes of several files, one after the other, until it is killed.

``python -m tests.store.storage.folder.killed_writer FOLDER`` prints a line after each change.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path
from typing import TypeAlias

from store.library import Library, open_library
from tests.conftest import draft

State: TypeAlias = dict[str, tuple[str, ...]]
"""The tags of each article, by its title."""

ARTICLES = 12
"""How many are imported at once."""


def change(library: Library, number: int) -> None:
    """Make one change: import articles, tag all, rename the tag of all, undo that, redo it."""
    match number % 4:
        case 0:
            library.articles.add_all(
                [draft(f"第{number}次第{each}篇。", title=f"{number}-{each}") for each in range(ARTICLES)]
            )
        case 1:
            with library.one_step("tag all"):
                for row in library.articles.rows():
                    library.articles.retag(row.id, add=[f"标{number}"], remove=row.tags)
        case 2:
            library.undo()
        case _:
            library.redo()


def state_of(library: Library) -> State:
    """Return the state of a library."""
    library.resync()
    assert library.damage() == []
    return {row.title: library.articles.get(row.id).tags for row in library.articles.rows()}


def states_after(changes: int) -> tuple[State, State]:
    """Return the state after that many changes, and the one that an undo leads to then."""
    present: State = {}
    before: list[State] = []
    undone: list[State] = []
    for number in range(changes):
        if number % 4 < 2:
            before.append(present)
            if number % 4 == 0:
                present = {**present, **{f"{number}-{each}": () for each in range(ARTICLES)}}
            else:
                present = dict.fromkeys(present, (f"标{number}",))
        elif number % 4 == 2:
            undone.append(present)
            present = before.pop()
        else:
            before.append(present)
            present = undone.pop()
    return present, before[-1] if before else present


if __name__ == "__main__":
    with open_library(Path(sys.argv[1])) as opened:
        for done in count():
            change(opened, done)
            print(done, flush=True)  # noqa: T201 - an acknowledgement
