"""Word segmentation: by a simple rule at first, by jieba once it is loaded.

jieba takes half a second to load. :class:`Segmenter` never waits for it: it uses a rule until jieba is ready.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Literal

from store.chinese.graphemes import compounds

if TYPE_CHECKING:
    from store.chinese.engines import Engine

ALPHABETIC = (
    "0-9A-Za-zª²³µ¹º¼-¾À-ÖØ-öø-\u058f\u05d0-\u05ea\u0620-\u0669\u1e00-\u1fff\u2070-\u209c０-９Ａ-Ｚａ-ｚ"
)
"""A character class: digits, and letters (with accents) of scripts that separate words by spaces."""

_SEGMENT = re.compile(r"\n|[^\n]{0,999}[，。；：！？、 ]|[^\n]{1,1000}")
"""The segments passed to jieba: its time grows with the square of a run of unknown characters."""

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Lone surrogates. They cannot be encoded in UTF-8, which rjieba requires."""


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

    def learn(self, words: Mapping[str, int | None]) -> None:
        """Replace the user dictionary, given as words and their frequencies.

        See :mod:`store.library.user_dictionary`. jieba learns the words now or when it is loaded; the rule
        does not use them.
        """
        with self._learning:  # held only briefly, also while jieba is being loaded
            self._user_words = dict(words)
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

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The words of ``text`` and everything between them, as (start, end) in code points, without gaps.

        No span divides a grapheme cluster. With rule and jieba alike, a newline, a run of spaces, and a word
        of Latin letters or digits with the ``.`` ``-`` ``'`` ``_`` inside it are one span each.
        """
        if not text:
            return []
        tokens = [token.span() for token in _token().finditer(text)]
        if self._loaded is None:
            cuts = {end for _, end in tokens}
        else:
            cuts = set(accumulate(map(len, _words(self._loaded, text))))
            cuts.difference_update(_inner_offsets(tokens))
        cuts.difference_update(_inner_offsets(compounds(text)))
        return list(pairwise(sorted({0, *cuts})))

    def _load_engine(self) -> Engine:
        # Imported lazily, for start-up.
        from store.chinese import engines

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
            self.failure = f"jieba cannot be loaded, so a simple rule finds the words: {error}"


@cache
def _token() -> re.Pattern[str]:
    """The rule: a word in an alphabet, a run of spaces, or any character. Compiled lazily."""
    return re.compile(rf"[{ALPHABETIC}]+(?:[-.'’_][{ALPHABETIC}]+)*|[^\S\n]+|.", re.DOTALL)


def is_word(text: str, span: tuple[int, int]) -> bool:
    """Whether ``span`` of ``text`` contains a letter, digit or Han character, not only marks and spaces."""
    start, end = span
    return any(map(str.isalnum, text[start:end]))


def _words(engine: Engine, text: str) -> Iterator[str]:
    """The words of ``text`` by ``engine``. A segment that they do not add up to is split by character."""
    for segment in _SEGMENT.findall(text):
        words = engine.cut(_SURROGATE.sub("�", segment))
        yield from words if sum(map(len, words)) == len(segment) else segment


def _inner_offsets(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """The offsets inside ``spans``, excluding their ends."""
    for start, end in spans:
        yield from range(start + 1, end)
