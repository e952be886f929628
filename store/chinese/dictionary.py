"""jieba's prefix dictionary, built or read from a cache without blocking other threads for long.

jieba looks words up in a *prefix dictionary*: every word with its frequency, and every prefix of a word
with 0; half a million entries. Building it takes most of a second, so it is cached in a private folder.
jieba's own cache is not safe: its name in the temporary folder is predictable, so another user can plant a
file there. It is also read in one call, which blocks all other threads for 0.35 s.
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
"""Entries processed before other threads may run: about a millisecond of work."""


class PrefixDictionary(NamedTuple):
    """The values of ``FREQ`` and ``total`` of a ``jieba.Tokenizer``."""

    frequencies: dict[str, int]
    total: int
    """The sum of the frequencies of all words."""


def prefix_dictionary(source: Path, version: str, cache: Path | None) -> PrefixDictionary:
    """The prefix dictionary of ``source``, the dict.txt of jieba's ``version``.

    It is read from the folder ``cache`` if that has a valid one of the same source. Otherwise it is built,
    and written to the folder if possible.

    :raises OSError: ``source`` cannot be read.
    :raises ValueError: ``source`` is not a dictionary in jieba's format.
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
    """Identifies the source that a cached dictionary was built from."""
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
            _yield_to_threads()
    return PrefixDictionary(frequencies, total)


def _read(path: Path, made_from: list[int | str]) -> PrefixDictionary:
    """Read the cached dictionary in ``path``.

    The format is a line of JSON, then the slices: words separated by newlines, then their frequencies, 32
    bits each, little-endian. It has only text and numbers, so a planted file cannot run code.

    :raises ValueError: it is damaged, of another source, or writable by other users.
    """
    with path.open("rb") as file:
        if not _is_private(os.fstat(file.fileno())):
            raise ValueError("other users can write the file")
        header = json.loads(file.readline())
        body = memoryview(file.read())
    if header["made_from"] != made_from or header["digest"] != blake2b(body).hexdigest():
        raise ValueError("damaged, or built from another source")
    frequencies: dict[str, int] = {}
    at = 0
    for size, count in header["slices"]:
        words = str(body[at : at + size], "utf-8").split("\n")
        frequencies.update(zip(words, struct.unpack_from(f"<{count}I", body, at + size), strict=True))
        at += size + 4 * count
        _yield_to_threads()
    return PrefixDictionary(frequencies, header["total"])


def _write(path: Path, made_from: list[int | str], dictionary: PrefixDictionary) -> None:
    """Write ``dictionary`` to ``path`` atomically, readable only by its owner."""
    body = bytearray()
    slices: list[tuple[int, int]] = []
    entries = iter(dictionary.frequencies.items())
    while part := dict(islice(entries, _SLICE)):
        words = "\n".join(part).encode()
        body += words + struct.pack(f"<{len(part)}I", *part.values())
        slices.append((len(words), len(part)))
        _yield_to_threads()
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


def _is_private(state: os.stat_result) -> bool:
    """Whether only the current user can write the file. Always true on systems without user IDs."""
    if not hasattr(os, "getuid"):
        return True
    return state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _yield_to_threads() -> None:
    """Release the interpreter lock, so that a waiting thread can run."""
    time.sleep(0)
