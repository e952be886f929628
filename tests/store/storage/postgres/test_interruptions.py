"""A change on a server, interrupted at each step: it takes effect completely, once, or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from store.storage.postgres.address import parse_address
from store.storage.postgres.postgres_store import PostgresStore
from tests.lengths import by_length
from tests.store.storage.postgres.interruptions import Interrupt, cut, interrupted, lose_answer
from tests.store.storage.postgres.killed_writer import change
from tests.store.storage.test_document_store import ONE, TWO, creation, write


class State(NamedTuple):
    """What a number of changes leads to."""

    titles: tuple[str, str]
    notes: int
    revision: int
    steps: int


def state_after(changes: int) -> State:
    title = "渡口" + "甲" * changes
    return State((title, title), changes, 1 + changes, changes)


def state_of(store: PostgresStore) -> State:
    one, two = store.read(ONE), store.read(TWO)
    assert one.article["rev"] == two.article["rev"]
    revision = one.article["rev"]
    assert isinstance(revision, int)
    titles = str(one.article["title"]), str(two.article["title"])
    return State(titles, len(one.annotations), revision, len(list(store.journal.lines(0))))


@pytest.fixture
def open_store(postgres_address: str, tmp_path: Path) -> Iterator[Callable[[], PostgresStore]]:
    opened: list[PostgresStore] = []

    def open_another() -> PostgresStore:
        store = PostgresStore(parse_address(postgres_address), tmp_path / f"local {len(opened)}")
        store.create()
        opened.append(store)
        return store

    yield open_another
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], PostgresStore]) -> PostgresStore:
    made = open_store()
    write(made, *creation(ONE), *creation(TWO, "别的。"))
    return made


@pytest.mark.parametrize("interrupt", [cut, lose_answer])
def test_a_change_takes_effect_once_whenever_its_connection_is_lost(
    store: PostgresStore, interrupt: Interrupt
) -> None:
    for step in count():
        with interrupted(step, interrupt) as taken:
            change(store)
        assert state_of(store) == state_after(step + 1)
        if len(taken) <= step:
            break
    assert step > 8


@pytest.mark.parametrize("interrupt", [cut, lose_answer])
def test_another_store_goes_on_whenever_a_connection_is_lost(
    store: PostgresStore, open_store: Callable[[], PostgresStore], interrupt: Interrupt
) -> None:
    """What a lost connection has locked is released."""
    other = open_store()
    with interrupted(3, interrupt):
        change(store)
    change(other)
    assert state_of(other) == state_after(2)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.longer
@pytest.mark.parametrize("moment", by_length(short=["before"], long=["before", "after"]))
def test_a_killed_writer_leaves_a_change_completely_or_not_at_all(
    store: PostgresStore, postgres_address: str, tmp_path: Path, moment: str
) -> None:
    changes = 0
    for step in range(0, 100, by_length(short=4, long=1)):
        command = [sys.executable, "-m", "tests.store.storage.postgres.killed_writer", postgres_address]
        command += [str(tmp_path / "killed"), str(step), moment]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        present = state_of(store)
        if done.stdout:
            assert present == state_after(changes + 1)
        else:
            assert present in (state_after(changes), state_after(changes + 1))
        changes = present.steps
        change(store)
        changes += 1
        assert state_of(store) == state_after(changes)
        if done.returncode == 0:
            break
    assert done.returncode == 0
    assert step > 8
