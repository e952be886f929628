"""The lock between processes: waited for, given up in the end, and never left behind."""

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
    """The library's lock in another's hand."""
    lock = FileLock(root / "lock")
    assert lock.acquire(0)
    yield lock
    if lock.depth:
        lock.release()


def test_a_writer_that_waits_too_long_says_so_and_has_done_nothing(library: Library, station: str) -> None:
    with open_library(root_of(library), patience=0.0) as hasty, held(root_of(library)):
        with pytest.raises(Busy, match="Another Pizhu"):
            hasty.articles.tag(station, ["铁路"])
        assert hasty.articles.get(station).tags == ()


def test_a_waiting_writer_says_what_it_waits_for_and_then_writes(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.storage.folder.folder_store.SILENT_WAIT", 0.0)
    with held(root_of(library)) as lock:
        told: list[str] = []

        def waiting(sentence: str) -> None:
            told.append(sentence)
            lock.release()

        with open_library(root_of(library), on_wait=waiting) as patient:
            patient.articles.tag(station, ["铁路"])
    assert len(told) == 1
    assert "waiting for it to finish" in told[0]
    assert library.articles.get(station).tags == ("铁路",)


def _hold(root: Path, ready: threading.Event) -> None:
    with held(root):
        ready.set()
        signal.pause()


@pytest.mark.skipif(os.name == "nt", reason="a signal ends the process")
def test_the_lock_of_a_dead_process_is_no_lock(library: Library, station: str) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    holder = context.Process(target=_hold, args=(root_of(library), ready))
    holder.start()
    try:
        assert ready.wait(60)
        with open_library(root_of(library), patience=0.0) as hasty, pytest.raises(Busy):
            hasty.articles.tag(station, ["铁路"])
    finally:
        holder.kill()
        holder.join()
    with open_library(root_of(library), patience=0.0) as hasty:
        assert hasty.articles.tag(station, ["铁路"]) == ("铁路",)


def _annotate_often(root: Path, article: str, who: str) -> None:
    with open_library(root, creator=who) as library:
        for number in range(20):
            library.annotations.annotate_quote(
                article, "油菜花", tags=[f"{who}/{number}"], note=f"{who} {number}"
            )


def test_two_who_annotate_one_article_at_once_lose_nothing(library: Library, station: str) -> None:
    spawning = multiprocessing.get_context("spawn")
    others = [
        spawning.Process(target=_annotate_often, args=(root_of(library), station, who))
        for who in ("甲", "乙")
    ]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0]
    expected = {f"{who} {number}" for who in ("甲", "乙") for number in range(20)}
    assert {mark.note for mark in library.annotations.of(station)} == expected
    assert len({mark.rev for mark in library.annotations.of(station)}) == 40
    assert len(library.codebook.tags()) == 40
    library.resync()
    assert sum(library.codebook.uses().values()) == 40
