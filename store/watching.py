"""Watching long work: who wants to know is told how much of how much is done."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how much of how much is done, on the thread that does it."""


def unwatched(_done: int, _total: int) -> None:
    """Nobody wants to know."""
