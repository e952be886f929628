"""The dictionary of jieba in 3 MB, built or read from a cache without blocking other threads for long.

jieba keeps every word with its frequency, and every prefix of a word with 0, in a ``dict`` of half a million
entries: 75 MB. A trie (marisa-trie) and an array of frequencies hold the same. Building them takes a
second, so they are cached in a private folder. jieba's own cache is not safe: its name in the temporary
folder is predictable, so another user can plant a file there.
"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from marisa_trie import Trie

from store.language import _

_FILE = "jieba.words"
_FORMAT = 2

_SLICE = 4096
"""Entries processed before other threads may run: about a millisecond of work."""

_BUILD_TIMEOUT_S = 60

_FREQUENCY = "I"
"""The type code of a frequency: 32 bits."""


class WordDictionary:
    """Words with their frequencies."""

    def __init__(self, words: Trie, frequencies: array[int], total: int) -> None:
        """Take the words, and their frequencies in the order of the trie's IDs."""
        self._words = words
        self._frequencies = frequencies
        self.total = total
        """The sum of all frequencies in jieba's file, which has some words twice."""

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._frequencies)

    def frequency(self, word: str) -> int | None:
        """Return the frequency of a word, or None if it is none."""
        number = self._words.get(word, -1)
        return None if number < 0 else self._frequencies[number]

    def words_at_start(self, text: str) -> list[str]:
        """Return the words that a text begins with, shortest first."""
        words: list[str] = self._words.prefixes(text)
        return words

    def items(self) -> Iterator[tuple[str, int]]:
        """Yield all words with their frequencies."""
        for word in self._words:
            yield word, self._frequencies[self._words[word]]

    def to_bytes(self) -> tuple[bytes, bytes]:
        """Return the trie and the frequencies as bytes, for :meth:`from_bytes`."""
        return self._words.tobytes(), _little_endian(self._frequencies).tobytes()

    @classmethod
    def from_bytes(cls, words: bytes, frequencies: bytes, total: int) -> WordDictionary:
        """Return the dictionary of :meth:`to_bytes`.

        :raises ValueError: the bytes are not those of a dictionary.
        """
        numbers = array(_FREQUENCY)
        numbers.frombytes(frequencies)
        try:
            trie = Trie().frombytes(words)
        except RuntimeError as error:  # marisa-trie has no other
            raise ValueError(str(error)) from error
        if len(trie) != len(numbers):
            raise ValueError(_("there are not as many words as frequencies"))
        return cls(trie, _little_endian(numbers), total)


def word_dictionary(source: Path, version: str, cache: Path | None) -> WordDictionary:
    """The dictionary of ``source``, the dict.txt of jieba's ``version``.

    It is read from the folder ``cache`` if that has a valid one of the same source. Otherwise another process
    builds it and writes it there, or it is built here if that fails.

    :raises OSError: ``source`` cannot be read.
    :raises ValueError: ``source`` is not a dictionary in jieba's format.
    """
    if cache is None:
        return build(source)
    made_from = _fingerprint(source, version)
    with suppress(OSError, ValueError, KeyError, TypeError):
        return _read(cache / _FILE, made_from)
    build_in_subprocess(source, version, cache)
    with suppress(OSError, ValueError, KeyError, TypeError):
        return _read(cache / _FILE, made_from)
    return build(source)


def jieba_dictionary(cache: Path | None) -> WordDictionary:
    """The dictionary of the installed jieba; see :func:`word_dictionary`.

    :raises ImportError: jieba is not installed.
    """
    import jieba

    return word_dictionary(Path(jieba.__file__).with_name("dict.txt"), jieba.__version__, cache)


def _fingerprint(source: Path, version: str) -> list[int | str]:
    """Identifies the source that a cached dictionary was built from."""
    state = source.stat()
    return [_FORMAT, version, state.st_size, state.st_mtime_ns]


def build(source: Path) -> WordDictionary:
    """The dictionary of ``source``. The trie blocks other threads for 0.3 s."""
    found: dict[str, int] = {}
    total = 0
    with source.open(encoding="utf-8") as lines:
        while entries := list(islice(lines, _SLICE)):
            for entry in entries:
                word, count = entry.split(" ", 2)[:2]
                found[word] = int(count)
                total += found[word]
            time.sleep(0)  # lets a waiting thread run
    trie = Trie(found)
    frequencies = array(_FREQUENCY, bytes(len(trie) * array(_FREQUENCY).itemsize))
    for word, frequency in found.items():
        frequencies[trie[word]] = frequency
    return WordDictionary(trie, frequencies, total)


def build_in_subprocess(source: Path, version: str, cache: Path) -> None:
    """Build the dictionary and write it to the cache, in a process of its own."""
    if getattr(sys, "frozen", False) or not sys.executable:
        return
    command = [sys.executable, "-P", "-m", __name__, str(source), version, str(cache)]
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603 - the running interpreter, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_BUILD_TIMEOUT_S,
            start_new_session=True,
            check=False,
        )


def _read(path: Path, made_from: list[int | str]) -> WordDictionary:
    """Read the cached dictionary in ``path``: a line of JSON, then the trie, then the frequencies.

    :raises ValueError: it is damaged, of another source, or writable by other users.
    """
    with path.open("rb") as file:
        if not _is_private(os.fstat(file.fileno())):
            raise ValueError(_("other users can write the file"))
        header = json.loads(file.readline())
        body = file.read()
    if header["made_from"] != made_from or header["digest"] != blake2b(body).hexdigest():
        raise ValueError(_("damaged, or built from another source"))
    at = int(header["trie"])
    return WordDictionary.from_bytes(body[:at], body[at:], int(header["total"]))


def _write(path: Path, made_from: list[int | str], dictionary: WordDictionary) -> None:
    """Write ``dictionary`` to ``path`` atomically, readable only by its owner."""
    trie, frequencies = dictionary.to_bytes()
    header = {
        "made_from": made_from,
        "digest": blake2b(trie + frequencies).hexdigest(),
        "trie": len(trie),
        "total": dictionary.total,
    }
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # of mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(header).encode() + b"\n" + trie + frequencies)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _little_endian(numbers: array[int]) -> array[int]:
    """Return numbers in the order of bytes that files have; its own inverse."""
    if sys.byteorder == "little":
        return numbers
    swapped = array(numbers.typecode, numbers)
    swapped.byteswap()
    return swapped


def _is_private(state: os.stat_result) -> bool:
    """Whether only the current user can write the file. Always true on systems without user IDs."""
    if not hasattr(os, "getuid"):
        return True
    return state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def build_cache(source: Path, version: str, cache: Path) -> None:
    """Build the dictionary of ``source`` and write it to the folder ``cache``.

    :raises OSError: ``source`` cannot be read, or the cache cannot be written.
    """
    _write(cache / _FILE, _fingerprint(source, version), build(source))


if __name__ == "__main__":
    build_cache(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
