"""The lock between processes: waiting for it, giving up, and its release when a process dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.errors import Busy
from store.library import Library, open_library
from store.storage.folder.file_lock import FileLock
from tests.conftest import root_of


@contextmanager
def held(root: Path) -> Iterator[FileLock]:
    """Hold the library's lock as another process would."""
    lock = FileLock(root / "lock")
    assert lock.acquire(0)
    yield lock
    if lock.depth:
        lock.release()


def test_giving_up_on_a_held_lock_raises_busy_and_changes_nothing(library: Library, station: str) -> None:
    with open_library(root_of(library), patience=0.0) as impatient, held(root_of(library)):
        with pytest.raises(Busy, match="Another Pizhu"):
            impatient.articles.tag(station, ["铁路"])
        assert impatient.articles.get(station).tags == ()


def test_waiting_for_a_held_lock_notifies_the_user_and_then_writes(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.storage.folder.file_lock.SILENT_WAIT", 0.0)
    with held(root_of(library)) as lock:
        messages: list[str] = []

        def on_wait(sentence: str) -> None:
            messages.append(sentence)
            lock.release()

        with open_library(root_of(library), on_wait=on_wait) as patient:
            patient.articles.tag(station, ["铁路"])
    assert len(messages) == 1
    assert "waiting for it to finish" in messages[0]
    assert library.articles.get(station).tags == ("铁路",)


def _hold(root: Path, ready: threading.Event) -> None:
    with held(root):
        ready.set()
        signal.pause()


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="a signal ends the process")
def test_the_lock_of_a_dead_process_is_released(library: Library, station: str) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    holder = context.Process(target=_hold, args=(root_of(library), ready))
    holder.start()
    try:
        assert ready.wait(60)
        with open_library(root_of(library), patience=0.0) as impatient, pytest.raises(Busy):
            impatient.articles.tag(station, ["铁路"])
    finally:
        holder.kill()
        holder.join()
    with open_library(root_of(library), patience=0.0) as impatient:
        assert impatient.articles.tag(station, ["铁路"]) == ("铁路",)


def _annotate_often(root: Path, article: str, creator: str) -> None:
    with open_library(root, creator=creator) as library:
        for number in range(20):
            library.annotations.annotate_quote(
                article, "油菜花", tags=[f"{creator}/{number}"], note=f"{creator} {number}"
            )


@pytest.mark.long
def test_two_processes_annotating_one_article_simultaneously_lose_nothing(
    library: Library, station: str
) -> None:
    spawning = multiprocessing.get_context("spawn")
    others = [
        spawning.Process(target=_annotate_often, args=(root_of(library), station, creator))
        for creator in ("甲", "乙")
    ]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0]
    expected = {f"{creator} {number}" for creator in ("甲", "乙") for number in range(20)}
    assert {annotation.note for annotation in library.annotations.of(station)} == expected
    assert len({annotation.rev for annotation in library.annotations.of(station)}) == 40
    assert len(library.codebook.tags()) == 40
    library.resync()
    assert sum(library.codebook.uses().values()) == 40
