"""Words and their variants: 大数据 stands in “大”数据, in 大·数据 and in 大數據 as well.

Compared are letters, folded (see :mod:`store.chinese.folding`). Marks that join what they stand in, or set it
off (quotation marks, points between, hyphens, spaces), count for nothing between Chinese characters. Marks
that part clauses do so only where the words themselves are parted: 天下大势，分久必合 stands in 天下大势
分久必合, but 大数据 does not in 很大。数据. Letters and digits that are set apart by spaces are other words
without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from store.chinese.folding import fold

SPACES = " \t\u00a0\u2009\u200a\u200b\u200c\u200d\u00ad\ufeff"
JOINING = SPACES + "\"'“”‘’「」『』﹁﹂﹃﹄«»‹›〝〞〟《》〈〉·•・‧∙⋅-‐‑–"
"""Marks, folded, that count for nothing within a word."""

PARTING = "，。；：！？、…—,.;:!?()[]{}【】〔〕~"
"""Marks, folded, that part clauses."""

MOST_BETWEEN = 4
"""Marks that may stand between two letters of the same words."""


class Variants:
    """What counts as the same words as some."""

    def __init__(self, words: str) -> None:
        folded = fold(words).strip("\n" + JOINING)
        letters = [place for place, char in enumerate(folded) if not _is_mark(char)]
        self.plain = folded
        """The words, folded, without the marks round them."""
        self.runs: tuple[str, ...] = ()
        """The letters of the words, folded, in the pieces that always stand together."""
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
        """Code points from the end of the first run to the beginning of the last, at most."""
        return sum(map(len, self.runs[1:-1])) + MOST_BETWEEN * (len(self.runs) - 1)

    @property
    def marks_within(self) -> str:
        """The marks of which one stands within each variant; none where the words have marks themselves."""
        return JOINING if self.plain == "".join(self.runs) else ""

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words stand in a text, in order: start and end, from the first letter to the last.

        One may overlap the next, as 哈哈 in 哈哈哈.
        """
        folded = fold(text)
        found = self._pattern.search(folded) if self.runs else None
        while found is not None:
            yield found.span()
            found = self._pattern.search(folded, found.start() + 1)


def _gap(before: str, between: str, after: str) -> str:
    """The pattern of what may stand between two letters, when this stands there in the words."""
    if _is_set_apart(before) and _is_set_apart(after):
        if not between:
            return ""
        if between.strip(SPACES) and (before.isdigit() or after.isdigit()):
            return re.escape(between)
        return _some(SPACES if before.isdigit() or after.isdigit() else JOINING + _parting(between), least=1)
    return _some(JOINING + _parting(between), least=0)


def _parting(between: str) -> str:
    if not any(char in PARTING + "\n" for char in between):
        return ""
    return PARTING + ("\n" if "\n" in between else "")


def _some(marks: str, *, least: int) -> str:
    return f"[{re.escape(marks)}]{{{least},{MOST_BETWEEN}}}"


def _is_mark(char: str) -> bool:
    return char in JOINING or char in PARTING or char == "\n"


def _is_set_apart(char: str) -> bool:
    """Whether words of such letters have spaces between them."""
    return unicodedata.east_asian_width(char) not in ("W", "F")
