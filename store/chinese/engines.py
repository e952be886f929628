"""The programs that cut a text into words: jieba, and rjieba where it is installed.

Both give the same words: a directed graph of all dictionary words in a sentence, the likeliest way
through it, and a hidden Markov model for what no dictionary knows. Neither is imported until asked for.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
from collections.abc import Callable, Mapping
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from threading import Lock
from typing import Protocol

from store.chinese.dictionary import prefix_dictionary


class Engine(Protocol):
    """A program that cuts."""

    def cut(self, text: str) -> list[str]:
        """The words of a text: put together they are the text."""

    def learn(self, words: Mapping[str, int | None]) -> None:
        """Have these words, and no others, besides those of its dictionary.

        :param words: how frequent each is: None for as frequent as it takes, 0 for no word at all.
        """


_SECONDS_TO_COMPILE = 60


class Rjieba:
    """rjieba; it learns no words."""

    def __init__(self) -> None:
        """Load it: 0.15 s, in which the interpreter is held throughout.

        :raises ImportError: it is not installed.
        """
        import rjieba

        self._cut: Callable[[str], list[str]] = rjieba.cut
        self._lock = Lock()
        self.cut("预热")  # the dictionary is read at the first cut

    def cut(self, text: str) -> list[str]:
        """The words of a text."""
        with self._lock:
            return self._cut(text)

    def learn(self, words: Mapping[str, int | None]) -> None:
        """Learn nothing: it has no way to."""


class Jieba:
    """jieba, with a dictionary of its own."""

    def __init__(self, cache: Path | None) -> None:
        """Load it, the dictionary from the folder ``cache`` if it is there, handing the interpreter on often.

        :raises ImportError: it is not installed.
        :raises OSError, ValueError: its dictionary cannot be read.
        """
        _compile_apart()
        _expect_warnings()
        import jieba
        from jieba import finalseg

        jieba.setLogLevel(logging.CRITICAL)
        dictionary = prefix_dictionary(Path(jieba.__file__).with_name("dict.txt"), jieba.__version__, cache)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ, self._tokenizer.total = dictionary
        self._tokenizer.initialized = True
        self._never_joined: set[str] = finalseg.Force_Split_Words
        self._before: dict[str, int] = {}
        """What the dictionary had for the words learnt."""
        self._total = dictionary.total

    def cut(self, text: str) -> list[str]:
        """The words of a text."""
        return list(self._tokenizer.cut(text))

    def learn(self, words: Mapping[str, int | None]) -> None:
        """Have these words besides, and no others."""
        frequencies = self._tokenizer.FREQ
        frequencies.update(self._before)
        self._never_joined -= self._before.keys()
        self._tokenizer.total = self._total
        self._before = {word: frequencies.get(word, 0) for word in words}
        for word, frequency in words.items():
            self._tokenizer.add_word(word, frequency)


def _compile_apart() -> None:
    """Have another process compile jieba when nobody has yet.

    Compiling the tables of its model would hold this interpreter for 0.35 s. If it cannot be
    done, it is done at the import all the same.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None or getattr(sys, "frozen", False) or not sys.executable:
        return
    package = Path(spec.origin).parent
    model = package / "finalseg"
    if Path(cache_from_source(str(model / "prob_emit.py"))).exists():
        return
    try:
        subprocess.run(  # noqa: S603 - our own interpreter, no shell
            [sys.executable, "-W", "ignore", "-m", "compileall", "-q", "-l", str(package), str(model)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS_TO_COMPILE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return


def _expect_warnings() -> None:
    """Keep what jieba's age brings up (invalid escapes, pkg_resources) off the screen.

    A filter for these modules that stays: ``warnings.catch_warnings`` would, on leaving, take back
    whatever another thread has changed meanwhile.
    """
    warnings.filterwarnings("ignore", module=r"(.*[/\\])?(jieba|pkg_resources)\b")
