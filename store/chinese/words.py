"""Where the words of a text begin and end: by rule at once, by jieba as soon as it is there.

jieba needs half a second before its first word. :class:`Segmenter` never waits for it: until jieba is
ready a simple rule gives an answer, and from then on jieba does.
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
"""A character class: digits, and the letters of scripts that put spaces between words (their accents too)."""

_PIECE = re.compile(r"\n|[^\n]{0,999}[，。；：！？、 ]|[^\n]{1,1000}")
"""What jieba is given at a time: its time grows with the square of a run of unknown characters."""

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: it has no UTF-8, which rjieba asks for."""


class Segmenter:
    """Finds words, without ever making anyone wait.

    All methods may be called from any thread.
    """

    failure: str = ""
    """Why jieba could not be loaded; the rule serves on. Empty when it could, or has not been asked to."""

    def __init__(
        self, cache: Path | None = None, *, engine: Literal["jieba", "rjieba"] | None = None
    ) -> None:
        """Nothing is loaded yet.

        ``cache`` is the folder for jieba's dictionary, made when it is needed; None: it is built every
        time. ``engine`` None takes rjieba where it is installed: it cuts 17 times as fast, but holds the
        interpreter for 0.15 s while it loads, where jieba holds it for moments, and learns no words:
        with a user dictionary it is jieba all the same.
        """
        self._cache = cache
        self._engine = engine
        self._loading = Lock()
        self._cutter: Engine | None = None
        self._learning = Lock()
        self._user_words: dict[str, int | None] = {}

    @property
    def ready(self) -> bool:
        """Whether words are jieba's, and no longer the rule's."""
        return self._cutter is not None

    def learn(self, words: Mapping[str, int | None]) -> None:
        """Have these words of a user dictionary, and no others, by their frequencies.

        See :mod:`store.library.user_dictionary`. The rule knows no words; jieba learns them, now or when
        it is loaded.
        """
        with self._learning:  # which is held for moments, also while jieba is being loaded
            self._user_words = dict(words)
            if self._cutter is not None:
                self._cutter.learn(self._user_words)

    def load(self) -> None:
        """Load jieba; return when it is ready. Does nothing the second time.

        :raises ImportError: it is not installed.
        :raises OSError, ValueError: its dictionary cannot be read.
        """
        with self._loading:
            if self._cutter is None:
                cutter = self._load_engine()
                with self._learning:
                    cutter.learn(self._user_words)
                    self._cutter = cutter

    def load_in_background(self) -> Thread:
        """Load jieba in a thread, which is returned started; what goes wrong is left in :attr:`failure`."""
        thread = Thread(target=self._load_quietly, name="jieba", daemon=True)
        thread.start()
        return thread

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The words of ``text``, and all between them, as (start, end) in code points, without a gap.

        No span divides a grapheme cluster; a newline is one by itself; so is a word in Latin letters or
        digits with the ``.`` ``-`` ``'`` ``_`` inside it, and a run of spaces, whoever cuts.
        """
        if not text:
            return []
        tokens = [token.span() for token in _token().finditer(text)]
        if self._cutter is None:
            cuts = {end for _, end in tokens}
        else:
            cuts = set(accumulate(map(len, _words(self._cutter, text))))
            cuts.difference_update(_insides(tokens))
        cuts.difference_update(_insides(compounds(text)))
        return list(pairwise(sorted({0, *cuts})))

    def _load_engine(self) -> Engine:
        # Not imported with this module: what has no use for words must not pay for it.
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
            self.failure = f"Words are found by a simple rule, since jieba cannot be loaded: {error}"


@cache
def _token() -> re.Pattern[str]:
    """The rule: a word in an alphabet, a run of spaces, or any character. Compiled when first needed."""
    return re.compile(rf"[{ALPHABETIC}]+(?:[-.'’_][{ALPHABETIC}]+)*|[^\S\n]+|.", re.DOTALL)


def is_word(text: str, span: tuple[int, int]) -> bool:
    """Whether ``span`` of ``text`` holds a letter, a digit or a Han character: not marks and spaces alone."""
    start, end = span
    return any(map(str.isalnum, text[start:end]))


def _words(engine: Engine, text: str) -> Iterator[str]:
    """The words of ``text`` by ``engine``; of a piece whose words are not all of it, its characters."""
    for piece in _PIECE.findall(text):
        words = engine.cut(_SURROGATE.sub("�", piece))
        yield from words if sum(map(len, words)) == len(piece) else piece


def _insides(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """The offsets inside of ``spans``, their ends not among them."""
    for start, end in spans:
        yield from range(start + 1, end)
