"""What stands beside characters and is no text of its own: readings, emphasis dots, lines of characters.

Programs print the pinyin, kana or bopomofo of a character as small characters above it or to its right, an
emphasis dot as a dot below or above it, and the line below a name as a row of ``_`` or ``﹏``. In the order
of lines they would stand between the lines of the text, or in the middle of it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from store.formats.pdf.page_characters import DESCENT, Character

_DOTS = frozenset("•·‧∙⋅・･●○◦◉◎▲△▴▵◆◇﹅﹆﹒．˙⚬⦁⏺⚫⚪")
_LINES = frozenset("_＿﹏﹍﹎﹋﹌﹉﹊～~ˍ‿⌇〰")
_MARKS = _DOTS | _LINES

_READING = re.compile(
    "[a-zü\u00e0-\u00fc\u0101\u0113\u011b\u012b\u014d\u016b\u01ce-\u01dc\u0144\u0148\u01f9\u0251\u0261\u0300-\u030c"
    "\u3041-\u309f\u30a1-\u30ff\u3105-\u312f\u31a0-\u31bfˉˊˇˋ˙ '’]"
)
_BOPOMOFO = re.compile("[\u3105-\u312f\u31a0-\u31bfˉˊˇˋ˙]+")
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30ff]+")
_PINYIN = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:i[aou]?|u[aeio]?|a[io]?|e[i]?|o[u]?|[üv]e?)(?:ng|n|r)?"
    r"|er)++"
)

_SMALL = 0.63
"""The size of a reading, in sizes of its character."""

_SMALLEST, _SMALLEST_BOPOMOFO = 0.36, 0.22
"""The least size of a reading: smaller ones are lines above a title."""

_SMALL_MARK = 0.75
"""The size of a small mark, which may stand farther away."""

_HAN = re.compile("[々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")

_MOST_NEAR = 64
"""Characters of one place that are looked at: more are printed over each other."""

_NEAR, _FAR = 0.9, 1.45
"""The greatest distance of a mark and its character, and that of a small one, in sizes of the character."""

_BESIDE = 4.0
"""How far the text of a bullet stands from it, in sizes."""

_BASELINE = 0.25
"""How far the baselines of two characters of a line may differ, in sizes."""

_MOST_REACH = 40.0
"""The same in points."""

_LINED = 0.6
"""The share of a row of ``_`` that stands below characters, if it is the line below a name."""


class Beside(NamedTuple):
    """The characters of a page without those that stand beside others."""

    text: list[Character]
    readings: list[str]
    """Readings by line: ``chūn mián``."""
    marks: int
    """How many emphasis dots and parts of lines were left out."""


def without_beside(found: Sequence[Character]) -> Beside:
    """Return the characters of a page without readings, emphasis dots and lines that are characters."""
    chars = {each[0] for each in found}
    marks = [each for each in found if each[0] in _MARKS] if not chars.isdisjoint(_MARKS) else []
    sizes = {each[5] for each in found}
    largest = max(sizes, default=0.0)
    small = (
        [each for each in found if each[5] <= _SMALL * largest and _READING.match(each[0])]
        if min(sizes, default=0.0) <= _SMALL * largest
        else []
    )
    if not marks and not small:
        return Beside(list(found), [], 0)
    out: set[int] = set()
    upright = _is_upright(found)
    near = _Places((each for each in found if each[0].isalnum()), upright=upright)
    readings = []
    for run in _runs(small, 1.6):
        if words := _reading(run, near):
            out.update(map(id, run))
            readings.append(words)
    if out and marks:
        near = _Places((each for each in found if each[0].isalnum() and id(each) not in out), upright=upright)
    dropped = 0
    for run in _runs(marks, 6.0):
        if _beside_text(run, near, upright=upright):
            out.update(map(id, run))
            dropped += len(run)
    if not out:
        return Beside(list(found), [], 0)
    return Beside([each for each in found if id(each) not in out], readings, dropped)


def _is_upright(found: Sequence[Character]) -> bool:
    """Whether more characters follow each other in upright lines than in level ones."""
    ways = [_way(before, after, 2.0) for before, after in pairwise(found)]
    return ways.count("down") > ways.count("level")


class _Places:
    """Finds the characters near a place."""

    def __init__(self, found: Iterable[Character], *, upright: bool) -> None:
        self._cells: dict[tuple[int, int, int], list[Character]] = {}
        self._upright = upright
        lines: defaultdict[int, list[float]] = defaultdict(list)
        for each in found:
            scale = math.frexp(each.size or 1.0)[1]
            x, y = (each.left + each.right) / 2, (each.bottom + each.top) / 2
            members = self._cells.setdefault((scale, *_cell(scale, x, y)), [])
            if len(members) < _MOST_NEAR:
                members.append(each)
            line, place = self._line(each)
            lines[math.floor(line)].append(place)
        self._lines = {line: sorted(places) for line, places in lines.items()}
        self._scales = sorted({scale for scale, _, _ in self._cells})

    def _line(self, each: Character) -> tuple[float, float]:
        """Return where the line of a character stands, and the place of the character in it."""
        if self._upright:
            return (each.left + each.right) / 2, (each.bottom + each.top) / 2
        return each.bottom + DESCENT * each.size, (each.left + each.right) / 2

    def in_line(self, each: Character) -> bool:
        """Whether other characters stand in the line of this one, as after a bullet."""
        line, place = self._line(each)
        reach, most = min(_MOST_REACH, _BASELINE * each.size), _BESIDE * each.size
        for key in range(math.floor(line - reach), math.floor(line + reach) + 1):
            places = self._lines.get(key, [])
            at = bisect_left(places, place - most)
            if at < len(places) and places[at] <= place + most:
                return True
        return False

    def near(self, each: Character, least: float) -> Iterator[tuple[Character, float, float]]:
        """Yield characters of at least a size, and how far right and above of their middles this one stands.

        Distances are in sizes of the other character, and up to 1.5.
        """
        x, y = (each.left + each.right) / 2, (each.bottom + each.top) / 2
        for scale in self._scales:
            if 2.0**scale < least:
                continue
            column, row = _cell(scale, x, y)
            for across in (column - 1, column, column + 1):
                for down in (row - 1, row, row + 1):
                    for other in self._cells.get((scale, across, down), ()):
                        if other.size >= least and other is not each:
                            dx = (x - (other.left + other.right) / 2) / other.size
                            dy = (y - (other.bottom + other.top) / 2) / other.size
                            yield other, dx, dy


def _cell(scale: int, x: float, y: float) -> tuple[int, int]:
    side = 1.5 * 2.0**scale
    return math.floor(x / side), math.floor(y / side)


def _runs(found: Sequence[Character], most: float) -> Iterator[list[Character]]:
    """Yield characters that follow each other in a level or an upright line.

    :param most: the longest step from one to the next, in sizes.
    """
    run: list[Character] = []
    way = ""
    for each in found:
        step = _way(run[-1], each, most) if run else ""
        if run and step and way in ("", step):
            way = step
        elif run:
            yield run
            run, way = [], ""
        run.append(each)
    if run:
        yield run


def _way(before: Character, after: Character, most: float) -> str:
    size = max(before.size, after.size) or 1.0
    if min(before.size, after.size) < 0.95 * size:
        return ""
    x = (after.left + after.right - before.left - before.right) / 2 / size
    y = (after.bottom + after.top - before.bottom - before.top) / 2 / size
    if -0.3 < y < 0.3:
        return "level" if 0 < x <= most else ""
    return "down" if -0.3 < x < 0.3 and -most <= y < 0 else ""


def _beside_text(run: Sequence[Character], near: _Places, *, upright: bool) -> bool:
    """Whether a row of marks belongs to the characters beside it, and is no text."""
    lined = sum(each.char in _LINES for each in run)
    if lined == len(run):
        return sum(_is_under(each, near, upright=upright) for each in run) >= _LINED * len(run)
    return not lined and all(_is_emphasis(each, near, upright=upright) for each in run)


def _is_under(each: Character, near: _Places, *, upright: bool) -> bool:
    """Whether a part of a line is below, above or over a character; in a vertical line beside it."""
    for other, dx, dy in near.near(each, 0.75 * each.size):
        along, across = (dy, dx) if upright else (dx, dy)
        length = other.top - other.bottom if upright else other.right - other.left
        if abs(along) * other.size <= 0.4 * length and abs(across) <= _NEAR:
            return True
    return False


def _is_emphasis(each: Character, near: _Places, *, upright: bool) -> bool:
    """Whether a dot stands in the middle above or below a character; in a vertical line beside it."""
    if near.in_line(each):
        return False
    for other, dx, dy in near.near(each, 0.95 * each.size):
        along, across = (dy, dx) if upright else (dx, dy)
        farthest = _FAR if each.size <= _SMALL_MARK * other.size else _NEAR
        if upright and not _HAN.match(other.char):
            continue
        if abs(along) <= 0.3 and 0.4 <= abs(across) <= farthest:
            return True
    return False


def _reading(run: Sequence[Character], near: _Places) -> str:
    """Return the words of a run if they are the reading of characters below or beside it; else nothing."""
    words = _words(run)
    bare = words.replace(" ", "")
    down = len(run) > 1 and _way(run[0], run[1], 2.0) == "down"
    fits: Callable[[float, float], bool]
    if _BOPOMOFO.fullmatch(bare):
        fits = _is_beside
    elif _KANA.fullmatch(bare) and down:
        fits = _is_right
    elif _KANA.fullmatch(bare) or (not down and _is_pinyin(words)):
        fits = _is_above
    else:
        return ""
    smallest = _SMALLEST_BOPOMOFO if fits is _is_beside else _SMALLEST
    for each in run:
        if not any(
            fits(dx, dy) and other.size <= each.size / smallest and _HAN.match(other.char)
            for other, dx, dy in near.near(each, each.size / _SMALL)
        ):
            return ""
    return words


def _is_above(along: float, across: float) -> bool:
    return abs(along) <= 1.25 and 0.55 <= across <= 1.4


def _is_right(across: float, along: float) -> bool:
    return _is_above(along, across)


def _is_beside(one: float, other: float) -> bool:
    return _is_above(one, other) or _is_above(other, one)


def _words(run: Sequence[Character]) -> str:
    text = ""
    for at, each in enumerate(run):
        if at and each.left - run[at - 1].right > 0.15 * each.size:
            text += " "
        text += each.char
    return " ".join(text.split())


def _is_pinyin(words: str) -> bool:
    plain = unicodedata.normalize("NFD", words.replace("ɑ", "a").replace("ɡ", "g"))
    plain = re.sub("[\u0300-\u0307\u0309-\u030c '’]", "", plain).replace("u\u0308", "ü")
    return _PINYIN.fullmatch(plain) is not None
