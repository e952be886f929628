"""Finds words and their variants: 大数据 also matches “大”数据, 大·数据 and 大數據.

Letters are compared folded (see :mod:`store.chinese.folding`). Between Chinese characters, quotation marks,
middle dots, hyphens and spaces are ignored. Marks that separate clauses are ignored only at places where the
query has such a mark too: 天下大势，分久必合 matches 天下大势 分久必合, but 大数据 does not match 很大。数据.
In scripts that separate words by spaces, words joined without a space are other words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from store.chinese.folding import fold
from store.errors import UsageError
from store.language import _

SPACES = " \t\u00a0\u2009\u200a\u200b\u200c\u200d\u00ad\ufeff"
JOINING = SPACES + "\"'“”‘’「」『』﹁﹂﹃﹄«»‹›〝〞〟《》〈〉·•・‧∙⋅-‐‑–"
"""Marks, folded, that are ignored within a word."""

PARTING = "，。；：！？、…—,.;:!?()[]{}【】〔〕~"
"""Marks, folded, that separate clauses."""

MOST_BETWEEN = 4
"""The most marks between two letters of a match."""


MAX_LENGTH = 500
"""The longest words whose variants can be found, in code points: preparing them takes the square of that."""


class Variants:
    """A matcher of words and their variants."""

    def __init__(self, words: str) -> None:
        """Prepare to match words.

        :raises UsageError: they are too long.
        """
        if len(words) > MAX_LENGTH:
            raise UsageError(
                _(
                    "These words are too long to be found everywhere: use at most {longest} characters.",
                    longest=MAX_LENGTH,
                )
            )
        folded = fold(words).strip("\n" + JOINING)
        letters = [place for place, char in enumerate(folded) if not _is_mark(char)]
        self.plain = folded
        """The words, folded, without marks at the ends."""
        self.runs: tuple[str, ...] = ()
        """The letters of the words, folded, in runs that every variant contains."""
        if not letters:
            self._pattern = re.compile(re.escape(folded))
            self.runs = (folded,) if folded else ()
            return
        runs, pattern = [folded[letters[0]]], re.escape(folded[letters[0]])
        for last, place in pairwise(letters):
            gap = _gap(folded[last], folded[last + 1 : place], folded[place])
            pattern += gap + re.escape(folded[place])
            if gap:
                runs.append(folded[place])
            else:
                runs[-1] += folded[place]
        self._pattern = re.compile(pattern)
        self.runs = tuple(runs)

    @property
    def reach(self) -> int:
        """The most code points between the first run and the last."""
        return sum(map(len, self.runs[1:-1])) + MOST_BETWEEN * (len(self.runs) - 1)

    @property
    def marks_within(self) -> str:
        """Every variant other than the words has one of these marks; empty if the words contain marks."""
        return JOINING if self.plain == "".join(self.runs) else ""

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """The matches in a text, as (start, end), in order, from first to last letter.

        Matches may overlap, as 哈哈 in 哈哈哈.
        """
        folded = fold(text)
        found = self._pattern.search(folded) if self.runs else None
        while found is not None:
            yield found.span()
            found = self._pattern.search(folded, found.start() + 1)


def _gap(before: str, between: str, after: str) -> str:
    """The pattern for the marks between two letters, given those ``between`` them in the words."""
    if _uses_spaces(before) and _uses_spaces(after):
        if not between:
            return ""
        if between.strip(SPACES) and (before.isdigit() or after.isdigit()):
            return re.escape(between)
        return _some(
            SPACES if before.isdigit() or after.isdigit() else JOINING + _clause_marks(between), least=1
        )
    return _some(JOINING + _clause_marks(between), least=0)


def _clause_marks(between: str) -> str:
    if not any(char in PARTING + "\n" for char in between):
        return ""
    return PARTING + ("\n" if "\n" in between else "")


def _some(marks: str, *, least: int) -> str:
    return f"[{re.escape(marks)}]{{{least},{MOST_BETWEEN}}}"


def _is_mark(char: str) -> bool:
    return char in JOINING or char in PARTING or char == "\n"


def _uses_spaces(char: str) -> bool:
    """Whether the script of ``char`` separates words by spaces."""
    return unicodedata.east_asian_width(char) not in ("W", "F")
