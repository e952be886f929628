"""Reads JSON Lines with notes: those of Pizhu and of doccano."""

from __future__ import annotations

from pathlib import Path

from store.formats.doccano import reader as doccano
from store.formats.pizhu import jsonl_reader
from store.importing.input_file import open_input
from store.importing.limits import MAX_PIECE_BYTES
from store.model.bundle import Bundle


def read(path: Path) -> Bundle:
    """Read a file of JSON Lines. Its first line says which program wrote it.

    :raises BadInput: when it cannot be read.
    """
    return doccano.read(path) if doccano.is_doccano_line(_first_line(path)) else jsonl_reader.read(path)


def is_notes(path: Path) -> bool:
    """Whether a file is to be read as notes: its first line is one of Pizhu or doccano, or cannot be read."""
    line = _first_line(path)
    return jsonl_reader.is_own_line(line) or doccano.is_doccano_line(line)


def _first_line(path: Path) -> bytes:
    """Return the first line that is not blank, without a byte order mark."""
    with open_input(path) as file:
        for _ in range(1000):
            line = file.readline(MAX_PIECE_BYTES)
            stripped = line.removeprefix(b"\xef\xbb\xbf").strip()
            if stripped or not line:
                return stripped
    return b""
