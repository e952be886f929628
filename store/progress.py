"""Watching long work: who wants to know is told how much of how much is done."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how much of how much is done, on the thread that does it.

Whoever is told may raise :class:`store.errors.Stopped`: work that can be stopped tells only as long as that
leaves everything as it was.
"""


def no_progress(_done: int, _total: int) -> None:
    """Nobody wants to know."""


def halves(progress: Progress) -> tuple[Progress, Progress]:
    """Who is told of the two halves of some work, both as long; the first is done when the second begins."""

    def first(done: int, total: int) -> None:
        progress(done // 2, total)

    def second(done: int, total: int) -> None:
        progress((total + done) // 2, total)

    return first, second
