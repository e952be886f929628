"""How long an event loop stands still while jieba is loaded in a thread beside it."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

from store.chinese.words import Segmenter

Row = tuple[str, str, str]


def rows() -> Iterator[Row]:
    """What, the seconds it took, and the worst stall of the loop."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("its cache built", "from its cache"):
            took, worst = asyncio.run(_load(Path(folder)))
            yield f"jieba, {name}", f"{took:.2f} s", f"{worst * 1000:.0f} ms"


async def _load(cache: Path) -> tuple[float, float]:
    return await stalled_by(Segmenter(cache, engine="jieba").load_in_background())


async def stalled_by(thread: Thread) -> tuple[float, float]:
    """The seconds until a thread has ended, and the longest that the loop stood still meanwhile."""
    worst, started = 0.0, time.perf_counter()
    last = started
    while thread.is_alive():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        worst, last = max(worst, now - last), now
    return last - started, worst
