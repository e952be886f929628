"""Progress of long work: a callback that receives how much is done, and may stop the work."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Receives the units done and the total. Called on the thread that does the work.

It may raise :class:`store.errors.Stopped`. Work that can be stopped therefore calls it only while stopping
still leaves everything unchanged.
"""


def no_progress(_done: int, _total: int) -> None:
    """Ignore the progress."""


def halves(progress: Progress) -> tuple[Progress, Progress]:
    """Split a callback into two, for the equally long halves of some work, done one after the other."""

    def first(done: int, total: int) -> None:
        progress(done // 2, total)

    def second(done: int, total: int) -> None:
        progress((total + done) // 2, total)

    return first, second
