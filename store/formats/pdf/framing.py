"""Messages between two processes: a length of eight bytes, and as many bytes."""

from __future__ import annotations

import struct
from typing import IO

_LENGTH = struct.Struct("<Q")


def read_message(source: IO[bytes]) -> bytes:
    """Return the next message; empty at the end of the stream."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    size = _LENGTH.unpack(head)[0]
    data = source.read(size)
    return data if len(data) == size else b""


def write_message(sink: IO[bytes], data: bytes) -> None:
    """Write a message. It is sent at once."""
    sink.write(_LENGTH.pack(len(data)) + data)
    sink.flush()
