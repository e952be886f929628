"""Where texts divide into words, kept so that a text is segmented once: segmenting takes a second for 100,000
characters, looking it up a thousandth of that.

What is kept is derived and can be deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from store.chinese.words import Segmenter

RULES = 1
"""The version of the rules of :class:`store.chinese.words.Segmenter`: raise it when they divide otherwise."""

KEY_BYTES = 16
"""The length of a key: no two texts get the same by chance."""

LONGEST = 255
"""The longest piece that one byte stands for; a longer one takes several bytes."""


class CutStore(Protocol):
    """Keeps bytes by key; safe to call from any thread. It may lose them, and never fails."""

    def get(self, key: bytes) -> bytes | None:
        """Return what was kept under a key, if it still is."""

    def put(self, key: bytes, cuts: bytes) -> None:
        """Keep bytes under a key, soon."""

    def flush(self) -> None:
        """Keep what was put so far."""

    def close(self) -> None:
        """Release what the store holds open."""


class WordCuts:
    """Divides texts into words, each text once."""

    def __init__(self, open_store: Callable[[], CutStore] | None = None) -> None:
        """Open the store; None keeps nothing."""
        self._store = open_store() if open_store is not None else None

    @property
    def store(self) -> CutStore | None:
        """Where it is kept, also for what is counted in the texts; None where nothing is kept."""
        return self._store

    def spans(self, text: str, segmenter: Segmenter) -> list[tuple[int, int]]:
        """Return what ``segmenter`` makes of a text: words and all between them, as (start, end).

        :param segmenter: one that is loaded.
        """
        if self._store is None:
            return segmenter.spans(text)
        key = _key(text, segmenter)
        kept = self._store.get(key)
        if kept is not None:
            spans = list(pairwise(_ends(kept)))
            if spans and spans[-1][1] == len(text):
                return spans
        spans = segmenter.spans(text)
        self._store.put(key, _packed(spans))
        return spans

    def flush(self) -> None:
        """Keep what was found so far for the next time."""
        if self._store is not None:
            self._store.flush()

    def close(self) -> None:
        """Keep what was found, and close the store."""
        if self._store is not None:
            self._store.close()


def _key(text: str, segmenter: Segmenter) -> bytes:
    """Return the key of a text: another one as soon as the segmenter may divide it otherwise."""
    recipe = f"{RULES} {segmenter.recipe(text)}\0"
    digest = blake2b(recipe.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES)
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.digest()


def _packed(spans: list[tuple[int, int]]) -> bytes:
    """Return the lengths of pieces as bytes; each 255 is followed by the rest of its piece."""
    packed = bytearray()
    for start, end in spans:
        length = end - start
        while length >= LONGEST:
            packed.append(LONGEST)
            length -= LONGEST
        packed.append(length)
    return bytes(packed)


def _ends(packed: bytes) -> Iterator[int]:
    """Return 0 and where each piece ends."""
    return accumulate(packed, initial=0) if LONGEST not in packed else _ends_of_long_pieces(packed)


def _ends_of_long_pieces(packed: bytes) -> Iterator[int]:
    yield 0
    end = 0
    for length in packed:
        end += length
        if length < LONGEST:
            yield end
