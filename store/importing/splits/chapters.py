"""The lines that begin the chapters of a book: numbered ones, those with a name such as 楔子, and volumes.

A table of contents has the same lines; they begin no chapter there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

CHAPTERS = "chapters"
"""The name of this way to split a text."""

_NUMBER = r"[一二三四五六七八九十百千零〇两兩壹贰叁肆伍陆柒捌玖拾\d]{1,7}"
CHAPTER = rf"^第\s*{_NUMBER}\s*[章回節节話话](?=[^\n。！？]{{0,40}}$)"
"""The expression of a numbered chapter."""
_VOLUME = re.compile(
    rf"(?:第\s*{_NUMBER}\s*[卷部编編集册冊篇]|卷\s*之?\s*{_NUMBER}|[上中下][卷部篇册冊])(?:[\s:：·、.．—-].{{0,30}})?"
)
"""A volume, or another part of a book that has chapters of its own."""
_NAMED = re.compile(
    r"(?:楔子|引子|引言|序[章幕言曲]?|自序|代序|前言|尾[声聲]|[终終]章|后[记記序]|後[記序]|跋|附[录錄]|番外(?:篇|[之]?"
    rf"{_NUMBER})?)(?:[\s:：·、—-].{{0,30}})?"
)
"""A chapter without a number."""
_CHAPTER = re.compile(CHAPTER)
_CONTENTS = re.compile(r"(?:目\s*[录錄次]|contents)", re.IGNORECASE)
_LONGEST = 80
"""Code points of a line that can be a heading, the spaces in it counted."""
_DIGITS = "0123456789０１２３４５６７８９"
_LEADERS = " \t\u3000\xa0.．。…·•_—-"
"""What stands between a heading and its page number in a table of contents."""


def is_volume(line: str) -> bool:
    """Whether a line, without white space around it, is the heading of a volume."""
    return len(line) <= _LONGEST and bool(_VOLUME.fullmatch(line))


def is_heading(line: str) -> bool:
    """Whether a line, without white space around it, can begin a chapter or a volume."""
    return len(line) <= _LONGEST and bool(
        _CHAPTER.match(line) or _VOLUME.fullmatch(line) or _NAMED.fullmatch(line)
    )


def is_contents(line: str) -> bool:
    """Whether a line is the heading of a table of contents."""
    return bool(_CONTENTS.fullmatch(line.strip()))


def headings_at(lines: Sequence[str]) -> int:
    """Return how many lines, of those that are not empty, are headings of a chapter at the beginning."""
    return next((at for at, line in enumerate(lines) if not is_heading(line.strip())), len(lines))


def is_numbered(line: str) -> bool:
    """Whether a line is the heading of a chapter with a number."""
    return len(line) <= _LONGEST and bool(_CHAPTER.match(line))


def chapter_starts(lines: Sequence[str]) -> set[int]:
    """Return the indices of the lines that begin a chapter, or the volume above it. One must have a number.

    :param lines: all lines of a text, without white space around them.
    """
    filled = [at for at, line in enumerate(lines) if line]
    found = [place for place, at in enumerate(filled) if is_heading(lines[at])]
    if not any(is_numbered(lines[filled[place]]) or is_volume(lines[filled[place]]) for place in found):
        return set()
    real = _without_contents(found, [lines[at] for at in filled])
    return {filled[place] for place in real if place - 1 not in real}


def _without_contents(found: list[int], filled: list[str]) -> set[int]:
    """Return the headings that are not of a table of contents: there they stand together, and come again."""
    names = [filled[place].rstrip(_DIGITS).rstrip(_LEADERS) for place in found]
    following = _ends_of_runs(names)
    last = {name: number for number, name in enumerate(names)}
    headings = set(found)
    real = set[int]()
    for number, (place, name) in enumerate(zip(found, names, strict=True)):
        above = filled[place - 1] if place else ""
        is_listed = place - 1 in headings or place + 1 in headings or is_contents(above)
        if not is_listed or last[name] < following[number]:
            real.add(place)
    return real


def _ends_of_runs(names: list[str]) -> list[int]:
    """Return, for each name, the number of the first one after it that is another."""
    ends = list(range(1, len(names) + 1))
    for number in range(len(names) - 2, -1, -1):
        if names[number] == names[number + 1]:
            ends[number] = ends[number + 1]
    return ends
