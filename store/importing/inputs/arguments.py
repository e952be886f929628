"""What the user names to be imported: files, folders, patterns, addresses and standard input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from store.errors import BadInput
from store.importing.addresses import is_address, read_address
from store.importing.batch import RejectedFile, find_files
from store.importing.file_formats import TABLE_SUFFIXES
from store.importing.folders import ALL, Bounds, FoundFiles, is_pattern
from store.importing.inputs.hints import exists, hint_for, path_of_file_address
from store.importing.limits import MAX_FILE_BYTES, too_large
from store.importing.parallel import ReadResult, read_files, read_or_refuse
from store.importing.piece import Piece, ReadOptions, Source
from store.importing.reading import read_data, with_origin
from store.importing.registry import is_bundle, is_stand_in
from store.language import _

STANDARD_INPUT = "-"
"""The argument that stands for standard input."""


class Inputs(msgspec.Struct, kw_only=True):
    """What is to be imported."""

    files: list[Path] = msgspec.field(default_factory=list)
    """Files that become articles."""
    bundles: list[Path] = msgspec.field(default_factory=list)
    """Files of other libraries and programs, which are merged."""
    addresses: list[str] = msgspec.field(default_factory=list)
    """Addresses that are fetched."""
    standard_input: bool = False
    refused: list[RejectedFile] = msgspec.field(default_factory=list)
    """What cannot be found."""
    skipped: Counter[str] = msgspec.field(default_factory=Counter)
    """How many files of the folders are of other kinds, by suffix."""
    arguments: tuple[str, ...] = ()
    """What was named."""
    options: ReadOptions = ReadOptions()
    """How the files are read."""
    has_more: bool = False
    """Whether there are more files than the search was to find."""

    @property
    def count(self) -> int:
        """How many things there are to read."""
        return len(self.files) + len(self.bundles) + len(self.addresses) + self.standard_input


def find_inputs(
    arguments: Iterable[str],
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
    bounds: Bounds = ALL,
) -> Inputs:
    """Find what the arguments of an import name. Nothing is fetched or read yet.

    :param options: what the user has said of the files. A table that has the column of texts that is named
        has articles, not notes.
    :raises Stopped: ``bounds`` ends the search by it.
    """
    arguments = tuple(arguments)
    found, paths = Inputs(arguments=arguments, options=options), list[Path]()
    hints: list[RejectedFile] = []
    patterns: dict[Path, str] = {}
    for argument in dict.fromkeys(arguments):
        if argument == STANDARD_INPUT:
            found.standard_input = True
        elif is_address(argument.strip()):
            found.addresses.append(argument.strip())
        elif not exists(argument) and (path := path_of_file_address(argument)) is not None:
            paths.append(path)
        elif is_pattern(argument):
            paths.append(Path(argument))
            patterns[paths[-1]] = argument
        elif not exists(argument) and (hint := hint_for(argument)):
            hints.append(RejectedFile(Path(argument), hint, argument))
        else:
            paths.append(Path(argument))
    others = FoundFiles(skipped=found.skipped)
    if "text" in options.columns or options.more_columns:
        bounds = bounds._replace(is_wanted=partial(_has_columns, options=options, is_only=False))
    files, refused = find_files(paths, others, bounds)
    found.has_more = others.has_more
    annotated = {path for path in files if path.suffix == ".ann"}
    found.refused = [*hints, *(_hinted(each, patterns.get(each.path, "")) for each in refused)]
    for path in dict.fromkeys(files):
        bounds.check()
        if path.suffix != ".ann" and path.with_suffix(".ann") in annotated and is_stand_in(path):
            continue
        is_notes = is_bundle(path) and not (
            path.suffix.lower() in TABLE_SUFFIXES and _has_columns(path, options, is_only=len(files) == 1)
        )
        (found.bundles if is_notes else found.files).append(path)
    if len(files) > 1:
        found.options = replace(options, is_one_of_several=True)
    return found


def _has_columns(path: Path, options: ReadOptions, *, is_only: bool) -> bool:
    """Whether a table has the column of texts that the user has named.

    :param is_only: whether it is the only file, which the user then means.
    """
    sets = [each for each in (options.columns, *options.more_columns) if "text" in each]
    return any(is_only or _fits(path, each) for each in sets)


def _fits(path: Path, columns: Mapping[str, str]) -> bool:
    try:
        head = import_module("store.formats.tables.table_head").table_head_of(path)
        return head is not None and bool(head.columns(columns))
    except BadInput:
        return False


def _hinted(refused: RejectedFile, pattern: str) -> RejectedFile:
    """Return why a pattern has no files: perhaps it is an address with a question mark."""
    hint = hint_for(pattern)
    return RejectedFile(refused.path, hint, pattern) if hint else refused


def read_inputs(
    inputs: Inputs,
    read_standard_input: Callable[[], list[Piece]] = list,
) -> Iterator[ReadResult]:
    """Yield the articles of files, addresses and standard input, each with the path, address or name.

    What cannot be read yields an error message.
    """
    options = inputs.options
    yield from read_files(inputs.files, options)
    for address in inputs.addresses:
        yield address, read_or_refuse(address, lambda address=address: read_address(address, options))  # type: ignore[misc]
    if inputs.standard_input:
        yield STANDARD_INPUT, read_or_refuse(STANDARD_INPUT, read_standard_input)


def read_stream(stream: BinaryIO, name: str, options: ReadOptions) -> list[Piece]:
    """Return the articles in a stream, such as standard input.

    :param name: what it is called. Its suffix tells the format of a text. Reading a stream of the same name
        again updates the article; an empty name is never the same.
    :raises BadInput: the stream is too long, or contains no text.
    """
    return read_bytes(stream.read(MAX_FILE_BYTES + 1), name, standard_input(), options)


def standard_input() -> str:
    """Return what messages call standard input."""
    return _("standard input")


def read_bytes(data: bytes, name: str, what: str, options: ReadOptions) -> list[Piece]:
    """Return the articles in bytes: see :func:`read_stream`.

    :param what: what messages call them if they have no name.
    """
    if len(data) > MAX_FILE_BYTES:
        raise too_large(name or what, MAX_FILE_BYTES, _("too large for an article; split it first"))
    pieces = list(read_data(data, Source(name=name or what, options=options)))
    return [with_origin(each, name) for each in pieces] if name else pieces
