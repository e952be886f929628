"""Entries of the user dictionary, in jieba's format."""

from __future__ import annotations

import msgspec


class UserWord(msgspec.Struct, frozen=True):
    """An entry of the user dictionary."""

    word: str
    frequency: int | None = None
    """None: frequent enough to be one word; 0: never a word."""

    def __str__(self) -> str:
        """The entry as a line of jieba's user dictionary."""
        return self.word if self.frequency is None else f"{self.word} {self.frequency}"
