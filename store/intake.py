"""Taking files into a library: many by one change, and one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec

from store.accession import Outcome
from store.article import Draft
from store.errors import PizhuError
from store.history import Together
from store.importers import read_file
from store.importers.folders import files_in
from store.library import Library

AT_ONCE = 64
"""Files that are written by one change: the disk does several at the price of one."""

TOGETHER = 2_000_000
"""Code points after which a change is large enough, however few the files."""


class Taken(msgspec.Struct, frozen=True):
    """A file that is an article now."""

    path: Path
    article: str
    """The article's ID."""
    title: str
    outcome: Outcome
    encoding: str
    lost: int
    """Annotations that cannot be found again in the new text."""


class Refused(msgspec.Struct, frozen=True):
    """A file that could not be imported."""

    path: Path
    reason: str
    """A sentence for a person."""


def look_up(paths: Iterable[Path]) -> tuple[list[Path], list[Refused]]:
    """The files that the paths name, and the text files in those that are folders; and what is none."""
    files: list[Path] = []
    refused: list[Refused] = []
    for path in paths:
        try:
            files += files_in(path)
        except PizhuError as error:
            refused.append(Refused(path, str(error)))
    return files, refused


def take_in(library: Library, files: Sequence[Path]) -> Iterator[Taken | Refused]:
    """Import files, all in one step that can be taken back, telling of each when it is on the disk.

    They are read before the library is held, so that others can write in between. Whoever stops listening
    stops the import: what was told of is done, and nothing else.
    """
    together = Together(f"import {len(files)} files") if len(files) > 1 else None
    for read in _batches(files):
        yield from _taken_in(library, read, together)


def _taken_in(library: Library, read: Batch, together: Together | None) -> Iterator[Taken | Refused]:
    drafts = [draft for _, draft, _ in read if isinstance(draft, Draft)]
    try:
        arrivals = iter(library.add_all(drafts, together))
    except PizhuError as error:
        yield from (Refused(path, str(error)) for path, _, _ in read)
        return
    for path, draft, encoding in read:
        arrival = next(arrivals) if isinstance(draft, Draft) else draft
        if isinstance(arrival, PizhuError):
            yield Refused(path, str(arrival))
        else:
            yield Taken(path, arrival.article, arrival.title, arrival.outcome, encoding, arrival.lost)


Batch: TypeAlias = list[tuple[Path, Draft | PizhuError, str]]
"""Files read, each with its encoding, or with why it cannot be read."""


def _batches(files: Iterable[Path]) -> Iterator[Batch]:
    batch: Batch = []
    size = 0
    for path in files:
        try:
            draft, encoding = read_file(path)
        except PizhuError as error:
            batch.append((path, error, ""))
        else:
            batch.append((path, draft, encoding))
            size += len(draft.text)
        if len(batch) == AT_ONCE or size >= TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
