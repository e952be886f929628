"""Syncs a file on a thread of its own while the caller syncs another.

One after the other they would cost about twice as much: a journalling file system writes both in one go if
both are asked for at the same time.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeAlias

Sync: TypeAlias = Callable[[int], object]
"""Syncs the file with this handle: ``os.fsync``."""

_Result: TypeAlias = "SimpleQueue[BaseException | None]"


class _SyncThread:
    """A thread that lives as long as the process, since starting one costs as much as a quarter of a sync."""

    def __init__(self) -> None:
        self._requests: SimpleQueue[tuple[Sync, int, _Result]] = SimpleQueue()
        threading.Thread(target=self._run, name="sync", daemon=True).start()

    def start(self, sync: Sync, handle: int) -> _Result:
        """Start a sync; the queue returned gets its error, or None."""
        result: _Result = SimpleQueue()
        self._requests.put((sync, handle, result))
        return result

    def _run(self) -> None:
        while True:
            sync, handle, result = self._requests.get()
            try:
                sync(handle)
            except BaseException as error:  # noqa: BLE001 - raised again by the caller
                result.put(error)
            else:
                result.put(None)


_threads: list[_SyncThread] = []
"""The thread of this process, once it is needed."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_threads.clear)  # threads do not survive a fork


def start_sync(sync: Sync, handle: int) -> Callable[[], None]:
    """Start syncing a file and return a function that waits until it is synced.

    The function raises what ``sync`` has raised. Where no thread can be started, the file is synced at once.
    """
    try:
        if not _threads:
            _threads.append(_SyncThread())
    except RuntimeError:
        sync(handle)
        return lambda: None
    result = _threads[0].start(sync, handle)

    def wait() -> None:
        error = result.get()
        if error is not None:
            raise error

    return wait
