"""Every export of ten thousand articles with fifty thousand annotations: how long, how much memory.

Run as a program it makes one export, in a process of its own, and prints its seconds and its peak memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.libraries import make_library
from store.exporting import FORMATS, export, format_of
from store.exporting.selection import Selection
from store.library import open_library
from store.model.tag import Tag

ARTICLES = 10_000
TAGS = 60
"""Entries of the codebook."""

Row = tuple[str, ...]


def rows(folder: Path) -> Iterator[Row]:
    """The format, its time, its memory, its size; the time by that of writing the same bytes, of reading."""
    root = folder / "exporting"
    if not root.exists():
        make_library(root, ARTICLES)
        with open_library(root) as library:
            library.codebook.write(Tag(name=f"题/{number}") for number in range(TAGS))
    reading, _ = _measured(root, "", folder / "nothing")
    yield "reading alone", f"{reading:.1f} s", "", "", "", ""
    for name in FORMATS:
        path = folder / f"export{FORMATS[name].suffixes[0]}"
        taken, memory = _measured(root, name, path)
        size, bare = path.stat().st_size, _bare(path)
        path.unlink()
        yield (
            name,
            f"{taken:.1f} s",
            f"{memory:.0f} MB",
            f"{size / 1e6:.1f} MB",
            f"{taken / bare:.0f}",
            f"{taken / reading:.1f}",
        )


def _measured(root: Path, name: str, path: Path) -> tuple[float, float]:
    """Seconds, and megabytes at the most."""
    command = [sys.executable, "-m", "bench.exporting", str(root), name, str(path)]
    seconds, megabytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(megabytes)


def _bare(path: Path) -> float:
    """Seconds to write the same bytes, and to put them on the disk."""
    data, beside = path.read_bytes(), path.with_suffix(".bare")
    started = time.perf_counter()
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    taken = time.perf_counter() - started
    beside.unlink()
    return taken


def main() -> None:
    """Make one export; without a format, only read what would be exported."""
    root, name, path = sys.argv[1:]
    with open_library(Path(root), create=False) as library:
        selection = Selection(library)
        started = time.perf_counter()
        if name:
            export(selection, format_of(name), Path(path))
        else:
            for _ in selection:
                pass
        taken = time.perf_counter() - started
    # Not ru_maxrss, in which the memory of who started this process is counted as well.
    peak = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
    print(taken, peak)


if __name__ == "__main__":
    main()
