"""Shared by the benchmarks: timing of a call, and the rows of their tables."""

from __future__ import annotations

import time
from collections.abc import Callable

Row = tuple[str, ...]
"""The cells of one row of a section's table."""


def milliseconds(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000
