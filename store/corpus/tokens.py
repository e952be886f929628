"""Reads the tokens of articles: words or characters, folded, without punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from store.chinese.folding import fold
from store.chinese.variants import PARTING
from store.errors import PizhuError
from store.progress import Progress, no_progress

if TYPE_CHECKING:
    from store.chinese.words import Segmenter
    from store.index.word_cuts import CutStore
    from store.library import Library


class Unit(StrEnum):
    """What is counted."""

    WORD = "word"
    """Words of the segmenter, with the user dictionary."""
    CHARACTER = "character"
    """Letters, digits and Han characters, one by one."""


class Break(StrEnum):
    """What separates a token from the one before it."""

    NONE = ""
    CLAUSE = "clause"
    """A mark that ends a clause, such as a comma."""
    PARAGRAPH = "paragraph"


class Token(msgspec.Struct, frozen=True, gc=False):
    """A token of a text."""

    text: str
    """The word or character, folded (see :func:`store.chinese.folding.fold`)."""
    start: int
    end: int
    """Where it stands, in code points of the text."""
    after: Break = Break.NONE
    """What separates it from the token before it."""


class TokenizedText(msgspec.Struct, frozen=True):
    """The tokens of an article."""

    article: str
    text: str
    pieces: list[tuple[int, int]]
    """Words or characters and all between them, as (start, end), without gaps."""
    unit: Unit

    def words(self) -> list[str]:
        """Return the texts of the tokens, in order."""
        folded = fold(self.text)
        if self.unit is Unit.CHARACTER:
            return list(filter(str.isalnum, folded))
        pieces = [folded[start:end] for start, end in self.pieces]
        return [each for each in pieces if each.isalnum() or _is_token(each)]

    def runs(self) -> Iterator[list[str]]:
        """Yield the texts of the tokens, in order, those together that no :class:`Break` separates."""
        folded, run = fold(self.text), list[str]()
        for start, end in self.pieces:
            piece = folded[start:end]
            if piece.isalnum() or _is_token(piece):
                run.append(piece)
            elif run and _is_break(piece):
                yield run
                run = []
        if run:
            yield run

    def tokens(self) -> list[Token]:
        """Return the tokens, in order."""
        folded, found, before = fold(self.text), [], Break.PARAGRAPH
        for start, end in self.pieces:
            piece = folded[start:end]
            if piece.isalnum() or _is_token(piece):
                found.append(Token(piece, start, end, before))
                before = Break.NONE
            elif "\n" in piece:
                before = Break.PARAGRAPH
            elif before is Break.NONE and any(char in PARTING for char in piece):
                before = Break.CLAUSE
        return found


class TokenReader:
    """Reads the tokens of articles of a library, one article at a time."""

    def __init__(self, library: Library, unit: Unit, segmenter: Segmenter | None = None) -> None:
        """Create a reader.

        :param segmenter: divides texts into words; needed for :attr:`Unit.WORD`.
        """
        self._library = library
        self._unit = unit
        self._segmenter = segmenter
        self.unread: list[str] = []
        """The IDs of the articles that could not be read. They are left out."""

    @property
    def recipe(self) -> tuple[str, ...]:
        """What decides which tokens a text has."""
        return (self._unit, "" if self._segmenter is None else self._segmenter.full_recipe)

    @property
    def kept(self) -> CutStore | None:
        """Where results are kept, see :mod:`store.corpus.kept_counts`; None where nothing is kept."""
        return self._library.word_cuts.store

    def fingerprint(self, articles: Sequence[str]) -> bytes:
        """Return 16 bytes that are others as soon as the articles or one of their texts are others."""
        return self._library.texts.fingerprint(articles)

    def read(self, articles: Sequence[str], progress: Progress = no_progress) -> Iterator[TokenizedText]:
        """Yield the tokens of each article, in the order given.

        :param progress: called with the number of articles read and their total.
        """
        self.unread = []
        for done, article in enumerate(articles):
            progress(done, len(articles))
            text = ""
            with suppress(PizhuError):
                text = self._library.texts.text(article)
            if text:
                yield TokenizedText(article, text, self._pieces(text), self._unit)
            else:
                self.unread.append(article)
        progress(len(articles), len(articles))

    def _pieces(self, text: str) -> list[tuple[int, int]]:
        if self._unit is Unit.CHARACTER or self._segmenter is None:
            return [(place, place + 1) for place in range(len(text))]
        return self._library.word_cuts.spans(text, self._segmenter)


@lru_cache(maxsize=10_000)
def _is_break(piece: str) -> bool:
    """Return whether a piece without a token separates those around it."""
    return any(char == "\n" or char in PARTING for char in piece)


@lru_cache(maxsize=10_000)
def _is_token(piece: str) -> bool:
    """Return whether a piece of a text is a word or character and no punctuation."""
    return any(map(str.isalnum, piece))
