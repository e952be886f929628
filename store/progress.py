"""Progress of long operations: a callback that is told how much is done, and may stop the operation."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Takes the number of units done and the total. Called on the thread of the operation.

It may raise :class:`store.errors.Stopped`. An operation that can be stopped therefore calls it only until it
changes something.
"""


def no_progress(_done: int, _total: int) -> None:
    """Do nothing: the default for operations without a progress display."""


def halves(progress: Progress) -> tuple[Progress, Progress]:
    """Split a callback into two, one for each of two equally long halves of an operation."""

    def first(done: int, total: int) -> None:
        progress(done // 2, total)

    def second(done: int, total: int) -> None:
        progress((total + done) // 2, total)

    return first, second
