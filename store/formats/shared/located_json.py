"""JSON files from outside, read so far as one wants them; what is wrong with them is told with its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec

from store.errors import BadInput

T = TypeVar("T")

LARGEST = 1 << 30
"""Bytes: no file larger than this is read at once."""

BOM = b"\xef\xbb\xbf"

_TRUNCATED = "Input data was truncated"
_PLACE = re.compile(r"\s*\(byte (\d+)\)")


def bytes_of(path: Path) -> bytes:
    """A file, without its byte order mark.

    :raises BadInput: it cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} is larger than 1 GiB: export it in parts, or as JSON Lines (.jsonl).")
        return path.read_bytes().removeprefix(BOM)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadInput(f"{path} cannot be read: {reason}.") from error


def opening(raw: msgspec.Raw) -> bytes:
    """The first character of JSON that was taken out of other JSON: it tells what it is."""
    return bytes(memoryview(raw)[:1])


def decoded(data: bytes | msgspec.Raw, kind: type[T], name: str, line: int = 0) -> T:
    """What is in JSON, as ``kind`` says.

    :param name: what the file is called in the sentence of an error.
    :param line: on which line of the file the data stand, if they are one line of it.
    :raises BadInput: it is no JSON, or has another shape.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise BadInput(f"{_place(name, line)} does not hold what it should: {error}.") from error
    except RecursionError as error:
        raise BadInput(f"{name} is nested too deeply to be read.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(_malformed(bytes(data), str(error), name, line)) from error


def _place(name: str, line: int) -> str:
    return f"{name}: line {line}" if line else name


def _malformed(data: bytes, reason: str, name: str, line: int) -> str:
    """What is wrong with JSON and where, in lines and characters from 1."""
    found = _PLACE.search(reason)
    if found is None:
        what = "it ends in the middle" if reason == _TRUNCATED else f"{reason[:1].lower()}{reason[1:]}"
        return f"{_place(name, line)} is no JSON: {what}."
    before = data[: int(found[1])]
    number = line or before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode(errors="replace")) + 1
    what = _PLACE.sub("", reason).removeprefix("JSON is malformed: ")
    return f"{name} is no JSON: {what} on line {number}, character {column}."
