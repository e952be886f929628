"""Engines that segment a text into words: jieba, and rjieba if it is installed.

Both return the same words. They build a directed graph of all dictionary words in a sentence, choose the
most probable path, and segment unknown words by a hidden Markov model. Both are imported lazily.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from threading import Lock
from typing import Protocol

from store.chinese.segmentation.dictionary import jieba_dictionary


class Engine(Protocol):
    """A word segmentation engine."""

    @property
    def name(self) -> str:
        """Its name and version."""

    def cut(self, text: str, *, guess: bool = True) -> list[str]:
        """The words of a text. Joined, they are the text.

        :param guess: whether characters that are no word of the dictionary may be joined to unknown words.
        """

    def learn(self, words: Mapping[str, int | None]) -> None:
        """Replace the user dictionary, which supplements the built-in one.

        :param words: their frequencies. None: frequent enough to be one word; 0: never a word.
        """


_COMPILE_TIMEOUT_S = 60


class Rjieba:
    """rjieba. It does not support a user dictionary."""

    name = "rjieba"

    def __init__(self) -> None:
        """Load rjieba. This takes 0.15 s, in which no other thread can run.

        :raises ImportError: it is not installed.
        """
        import rjieba

        self._cut: Callable[[str, bool], list[str]] = rjieba.cut
        self._lock = Lock()
        self.cut("预热")  # the first call loads the dictionary

    def cut(self, text: str, *, guess: bool = True) -> list[str]:
        """The words of a text."""
        with self._lock:
            return self._cut(text, guess)

    def learn(self, words: Mapping[str, int | None]) -> None:
        """Do nothing: rjieba has no user dictionary."""


class Jieba:
    """jieba, with its own tokenizer and dictionary."""

    def __init__(self, cache: Path | None) -> None:
        """Load jieba, with the dictionary from the folder ``cache``. Other threads can run meanwhile.

        :raises ImportError: it is not installed.
        :raises OSError, ValueError: its dictionary cannot be read.
        """
        _compile_in_subprocess()
        _ignore_warnings()
        with _without_pkg_resources():
            import jieba
            from jieba import finalseg

        jieba.setLogLevel(logging.CRITICAL)
        self.name = f"jieba {jieba.__version__}"
        dictionary = jieba_dictionary(cache)
        from store.chinese.segmentation.tokenizer import CompactTokenizer

        self._tokenizer = CompactTokenizer(dictionary)
        self._always_split: set[str] = finalseg.Force_Split_Words
        self._learnt: frozenset[str] = frozenset()
        """The words of the user dictionary."""
        self._total = dictionary.total

    def cut(self, text: str, *, guess: bool = True) -> list[str]:
        """The words of a text."""
        return list(self._tokenizer.cut(text, HMM=guess))

    def learn(self, words: Mapping[str, int | None]) -> None:
        """Replace the user dictionary."""
        self._tokenizer.FREQ.clear_own()
        self._always_split -= self._learnt
        self._tokenizer.total = self._total
        self._learnt = frozenset(words)
        for word, frequency in words.items():
            self._tokenizer.add_word(word, frequency)


def _compile_in_subprocess() -> None:
    """Compile jieba in another process, unless it is compiled already.

    Compiling the tables of its model would block this process for 0.35 s. If the other process fails, the
    import compiles them.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None or getattr(sys, "frozen", False) or not sys.executable:
        return
    package = Path(spec.origin).parent
    model = package / "finalseg"
    if Path(cache_from_source(str(model / "prob_emit.py"))).exists():
        return
    try:
        subprocess.run(  # noqa: S603 - the running interpreter, no shell
            [sys.executable, "-W", "ignore", "-m", "compileall", "-q", "-l", str(package), str(model)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_COMPILE_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return


def _ignore_warnings() -> None:
    """Suppress the warnings about jieba's old code (invalid escapes, pkg_resources).

    The filter stays: ``warnings.catch_warnings`` would, on exit, also revert filters that another thread has
    changed meanwhile.
    """
    warnings.filterwarnings("ignore", module=r"(.*[/\\])?(jieba|pkg_resources)\b")


@contextmanager
def _without_pkg_resources() -> Iterator[None]:
    """Let jieba's import not find pkg_resources, which takes 50 ms to import: all its files have paths."""
    if "pkg_resources" in sys.modules:
        yield
        return
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # as the import system documents it
    try:
        yield
    finally:
        del sys.modules["pkg_resources"]
