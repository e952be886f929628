"""Sentences about what went wrong, for the screen. A stranger's file can cause millions: few are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

MOST_KEPT = 1_000
"""Sentences that are kept. The others are counted."""

LONGEST = 1_000
"""Code points of a sentence that are kept: names in a stranger's file may be megabytes long."""


class Sentences(list[str]):
    """A list of sentences that keeps the first :data:`MOST_KEPT` and counts all of them."""

    def __init__(self, sentences: Iterable[str] = ()) -> None:
        super().__init__()
        self._dropped = 0
        self.extend(sentences)

    @property
    def total(self) -> int:
        """How many sentences there were, kept or not."""
        return len(self) + self._dropped

    def append(self, sentence: str) -> None:
        """Keep a sentence, or count it if many were kept."""
        if len(self) < MOST_KEPT:
            super().append(sentence if len(sentence) <= LONGEST else f"{sentence[: LONGEST - 1]}…")
        else:
            self._dropped += 1

    def extend(self, sentences: Iterable[str]) -> None:
        """Keep or count several sentences."""
        for sentence in sentences:
            self.append(sentence)
        if isinstance(sentences, Sentences):
            self._dropped += sentences.total - len(sentences)

    def __iadd__(self, sentences: Iterable[str]) -> Self:  # type: ignore[misc,override]
        self.extend(sentences)
        return self
