"""Words of the user dictionary, in jieba's format."""

from __future__ import annotations

import msgspec


class UserWord(msgspec.Struct, frozen=True):
    """A word of the user dictionary."""

    word: str
    frequency: int | None = None
    """None: as frequent as it takes; 0: it is no word."""

    def __str__(self) -> str:
        """The line of jieba's user dictionary."""
        return self.word if self.frequency is None else f"{self.word} {self.frequency}"
