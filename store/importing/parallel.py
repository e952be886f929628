"""Reads many files: a second process reads ahead while this one writes."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from store.errors import PizhuError
from store.importing.piece import Piece, ReadOptions
from store.importing.reading import read_file
from store.language import Language, _, current_language, use_language

PARALLEL_MIN_FILES = 256
"""The number of files from which a second process pays off: starting it takes as long as reading these. No
more are read here before it has started."""

CHUNK_FILES = 16
"""The number of files sent to the second process at once."""

CHUNKS_AHEAD = 8
"""The maximum number of chunks read ahead and kept in memory."""

_LONGEST_FAULT = 200
"""Code points of a parser's message that are shown."""

ReadResult: TypeAlias = tuple[Path | str, list[Piece] | str]
"""A path, an address or the name of something else; the articles in the file, or the error message."""


def read_files(
    files: Sequence[Path],
    options: ReadOptions = ReadOptions(),  # noqa: B008 - it is frozen
) -> Iterator[ReadResult]:
    """Yield the files in order. Files that cannot be read yield an error message."""
    pool = _start_pool() if len(files) >= PARALLEL_MIN_FILES else None
    read = partial(_read, options=options)
    return map(read, files) if pool is None else _read_in_parallel(pool, files, options)


def _start_pool() -> ProcessPoolExecutor | None:
    """Start a second process; None if that is impossible, as in the reader, which has no standard error."""
    if (os.cpu_count() or 1) < 2:
        return None
    spawning = multiprocessing.get_context("spawn")
    with suppress(OSError, ValueError, ImportError, NotImplementedError):
        return ProcessPoolExecutor(1, mp_context=spawning, initializer=_begin, initargs=(current_language(),))
    return None


def _read_in_parallel(
    pool: ProcessPoolExecutor, files: Sequence[Path], options: ReadOptions
) -> Iterator[ReadResult]:
    try:
        started, alone = pool.submit(_read_chunk, [], options), 0
        while not started.done() and alone < PARALLEL_MIN_FILES:
            yield _read(files[alone], options)
            alone += 1
        chunks = [files[start : start + CHUNK_FILES] for start in range(alone, len(files), CHUNK_FILES)]
        waiting = deque((chunk, _submit(pool, chunk, options)) for chunk in chunks[:CHUNKS_AHEAD])
        for chunk in chain(chunks[CHUNKS_AHEAD:], [None] * CHUNKS_AHEAD):
            if waiting:
                yield from _result(*waiting.popleft(), options)
            if chunk is not None:
                waiting.append((chunk, _submit(pool, chunk, options)))
    finally:  # it may have been stopped: what is waiting is not read any more
        pool.shutdown(cancel_futures=True)


def _submit(
    pool: ProcessPoolExecutor, chunk: Sequence[Path], options: ReadOptions
) -> Future[list[ReadResult]]:
    try:
        return pool.submit(_read_chunk, chunk, options)
    except BrokenProcessPool as error:
        failed: Future[list[ReadResult]] = Future()
        failed.set_exception(error)
        return failed


def _result(chunk: Sequence[Path], read: Future[list[ReadResult]], options: ReadOptions) -> list[ReadResult]:
    """Return what the second process has read; if it died, read the chunk here."""
    try:
        return read.result()
    except BrokenProcessPool:
        return _read_chunk(chunk, options)


def _begin(language: Language) -> None:
    """Prepare the second process: it speaks the language of the first, for which ctrl+c is meant."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use_language(language)


def _read_chunk(files: Sequence[Path], options: ReadOptions) -> list[ReadResult]:
    return [_read(path, options) for path in files]


def _read(path: Path, options: ReadOptions) -> ReadResult:
    return path, read_or_refuse(path, lambda: read_file(path, options))


def read_or_refuse(place: Path | str, read: Callable[[], list[Piece]]) -> list[Piece] | str:
    """Return what ``read`` returns, or the message of its error.

    A fault of a parser must not keep the other files from being imported.
    """
    try:
        return read()
    except PizhuError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001
        fault = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_FAULT]
        return _(
            "{place}: its reader failed ({fault}); please report this, with the file if you may.",
            place=place,
            fault=fault,
        )
