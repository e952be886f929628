"""Opens a library and prints three figures.

Milliseconds to the first page of the list, milliseconds of the check of all files, and the peak memory in MB:
in a process of its own, so that nothing else is counted.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from store.library import open_library


def main() -> None:
    """Measure and print."""
    started = time.perf_counter()
    with open_library(Path(sys.argv[1])) as library:
        library.articles.rows(0, 60)
        library.articles.count()
        page = time.perf_counter()
        library.resync()
        healed = time.perf_counter()
        list(library.texts.search("的", limit=20))
        library.codebook.uses()
    status = Path("/proc/self/status").read_text()
    memory = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print((page - started) * 1000, (healed - page) * 1000, memory)


if __name__ == "__main__":
    main()
