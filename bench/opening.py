"""Opening a library: time to the first page of the list, time of the check of all files, peak memory.

Run as a program, ``python -m bench.opening LIBRARY`` prints these three figures. It runs in a process of its
own, so that nothing else is counted.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.timing import Row

RUNS = 5


def rows(folder: Path) -> Iterator[Row]:
    """Yield the size of a library and the three figures."""
    from bench.libraries import sized_libraries  # not in the process whose memory is measured

    for size, root in sized_libraries(folder).items():
        runs = [_run(root) for _ in range(RUNS)]
        page, check, memory = (median(each) for each in zip(*runs, strict=True))
        yield f"{size:,} articles", f"{page:.1f} ms", f"{check:.0f} ms", f"{memory:.0f} MB"


def _run(root: Path) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "bench.opening", str(root)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    page, check, memory = map(float, output.split())
    return page, check, memory


def main() -> None:
    """Measure one opening and print milliseconds, milliseconds and MB."""
    from store.library import open_library

    started = time.perf_counter()
    with open_library(Path(sys.argv[1])) as library:
        library.articles.rows(0, 60)
        library.articles.count()
        page = time.perf_counter()
        library.resync()
        checked = time.perf_counter()
        list(library.texts.search("的", limit=20))
        library.codebook.uses()
    status = Path("/proc/self/status").read_text()
    memory = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print((page - started) * 1000, (checked - page) * 1000, memory)


if __name__ == "__main__":
    main()
