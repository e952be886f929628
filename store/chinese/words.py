"""Word segmentation: by a simple rule at first, by jieba once it is loaded.

jieba takes half a second to load. :class:`Segmenter` never waits for it: it uses a rule until jieba is ready.
Its dictionary is of simplified words, so it is given the simplified text, of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Literal

from store.chinese.folding import simplified, without_iteration_marks
from store.chinese.graphemes import compounds
from store.chinese.tokens import Token, tokens
from store.language import _
from store.patterns import late_pattern
from store.reasons import reason_of

if TYPE_CHECKING:
    from store.chinese.segmentation.engines import Engine

_SEGMENT = late_pattern(r"\n|[^\n]{0,999}[，。；：！？、 ]|[^\n]{1,1000}")
"""The segments passed to jieba: its time grows with the square of a run of unknown characters."""

_SURROGATE = late_pattern("[\ud800-\udfff]")
"""Lone surrogates. They cannot be encoded in UTF-8, which rjieba requires."""

_SPACES = late_pattern(r"[^\S\n]{2,}")
_ITERATED = "[\u3400-\u9fff\U00020000-\U0003ffff][々〻]+"  # compiled at its first use


class Segmenter:
    """Segments a text into words, without waiting for jieba to load.

    All methods can be called from any thread.
    """

    failure: str = ""
    """Why jieba could not be loaded; the rule is used then. Empty if there was no failure."""

    def __init__(
        self, cache: Path | None = None, *, engine: Literal["jieba", "rjieba"] | None = None
    ) -> None:
        """Create a segmenter that has not loaded jieba yet.

        :param cache: the folder for jieba's dictionary, created when needed. None: the dictionary is built
            at every load.
        :param engine: None prefers rjieba if it is installed. It is 17 times as fast, but blocks other
            threads for 0.15 s while it loads, and has no user dictionary: with one, jieba is used.
        """
        self._cache = cache
        self._engine = engine
        self._loading = Lock()
        self._loaded: Engine | None = None
        self._learning = Lock()
        self._user_words: dict[str, int | None] = {}

    @property
    def ready(self) -> bool:
        """Whether jieba is loaded, so that the rule is no longer used."""
        return self._loaded is not None

    @property
    def has_settled(self) -> bool:
        """Whether the words that are found stay the same: jieba is loaded, or cannot be."""
        return self.ready or bool(self.failure)

    def learn(self, words: Mapping[str, int | None]) -> None:
        """Replace the user dictionary, given as words and their frequencies.

        See :mod:`store.library.user_dictionary`. jieba learns the words now or when it is loaded; the rule
        does not use them.
        """
        with self._learning:  # held only briefly, also while jieba is being loaded
            self._user_words = {simplified(word): frequency for word, frequency in words.items()}
            if self._loaded is not None:
                self._loaded.learn(self._user_words)

    def load(self) -> None:
        """Load jieba and return when it is ready. Further calls do nothing.

        :raises ImportError: it is not installed.
        :raises OSError, ValueError: its dictionary cannot be read.
        """
        with self._loading:
            if self._loaded is None:
                engine = self._load_engine()
                with self._learning:
                    engine.learn(self._user_words)
                    self._loaded = engine

    def load_in_background(self) -> Thread:
        """Load jieba in a thread and return it, started. An error is stored in :attr:`failure`."""
        thread = Thread(target=self._load_quietly, name="jieba", daemon=True)
        thread.start()
        return thread

    def spans(self, text: str, *, guess: bool = True) -> list[tuple[int, int]]:
        """The words of ``text`` and everything between them, as (start, end) in code points, without gaps.

        No span divides a grapheme cluster, nor a token (see :mod:`store.chinese.tokens`): a URL, a number, a
        date, a word of Latin letters. A newline and a run of spaces are one span each. An iteration mark (々)
        belongs to the character that it repeats.

        :param guess: whether characters that are no word of the dictionary may be joined to unknown words.
        """
        if not text:
            return []
        if self._loaded is None:
            cuts = set(range(1, len(text) + 1))
        else:
            cuts = set(accumulate(map(len, _words(self._loaded, text, guess))))
        whole = list(tokens(text))
        cuts.difference_update(*(range(start + 1, end) for start, end in _undivided(text, whole, cuts)))
        return list(pairwise(sorted({0, *cuts})))

    @property
    def full_recipe(self) -> str:
        """What decides how :meth:`spans` divides any text: the engine, and all words of the user."""
        if self._loaded is None:
            return "rule"
        mine = sorted(f"{word}={frequency}" for word, frequency in self._user_words.items())
        return "\n".join((self._loaded.name, *mine))

    def recipe(self, text: str) -> str:
        """What decides how :meth:`spans` divides ``text``: the engine, and the user's words in the text."""
        if self._loaded is None:
            return "rule"
        if not self._user_words:
            return self._loaded.name
        plain = simplified(text)
        starts = {plain[place : place + 2] for place in range(len(plain))}
        mine = [
            f"{word}={frequency}"
            for word, frequency in self._user_words.items()
            if word[:2] in starts and word in plain
        ]
        return "\n".join((self._loaded.name, *sorted(mine)))

    def _load_engine(self) -> Engine:
        # Imported lazily, for start-up.
        from store.chinese.segmentation import engines

        if self._engine == "rjieba":
            return engines.Rjieba()
        if self._engine is None and not self._user_words:
            with suppress(ImportError):
                return engines.Rjieba()
        return engines.Jieba(self._cache)

    def _load_quietly(self) -> None:
        try:
            self.load()
        except (ImportError, OSError, ValueError) as error:
            self.failure = _(
                "jieba cannot be loaded, so a simple rule finds the words: {reason}", reason=reason_of(error)
            )


def is_word(text: str, span: tuple[int, int]) -> bool:
    """Whether ``span`` of ``text`` contains a letter, digit or Han character, not only marks and spaces."""
    start, end = span
    return any(map(str.isalnum, text[start:end]))


def _words(engine: Engine, text: str, guess: bool) -> Iterator[str]:
    """The words of ``text`` by ``engine``. A segment that they do not add up to is split by character."""
    for segment in _SEGMENT.findall(text):
        known = simplified(without_iteration_marks(_SURROGATE.sub("\ufffd", segment)))
        words = engine.cut(known, guess=guess)
        yield from words if sum(map(len, words)) == len(segment) else segment


def _undivided(text: str, whole: Iterable[Token], cuts: Collection[int]) -> Iterator[tuple[int, int]]:
    """The ranges of ``text`` that are not divided by the ``cuts`` of an engine or the rule."""
    for token in whole:
        yield (token.start, token.end) if token.is_certain else _at_cuts(token, cuts)
    for spaces in _SPACES.finditer(text):
        yield spaces.span()
    if "々" in text or "〻" in text:
        for mark in re.finditer(_ITERATED, text):
            yield mark.span()
    yield from compounds(text)


def _at_cuts(token: Token, cuts: Collection[int]) -> tuple[int, int]:
    """The largest part of a likely token that begins and ends at cuts."""
    start, end = token.start, token.end
    while start < end and start and start not in cuts:
        start += 1
    while end > start and end not in cuts:
        end -= 1
    return start, end
