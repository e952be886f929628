"""jieba's dictionary as jieba wants it, built or read back without holding the interpreter for long.

jieba looks words up in a *prefix dictionary*: every word with its frequency, and every beginning of a
word with 0; half a million entries. Building it takes most of a second, so it is kept in a folder of
ours. jieba's own cache will not do: its name in the temporary folder can be foreseen and planted, and
it is read in one call, which stops every other thread for 0.35 s.
"""

from __future__ import annotations

import json
import os
import stat
import struct
import tempfile
import time
from contextlib import suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import NamedTuple

_FILE = "jieba.prefixes"
_FORMAT = 1

_SLICE = 4096
"""Entries handled between two moments at which other threads may run: about a millisecond's."""


class PrefixDictionary(NamedTuple):
    """What ``jieba.Tokenizer`` keeps as ``FREQ`` and ``total``."""

    frequencies: dict[str, int]
    total: int
    """The sum of the frequencies of all words."""


def prefix_dictionary(source: Path, version: str, cache: Path | None) -> PrefixDictionary:
    """The prefix dictionary of ``source``, the dict.txt of jieba's ``version``.

    It is read from the folder ``cache`` when a sound one of the same source is there, and otherwise
    built, and left there for the next time when that folder can be written.

    :raises OSError: ``source`` cannot be read.
    :raises ValueError: ``source`` is not a dictionary of jieba's.
    """
    made_from = _fingerprint(source, version)
    if cache is not None:
        with suppress(OSError, ValueError, KeyError, TypeError, struct.error):
            return _read(cache / _FILE, made_from)
    built = build(source)
    if cache is not None:
        with suppress(OSError):
            _write(cache / _FILE, made_from, built)
    return built


def _fingerprint(source: Path, version: str) -> list[int | str]:
    """What a kept dictionary must have been made from to be of use."""
    state = source.stat()
    return [_FORMAT, version, state.st_size, state.st_mtime_ns]


def build(source: Path) -> PrefixDictionary:
    """The prefix dictionary of ``source``, made of its words."""
    frequencies: dict[str, int] = {}
    total = 0
    with source.open(encoding="utf-8") as lines:
        while entries := list(islice(lines, _SLICE)):
            for entry in entries:
                word, frequency = entry.split(" ", 2)[:2]
                frequencies[word] = int(frequency)
                total += frequencies[word]
                for end in range(1, len(word)):
                    frequencies.setdefault(word[:end], 0)
            _let_others_run()
    return PrefixDictionary(frequencies, total)


def _read(path: Path, made_from: list[int | str]) -> PrefixDictionary:
    """The dictionary kept in ``path``.

    A line of JSON, then slice after slice: the words, a newline between them, and their frequencies,
    32 bits each, little-endian. Text and numbers alone: nothing that a planted file could run.

    :raises ValueError: it is damaged, made from something else, or not ours alone to write.
    """
    with path.open("rb") as file:
        if not _is_ours(os.fstat(file.fileno())):
            raise ValueError("someone else may have written it")
        header = json.loads(file.readline())
        body = memoryview(file.read())
    if header["made_from"] != made_from or header["digest"] != blake2b(body).hexdigest():
        raise ValueError("made from something else, or damaged")
    frequencies: dict[str, int] = {}
    at = 0
    for size, count in header["slices"]:
        words = str(body[at : at + size], "utf-8").split("\n")
        frequencies.update(zip(words, struct.unpack_from(f"<{count}I", body, at + size), strict=True))
        at += size + 4 * count
        _let_others_run()
    return PrefixDictionary(frequencies, header["total"])


def _write(path: Path, made_from: list[int | str], dictionary: PrefixDictionary) -> None:
    """Keep ``dictionary`` in ``path``, for its owner's eyes alone; another process never sees half of it."""
    body = bytearray()
    slices: list[tuple[int, int]] = []
    entries = iter(dictionary.frequencies.items())
    while part := dict(islice(entries, _SLICE)):
        words = "\n".join(part).encode()
        body += words + struct.pack(f"<{len(part)}I", *part.values())
        slices.append((len(words), len(part)))
        _let_others_run()
    header = {
        "made_from": made_from,
        "digest": blake2b(body).hexdigest(),
        "total": dictionary.total,
        "slices": slices,
    }
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # of mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(header).encode() + b"\n")
            file.write(body)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _is_ours(state: os.stat_result) -> bool:
    """Whether nobody else can have written the file; always so where files have no owner's number."""
    if not hasattr(os, "getuid"):
        return True
    return state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _let_others_run() -> None:
    """Hand the interpreter to whichever thread waits for it."""
    time.sleep(0)
