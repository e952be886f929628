"""Taking files into a library: many by one change, and one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from store.errors import PizhuError
from store.importing.folders import files_in
from store.importing.parallel import Read, read_all
from store.importing.registry import read_bundle
from store.library import Library
from store.library.batches import batches
from store.library.ingest import Ingested, Outcome
from store.model.article import Draft
from store.model.bundle import Merged
from store.progress import Progress, no_progress
from store.storage.undo_log import StepGroup


class ImportedFile(msgspec.Struct, frozen=True):
    """A file that is an article now."""

    path: Path
    article: str
    """The article's ID."""
    title: str
    outcome: Outcome
    encoding: str
    lost: int
    """Annotations that cannot be found again in the new text."""


class RejectedFile(msgspec.Struct, frozen=True):
    """A file that could not be imported."""

    path: Path
    reason: str
    """A sentence for a person."""


def import_bundle(
    library: Library, path: Path, progress: Progress = no_progress, group: StepGroup | None = None
) -> Merged | RejectedFile:
    """Take in what a file brings from elsewhere, annotations and all, as one step; what became of it.

    :param progress: told how many articles have been taken in, of how many as far as that is known.
    :param together: the step that it is a part of, when it is to be one with others.
    """
    try:
        return library.merger.merge(read_bundle(path), f"import {path.name}", progress, group)
    except PizhuError as error:
        return RejectedFile(path, str(error))


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[RejectedFile]]:
    """The files that the paths name, and the text files in those that are folders; and what is none."""
    files: list[Path] = []
    refused: list[RejectedFile] = []
    for path in paths:
        try:
            files += files_in(path)
        except PizhuError as error:
            refused.append(RejectedFile(path, str(error)))
    return files, refused


def import_files(
    library: Library, files: Sequence[Path], group: StepGroup | None = None
) -> Iterator[ImportedFile | RejectedFile]:
    """Import files, all in one step that can be taken back, telling of each when it is on the disk.

    They are read before the library is held, so that others can write in between. Whoever stops listening
    stops the import: what was told of is done, and nothing else.

    :param together: the step that they are a part of, when it is to be one with others.
    """
    if group is None and len(files) > 1:
        group = StepGroup(f"import {len(files)} files")
    for read in batches(read_all(files), _text_length):
        yield from _taken_in(library, read, group)


def _taken_in(
    library: Library, read: list[Read], group: StepGroup | None
) -> Iterator[ImportedFile | RejectedFile]:
    drafts = [draft for _, draft, _ in read if isinstance(draft, Draft)]
    try:
        ingested = iter(library.articles.add_all(drafts, group))
    except PizhuError as error:
        yield from (RejectedFile(path, str(error)) for path, _, _ in read)
        return
    for path, draft, encoding in read:
        arrival = next(ingested) if isinstance(draft, Draft) else draft
        if isinstance(arrival, Ingested):
            yield ImportedFile(path, arrival.article, arrival.title, arrival.outcome, encoding, arrival.lost)
        else:
            yield RejectedFile(path, str(arrival))


def _text_length(read: Read) -> int:
    _, draft, _ = read
    return len(draft.text) if isinstance(draft, Draft) else 0
