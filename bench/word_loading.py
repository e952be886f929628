"""How long the event loop stalls while jieba is loaded on a thread."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

from bench.timing import Row
from store.chinese.words import Segmenter


def rows(_folder: Path) -> Iterator[Row]:
    """Yield what was loaded, how long it took, and the longest stall of the event loop."""
    with tempfile.TemporaryDirectory() as folder:
        for what in ("its cache built", "from its cache"):
            seconds, stall = asyncio.run(_load(Path(folder)))
            yield f"jieba, {what}", f"{seconds:.2f} s", f"{stall * 1000:.0f} ms"


async def _load(cache: Path) -> tuple[float, float]:
    return await measure_stall(Segmenter(cache, engine="jieba").load_in_background())


async def measure_stall(thread: Thread) -> tuple[float, float]:
    """Return the seconds until a thread has ended, and the longest stall of the event loop meanwhile."""
    longest, started = 0.0, time.perf_counter()
    last = started
    while thread.is_alive():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return last - started, longest
