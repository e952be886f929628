"""Remembers what was used or typed last, in a file of the cache folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from store.storage.atomic_write import make_folder, write_durably


class RecentList:
    """Texts, the latest first. Each is listed once."""

    def __init__(self, file: Path | None, *, most: int = 50) -> None:
        """Load the list from ``file``. Without a usable file, it is empty.

        :param most: how many texts are kept.
        """
        self._file = file
        self._most = most
        self._texts: list[str] = []
        if file is not None:
            with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
                self._texts = msgspec.json.decode(file.read_bytes(), type=list[str])[:most]

    def __iter__(self) -> Iterator[str]:
        """The texts, the latest first."""
        return iter(self._texts)

    def add(self, text: str) -> None:
        """Put a text at the front, and save the list. If it cannot be saved, it lasts for this session."""
        self._texts = [text, *(each for each in self._texts if each != text)][: self._most]
        if self._file is not None:
            with suppress(OSError, UnicodeEncodeError):
                make_folder(self._file.parent)
                write_durably(self._file, msgspec.json.encode(self._texts))
