"""Marks and function characters between two letters of a variant.

Between Chinese characters, quotation marks, middle dots, hyphens and spaces are ignored. Marks that separate
clauses are ignored only at places where the words have such a mark too: 天下大势，分久必合 matches
天下大势 分久必合, but 大数据 does not match 很大。数据. In scripts that separate words by spaces, words
joined without a space are other words.
"""

from __future__ import annotations

import re
import unicodedata

SPACES = " \t\u00a0\u2009\u200a\u200b\u200c\u200d\u00ad\ufeff"
JOINING = SPACES + "\"'“”‘’「」『』﹁﹂﹃﹄«»‹›〝〞〟《》〈〉·•・‧∙⋅-‐‑–"
"""Marks, folded, that are ignored within a word."""

PARTING = "，。；：！？、…—,.;:!?()[]{}【】〔〕~"
"""Marks, folded, that separate clauses."""

MOST_BETWEEN = 4
"""The most marks between two letters of a match."""

FUNCTION = "之的地得了着过所以而和与及等"
"""Characters, folded, that may be present or absent between two words."""

MOST_INSERTED = 2
"""The most function characters that a variant has more than the words between two of them: 想客户[之所]想."""

NEGATIONS = "不没未无非别勿毋甭弗否"
"""Characters that turn the meaning: no word with one differs; beside one nothing is inserted or left out."""


def is_mark(char: str) -> bool:
    """Whether a folded character is a mark and not a letter."""
    return char in JOINING or char in PARTING or char == "\n"


def marks_between(before: str, between: str, after: str) -> str:
    """The pattern for the marks between two letters, given those ``between`` them in the words."""
    if uses_spaces(before) and uses_spaces(after):
        if not between:
            return ""
        if between.strip(SPACES) and (before.isdigit() or after.isdigit()):
            return re.escape(between)
        return _some(
            SPACES if before.isdigit() or after.isdigit() else JOINING + _clause_marks(between), least=1
        )
    return _ignored(between)


def function_between(before: str, between: str, after: str, *, marks_differ: bool) -> str:
    """The pattern for marks and function characters between two words, given those ``between`` them."""
    marks = "".join(char for char in between if is_mark(char))
    most = MOST_INSERTED + len(between) - len(marks)
    if uses_spaces(before) and uses_spaces(after):
        if len(marks) == len(between):
            return marks_between(before, between, after) if marks_differ else re.escape(between)
        absent = marks_between(before, marks or " ", after)
        ignored = _ignored(marks)
        return f"(?:(?:{ignored}[{FUNCTION}]){{1,{most}}}{ignored}|{absent})"
    if marks_differ:
        ignored = _ignored(marks)
        return f"(?:{ignored}[{FUNCTION}]){{0,{most}}}{ignored}"
    some = f"[{FUNCTION}]{{0,{most}}}"
    return some + "".join(re.escape(mark) + some for mark in marks)


def uses_spaces(char: str) -> bool:
    """Whether the script of ``char`` separates words by spaces."""
    return unicodedata.east_asian_width(char) not in ("W", "F")


def _ignored(between: str) -> str:
    return _some(JOINING + _clause_marks(between), least=0)


def _clause_marks(between: str) -> str:
    if not any(char in PARTING + "\n" for char in between):
        return ""
    return PARTING + ("\n" if "\n" in between else "")


def _some(marks: str, *, least: int) -> str:
    return f"[{re.escape(marks)}]{{{least},{MOST_BETWEEN}}}"
