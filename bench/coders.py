"""Eight coders, each a process of its own, who annotate in one library at once.

Run as a program, ``python -m bench.coders LOCATION LOCAL NAME`` is such a coder. It prints a line when it has
opened the library, starts when it reads one, and prints each annotation that was acknowledged.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import msgspec

from bench.libraries import NOTE
from store.library import open_library
from store.location import Location, ServerLocation, is_address

CODERS = 8
EACH = 50
"""Annotations that each coder makes."""

DONE = f"{CODERS} coders at once, {EACH} annotations each"
"""What they do, as a table says it."""

PATIENCE = 120.0
"""Seconds to wait for another writer: what is measured is how long it takes, not when it is given up."""


class Acknowledged(msgspec.Struct, frozen=True):
    """What all coders were told."""

    seconds: float
    """From the common start until the last one has ended."""
    milliseconds: list[float]
    """How long each annotation took."""
    made: list[tuple[str, str]]
    """The article and the ID of each annotation."""
    failed: int
    """Coders that ended with an error."""


def annotate_at_once(location: Location) -> Acknowledged:
    """Let all coders annotate in the library at ``location``."""
    local = location.local if isinstance(location, ServerLocation) else Path()
    program = [sys.executable, "-m", "bench.coders", str(location), str(local)]
    return run_at_once([[*program, f"编码员{number}"] for number in range(CODERS)])


def run_at_once(programs: Sequence[Sequence[str]]) -> Acknowledged:
    """Start programs that each print a line when they are ready, and let them begin together."""
    coders = [
        subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for program in programs
    ]
    for coder in coders:
        assert coder.stdout is not None
        coder.stdout.readline()
    started = time.perf_counter()
    for coder in coders:
        assert coder.stdin is not None
        coder.stdin.write("\n")
        coder.stdin.flush()
    printed = [coder.communicate()[0] for coder in coders]
    seconds = time.perf_counter() - started
    lines = [line.split() for each in printed for line in each.splitlines()]
    return Acknowledged(
        seconds,
        [float(took) for _article, _id, took in lines],
        [(article, each) for article, each, _took in lines],
        sum(coder.returncode != 0 for coder in coders),
    )


def lost(location: Location, acknowledged: Acknowledged) -> int:
    """Return how many annotations that were acknowledged are not in the library, which is opened again."""
    with open_library(location) as library:
        articles = {article for article, _id in acknowledged.made}
        stored = {(article, each.id) for article in articles for each in library.annotations.of(article)}
    return len(set(acknowledged.made) - stored)


def cell(acknowledged: Acknowledged, lost_ones: int) -> str:
    """Return how a table tells it."""
    times = acknowledged.milliseconds
    return (
        f"{acknowledged.seconds:.1f} s; median {median(times):.0f} ms, slowest {max(times):.0f} ms; "
        f"{len(times)} acknowledged, lost {lost_ones}, coders that failed {acknowledged.failed}"
    )


def main(named: str, local: str, name: str) -> None:
    """Annotate at random places of the first articles of the list, which the others annotate as well."""
    location: Location = ServerLocation(named, Path(local)) if is_address(named) else Path(named)
    chance = random.Random(name)
    with open_library(location, creator=name, patience=PATIENCE) as library:
        articles = [row.id for row in library.articles.rows(0, 20)]
        print("ready", flush=True)
        sys.stdin.readline()
        for _ in range(EACH):
            article, start = chance.choice(articles), chance.randrange(1500)
            began = time.perf_counter()
            made = library.annotations.annotate(article, start, start + 5, note=NOTE)
            print(article, made.id, (time.perf_counter() - began) * 1000, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
