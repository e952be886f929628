"""Imports many files. Files are written in batches, and a file that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import msgspec

from store.errors import PizhuError, Stopped
from store.importing.folders import ALL, Bounds, FoundFiles, files_in, files_matching, is_pattern
from store.importing.inputs.batch_options import NOTHING_SAID, BatchOptions
from store.importing.parallel import ReadResult, read_files
from store.importing.piece import Piece, ReadOptions
from store.importing.registry import read_bundle
from store.language import lazy
from store.library import Library
from store.library.arrivals.preview import Preview
from store.library.batches import batches
from store.library.ingest import Ingested, Outcome
from store.model import step_labels
from store.model.bundle import Merged
from store.progress import Progress, no_progress
from store.storage.history.undo_log import StepGroup

_LINK = lazy(
    "{link}: this link leads out of the folder, so it was not followed; name the file itself to import it."
)


class ImportedFile(msgspec.Struct, frozen=True):
    """A file that was imported as an article."""

    path: Path
    article: str
    """The article's ID."""
    title: str
    outcome: Outcome
    encoding: str
    lost: int
    """The number of annotations that were not found again in the new text."""
    moved: int
    """The number of annotations that now stand on changed words."""
    file_format: str = ""
    """The name of the format of the file."""
    address: str = ""
    """The address that it was fetched from, in the place of a path."""
    similar: str = ""
    """The ID of an article that has much of the text of an added one, such as a reprint."""
    similar_title: str = ""
    remarks: tuple[str, ...] = ()
    """What was left out or is doubtful: see :class:`store.importing.piece.Piece`."""
    refused: tuple[tuple[str, int], ...] = ()
    """Why other parts of its file are no articles, and how many: see :class:`store.importing.piece.Piece`."""
    skipped: tuple[tuple[str, int], ...] = ()
    """What kinds of files its archive has that were left alone, and how many."""

    @property
    def place(self) -> str:
        """The path or the address."""
        return self.address or str(self.path)

    @property
    def repairs(self) -> str:
        """What was repaired in its bytes, such as ``damaged, 1 place``; empty if nothing was."""
        return self.encoding.partition(" (")[2].removesuffix(")")


class RejectedFile(msgspec.Struct, frozen=True):
    """A file that could not be imported."""

    path: Path
    reason: str
    """The error message."""
    address: str = ""
    """The address that could not be read, in the place of a path."""

    @property
    def place(self) -> str:
        """The path or the address."""
        return self.address or str(self.path)


def import_bundle(
    library: Library,
    path: Path,
    progress: Progress = no_progress,
    group: StepGroup | None = None,
    merged: Merged | None = None,
) -> Merged | RejectedFile:
    """Merge a file with articles and annotations into the library, as one undo step.

    :param progress: called with the number of articles merged, and their total if known.
    :param group: the undo step that this import becomes part of.
    :param merged: is updated batch by batch, so that it tells what was merged before a stop or an error.
    """
    try:
        return library.merger.merge(
            read_bundle(path), step_labels.import_file(name=path.name), progress, group, merged
        )
    except PizhuError as error:
        return RejectedFile(path, str(error))


def find_files(
    paths: Iterable[Path], others: FoundFiles | None = None, bounds: Bounds = ALL
) -> tuple[list[Path], list[RejectedFile]]:
    """Return the files that paths and patterns name, with those in folders, and the paths that have none.

    :param others: counts the other files in folders, by suffix, and notes whether there are more.
    :raises Stopped: ``bounds`` ends the search by it.
    """
    files: list[Path] = []
    refused: list[RejectedFile] = []
    for path in paths:
        try:
            found = files_matching(str(path), bounds) if is_pattern(str(path)) else files_in(path, bounds)
            files += found.files
            refused += [RejectedFile(link, _LINK.format(link=link)) for link in found.left_out]
            if others is not None:
                others.skipped.update(found.skipped)
                others.has_more = others.has_more or found.has_more
        except Stopped:
            raise
        except PizhuError as error:
            refused.append(RejectedFile(path, str(error)))
    return files, refused


def import_files(
    library: Library,
    files: Sequence[Path],
    group: StepGroup | None = None,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - it is frozen
    said: BatchOptions = NOTHING_SAID,
) -> Iterator[ImportedFile | RejectedFile]:
    """Import files as one undo step, yielding each result after it is on disk.

    Files are read before the library is locked, so other processes can write in between. Closing the
    generator stops the import; what was yielded stays imported.

    A file of several articles yields a result for each.

    :param group: the undo step that this import becomes part of.
    :param said: what the user has said about all of them.
    """
    if group is None and len(files) > 1:
        group = StepGroup(label_of(len(files)))
    yield from import_read(library, read_files(files, options), group, said)


def import_read(
    library: Library,
    read: Iterable[ReadResult],
    group: StepGroup | None = None,
    said: BatchOptions = NOTHING_SAID,
    writing: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Iterator[ImportedFile | RejectedFile]:
    """Import what was read, as :func:`import_files` does.

    :param group: the undo step that this import becomes part of. Its label tells the number of files.
    :param writing: a context in which each batch is written and its results are yielded.
    """
    applied = ((path, _applied(said, path, pieces)) for path, pieces in read)
    done = 0
    for batch in batches(applied, _text_length):
        done += len(batch)
        if group is not None:
            group.label = label_of(done)
        with writing():
            yield from _import_batch(library, batch, group)


def label_of(count: int) -> str:
    """Return what a step is called that imports files, for undo."""
    return step_labels.import_files(files=count)


def preview_read(
    preview: Preview, read: Iterable[ReadResult], said: BatchOptions = NOTHING_SAID
) -> Iterator[tuple[ImportedFile | RejectedFile, Piece | None]]:
    """Yield what :func:`import_read` would, each with the article as it was read. Nothing is written."""
    for path, pieces in read:
        applied = _applied(said, path, pieces)
        if isinstance(applied, str):
            yield RejectedFile(_path(path), applied, _address(path)), None
            continue
        for piece in applied:
            yield _result(path, piece, preview.look(piece.article)), piece


def _applied(said: BatchOptions, path: Path | str, pieces: list[Piece] | str) -> list[Piece] | str:
    return pieces if isinstance(pieces, str) else said.applied_to(pieces, path)


def _import_batch(
    library: Library, read: list[ReadResult], group: StepGroup | None
) -> Iterator[ImportedFile | RejectedFile]:
    articles = [piece.article for _, pieces in read if isinstance(pieces, list) for piece in pieces]
    try:
        ingested = iter(library.articles.add_all(articles, group))
    except PizhuError as error:
        yield from (RejectedFile(_path(path), str(error), _address(path)) for path, _ in read)
        return
    for path, pieces in read:
        if isinstance(pieces, str):
            yield RejectedFile(_path(path), pieces, _address(path))
            continue
        for piece in pieces:
            yield _result(path, piece, next(ingested))


def _result(path: Path | str, piece: Piece, arrival: Ingested | PizhuError) -> ImportedFile | RejectedFile:
    if isinstance(arrival, PizhuError):
        return RejectedFile(_path(path), str(arrival), _address(path))
    return ImportedFile(
        path=_path(path),
        address=_address(path),
        article=arrival.article,
        title=arrival.title,
        outcome=arrival.outcome,
        encoding=piece.encoding,
        lost=arrival.lost,
        moved=arrival.moved,
        file_format=piece.file_format,
        similar=arrival.similar,
        similar_title=arrival.similar_title,
        remarks=piece.remarks + arrival.remarks,
        refused=piece.refused,
        skipped=piece.skipped,
    )


def _text_length(read: ReadResult) -> int:
    _, pieces = read
    return sum(len(piece.article.draft.text) for piece in pieces) if isinstance(pieces, list) else 0


def _path(place: Path | str) -> Path:
    return Path(place)


def _address(place: Path | str) -> str:
    return "" if isinstance(place, Path) else place
