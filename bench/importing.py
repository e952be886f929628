"""Importing text files of 2,000 characters, durable and searchable."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from bench.corpus import drafts
from bench.timing import Row, milliseconds
from store.importing.batch import find_files, import_files
from store.library import Library, open_library

RUNS = 5


def rows(folder: Path) -> Iterator[Row]:
    """Yield how many files were imported, and how many a second.

    Nothing is deleted before the end, since file systems allocate slowly after deletions.
    """
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        for count in (500, 2000):
            source = Path(temporary) / f"texts-{count}"
            source.mkdir()
            for number, draft in enumerate(drafts(count, seed=count)):
                (source / f"{number:05}.txt").write_text(draft.text.replace("\n", "\n\n"), "utf-8")
            os.sync()
            files, _ = find_files([source])
            rates = []
            for run in range(RUNS):
                with open_library(Path(temporary) / f"library-{count}-{run}") as library:
                    rates.append(count / milliseconds(partial(_import, library, files)) * 1000)
            yield f"{count:,} files", f"{median(rates):.0f} a second", f"{min(rates):.0f} to {max(rates):.0f}"


def _import(library: Library, files: list[Path]) -> None:
    for _ in import_files(library, files):
        pass
