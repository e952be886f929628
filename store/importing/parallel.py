"""Reading many files: the next are read by a process beside this one, while these are written."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from store.errors import PizhuError
from store.importing.reading import read_file
from store.model.article import Draft

MANY = 256
"""Files for which it is worth while to start another process: that takes as long as reading these."""

CHUNK = 16
"""Files that it is given at once."""

AHEAD = 8
"""Chunks that it may be ahead: what is read waits in memory."""

Read: TypeAlias = "tuple[Path, Draft | str, str]"
"""A file, its article or why it cannot be read, and its encoding."""


def read_all(files: Sequence[Path]) -> Iterator[Read]:
    """The files, read one after the other; one that cannot be read does not stop the others."""
    pool = _another_process() if len(files) >= MANY else None
    return map(_read, files) if pool is None else _read_beside(pool, files)


def _another_process() -> ProcessPoolExecutor | None:
    """A process to read in; None where none can be had, as in the reader, which has no standard error."""
    if (os.cpu_count() or 1) < 2:
        return None
    spawning = multiprocessing.get_context("spawn")
    with suppress(OSError, ValueError, ImportError, NotImplementedError):
        return ProcessPoolExecutor(1, mp_context=spawning, initializer=_leave_interrupts_alone)
    return None


def _read_beside(pool: ProcessPoolExecutor, files: Sequence[Path]) -> Iterator[Read]:
    # This process reads the first files, for the other takes a while to start.
    chunks = [files[start : start + CHUNK] for start in range(MANY // 4, len(files), CHUNK)]
    with pool:
        waiting = deque((chunk, pool.submit(_read_chunk, chunk)) for chunk in chunks[:AHEAD])
        yield from map(_read, files[: MANY // 4])
        for chunk in chain(chunks[AHEAD:], [None] * AHEAD):
            if waiting:
                yield from _result(*waiting.popleft())
            if chunk is not None:
                waiting.append((chunk, _submitted(pool, chunk)))


def _submitted(pool: ProcessPoolExecutor, chunk: Sequence[Path]) -> Future[list[Read]]:
    try:
        return pool.submit(_read_chunk, chunk)
    except BrokenProcessPool as error:
        failed: Future[list[Read]] = Future()
        failed.set_exception(error)
        return failed


def _result(chunk: Sequence[Path], read: Future[list[Read]]) -> list[Read]:
    """What the other process has read; if that one is gone, it is read here."""
    try:
        return read.result()
    except BrokenProcessPool:
        return _read_chunk(chunk)


def _leave_interrupts_alone() -> None:
    """Whoever presses ctrl+c means the process that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_chunk(files: Sequence[Path]) -> list[Read]:
    return [_read(path) for path in files]


def _read(path: Path) -> Read:
    try:
        draft, encoding = read_file(path)
    except PizhuError as error:
        return path, str(error), ""
    return path, draft, encoding
