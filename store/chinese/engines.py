"""The programs that cut a text into words: jieba, and rjieba where it is installed.

Both give the same words: a directed graph of all dictionary words in a sentence, the likeliest way
through it, and a hidden Markov model for what no dictionary knows. Neither is imported until asked for.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
from collections.abc import Callable
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from threading import Lock

from store.chinese.dictionary import prefix_dictionary

Cut = Callable[[str], list[str]]
"""Cuts a text into words: put together they are the text."""

_SECONDS_TO_COMPILE = 60


def rjieba_cut() -> Cut:
    """Load rjieba: 0.15 s, in which the interpreter is held throughout.

    :raises ImportError: it is not installed.
    """
    import rjieba  # noqa: PLC0415

    lock = Lock()

    def cut(text: str) -> list[str]:
        with lock:
            return rjieba.cut(text)

    cut("预热")  # the dictionary is read at the first cut
    return cut


def jieba_cut(cache: Path | None) -> Cut:
    """Load jieba, its dictionary from the folder ``cache`` if it is there, handing the interpreter on often.

    :raises ImportError: it is not installed.
    :raises OSError, ValueError: its dictionary cannot be read.
    """
    _compile_apart()
    _expect_warnings()
    import jieba  # noqa: PLC0415

    jieba.setLogLevel(logging.CRITICAL)
    dictionary = prefix_dictionary(Path(jieba.__file__).with_name("dict.txt"), jieba.__version__, cache)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = dictionary
    tokenizer.initialized = True

    def cut(text: str) -> list[str]:
        return list(tokenizer.cut(text))

    return cut


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
