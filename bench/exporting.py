"""Every export of ten thousand articles with fifty thousand annotations: time, memory and size.

Run as a program, ``python -m bench.exporting LIBRARY FORMAT FILE`` makes one export and prints its seconds
and its peak memory in MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.libraries import make_library
from bench.timing import Row
from store.exporting import FORMATS, export, format_of
from store.exporting.selection import Selection
from store.library import open_library
from store.model.tag import Tag

ARTICLES = 10_000
TAGS = 60
"""Entries of the codebook."""


def rows(folder: Path) -> Iterator[Row]:
    """Yield a format, its time, memory and size, and the ratios to writing the bytes and to reading."""
    root = folder / "exporting"
    if not root.exists():
        make_library(root, ARTICLES)
        with open_library(root) as library:
            library.codebook.write(Tag(name=f"题/{number}") for number in range(TAGS))
    reading, _ = _run(root, "", folder / "nothing")
    yield "reading alone", f"{reading:.1f} s", "", "", "", ""
    for name in FORMATS:
        path = folder / f"export{FORMATS[name].suffixes[0]}"
        seconds, memory = _run(root, name, path)
        size, bare = path.stat().st_size, _bare_write(path)
        path.unlink()
        yield (
            name,
            f"{seconds:.1f} s",
            f"{memory:.0f} MB",
            f"{size / 1e6:.1f} MB",
            f"{seconds / bare:.0f}",
            f"{seconds / reading:.1f}",
        )


def _run(root: Path, name: str, path: Path) -> tuple[float, float]:
    """Run one export in a process of its own and return its seconds and peak megabytes."""
    command = [sys.executable, "-m", "bench.exporting", str(root), name, str(path)]
    seconds, megabytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(megabytes)


def _bare_write(path: Path) -> float:
    """Return the seconds of writing and syncing the same bytes."""
    data, copy = path.read_bytes(), path.with_suffix(".bare")
    started = time.perf_counter()
    with copy.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    seconds = time.perf_counter() - started
    copy.unlink()
    return seconds


def main() -> None:
    """Make one export; without a format, only read the selection."""
    root, name, path = sys.argv[1:]
    with open_library(Path(root), create=False) as library:
        selection = Selection(library)
        started = time.perf_counter()
        if name:
            export(selection, format_of(name), Path(path))
        else:
            for _ in selection:
                pass
        seconds = time.perf_counter() - started
    # Not ru_maxrss, which includes the memory of the parent process.
    peak = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
    print(seconds, peak)


if __name__ == "__main__":
    main()
