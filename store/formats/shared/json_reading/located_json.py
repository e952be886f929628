"""JSON files from outside. Errors name the file, the line and the column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

import msgspec

from store.errors import BadInput
from store.importing.input_file import open_input, read_input
from store.importing.limits import (
    MAX_DOCUMENT_BYTES,
    MAX_DOCUMENT_LINES,
    MAX_JSON_BYTES,
    MAX_PIECE_BYTES,
    MIB,
    UNPARSED_BYTES,
    check_json,
)
from store.language import _, lazy
from store.reasons import fault_in_words, reason_of

T = TypeVar("T")

_TOO_LARGE = lazy(
    "too large to be read at once, as JSON is; export it in parts, or as JSON Lines (.jsonl), which is read "
    "line by line, up to {size:,} MiB"
)

BOM = b"\xef\xbb\xbf"

JSON_ERRORS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""Exceptions of decoding JSON that is invalid or has another shape than expected."""

_TRUNCATED = "Input data was truncated"  # untranslated: a message of msgspec
_MALFORMED = "JSON is malformed: "  # untranslated: how messages of msgspec begin
_BYTE_POSITION = re.compile(r"\s*\(byte (\d+)\)")


def read_bytes(path: Path) -> bytes:
    """Return the content of a file, without its byte order mark.

    :raises BadInput: when the file cannot be read, or is too large to be parsed at once.
    """
    data = read_input(path, MAX_JSON_BYTES, _TOO_LARGE.format(size=MAX_DOCUMENT_BYTES // MIB))
    check_json(data, str(path), value_bytes=UNPARSED_BYTES)
    return data.removeprefix(BOM)


def numbered_lines(path: Path, remedy: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, stripped, with their numbers from 1.

    :param remedy: what the error says of a line that is too long, without a full stop.
    :raises BadInput: when the file cannot be read, or has too many lines, or a line is too long.
    """
    try:
        with open_input(path) as file:
            for number, line in enumerate(iter(partial(file.readline, MAX_PIECE_BYTES + 1), b""), 1):
                if number > MAX_DOCUMENT_LINES:
                    raise BadInput(
                        _(
                            "{path} has more than {most:,} lines: import it in parts.",
                            path=path,
                            most=MAX_DOCUMENT_LINES,
                        )
                    )
                if len(line) > MAX_PIECE_BYTES:
                    raise BadInput(
                        _(
                            "{path}, line {number} is longer than {size} MiB: {remedy}.",
                            path=path,
                            number=number,
                            size=MAX_PIECE_BYTES // MIB,
                            remedy=remedy,
                        )
                    )
                if stripped := line.removeprefix(BOM if number == 1 else b"").strip():
                    yield number, stripped
    except OSError as error:
        raise BadInput(_("{path} cannot be read: {reason}.", path=path, reason=reason_of(error))) from error


def first_byte(raw: msgspec.Raw) -> bytes:
    """Return the first byte of a JSON value, which tells its type."""
    return bytes(memoryview(raw)[:1])


def decode(data: bytes | msgspec.Raw, kind: type[T], name: str, line: int = 0) -> T:
    """Return a JSON value of a type.

    :param name: the name of the file, for errors.
    :param line: the number of the line that the data are; 0 if they are the whole file.
    :raises BadInput: when the JSON is invalid, or of another type.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise BadInput(
            _("{place} does not hold what it should: {error}.", place=_location(name, line), error=error)
        ) from error
    except RecursionError as error:
        raise BadInput(_("{name} is nested too deeply to be read.", name=name)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(_syntax_error(memoryview(data), str(error), name, line)) from error


def decode_fields(raw: bytes | msgspec.Raw, names: tuple[str, ...], name: str) -> dict[str, msgspec.Raw]:
    """Return some fields of a JSON object, unparsed. All others are skipped, however many there are.

    :param names: the fields; those that the object does not have are left out.
    :param name: the name of the file, for errors.
    :raises BadInput: when it is not an object.
    """
    record = decode(raw, _fields_type(names), name)
    values = [getattr(record, f"field_{number}") for number in range(len(names))]
    return {field: value for field, value in zip(names, values, strict=True) if memoryview(value)}


@cache
def _fields_type(names: tuple[str, ...]) -> type[msgspec.Struct]:
    fields = [(f"field_{number}", msgspec.Raw, msgspec.Raw(b"")) for number in range(len(names))]
    rename = {f"field_{number}": name for number, name in enumerate(names)}
    return msgspec.defstruct("Fields", fields, rename=rename)


def _location(name: str, line: int) -> str:
    return _("{name}: line {line}", name=name, line=line) if line else name


def problem_of(reason: str) -> str:
    """Return what a message of msgspec says is wrong with JSON, as a phrase without the place."""
    if reason == _TRUNCATED:
        return _("it ends in the middle")
    problem = _BYTE_POSITION.sub("", reason).removeprefix(_MALFORMED).rstrip(".")
    return fault_in_words(f"{problem[:1].lower()}{problem[1:]}")


def _syntax_error(data: bytes | memoryview, reason: str, name: str, line: int) -> str:
    """Return the message for invalid JSON, with the line and the column from 1."""
    position = _BYTE_POSITION.search(reason)
    if position is None:
        return _(
            "{place} is not valid JSON: {problem}.", place=_location(name, line), problem=problem_of(reason)
        )
    before = bytes(data[: int(position[1])])
    number = line or before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    return _(
        "{name} is not valid JSON: {problem} on line {number}, character {column}.",
        name=name,
        problem=problem_of(reason),
        number=number,
        column=column,
    )
