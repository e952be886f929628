"""The reader beside an empty Textual app: the first screen, and keys."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.timed_program import TimedProgram
from bench.timing import Row
from store.library import open_library
from tui.starters import put_starters

SIZE = (120, 40)
RUNS = 9
KEYS = 60


def rows(_folder: Path) -> Iterator[Row]:
    """Yield what was measured, Pizhu, the peer and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(Path(folder) / "library")
        put_starters(library)
        library.close()
        caches = {"XDG_CACHE_HOME": f"{folder}/cache", "XDG_CONFIG_HOME": f"{folder}/config"}
        ours = [str(Path(sys.executable).with_name("pizhu")), "--library", f"{folder}/library"]
        peer = [sys.executable, "-m", "bench.empty_app"]
        yield _first_screen(ours, peer, caches)
        for key, name in (("w", "word"), ("j", "line"), (" ", "page")):
            yield _key(ours, peer, caches, key, name)


def _first_screen(ours: list[str], peer: list[str], environment: dict[str, str]) -> Row:
    our_times, peer_times = [], []
    for run in range(RUNS + 1):
        with TimedProgram(ours, environment, SIZE) as program:
            first = program.first_seen("Articles 10")
        with TimedProgram(peer, environment, SIZE) as program:
            other = program.first_seen("ready")
        if run:  # the first run fills the cache of the disk
            our_times.append(first)
            peer_times.append(other)
    ratio = median(one / other for one, other in zip(our_times, peer_times, strict=True))
    return "first screen", f"{median(our_times):.3f} s", f"{median(peer_times):.3f} s", f"{ratio:.2f}"


def _key(ours: list[str], peer: list[str], environment: dict[str, str], key: str, name: str) -> Row:
    our_times = _keys(ours, environment, "Articles 10", "\r", key)
    peer_times = _keys(peer, environment, "ready", "", key)
    shown = [
        f"{latency * 1000:.1f} ms, processor {work * 1000:.1f} ms"
        for latency, work in (our_times, peer_times)
    ]
    return f"a key: {name}", shown[0], shown[1], f"processor {our_times[1] / peer_times[1]:.2f}"


def _keys(
    command: list[str], environment: dict[str, str], ready: str, before: str, key: str
) -> tuple[float, float]:
    """Return the median latency of a key and the processor time per key, in seconds."""
    with TimedProgram(command, environment, SIZE) as program:
        program.first_seen(ready)
        program.settle()
        if before:
            program.key(before)
        start = program.processor_time()
        latencies = [program.key(key) for _ in range(KEYS)]
        return median(latencies), (program.processor_time() - start) / KEYS
