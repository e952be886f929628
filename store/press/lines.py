"""The lines of a source text, with their spacing, and tests on the form of a line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from store.press.vocabulary import CLOSING, FINAL, PAUSE

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
"""Characters that are invisible but not white space. Scraped pages have lines of only these."""


_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff01-\uff65\U00020000-\U0003ffff\u2014\u2018-\u201d\u2026]")


_LATIN_HEADING = re.compile(r"[^a-z(=]((?! {2}|\t|\w\()[^={}<>\\_])*$")
"""Begins with a capital letter and has no characters typical of program code."""


_MAY_FOLLOW = CLOSING + " \u3000"
"""What may stand behind the mark that ends a sentence."""


_NUMBER = re.compile(r"\d{3,}|\d[\d,.]*\s*[万wWkK+]\+?")
"""A counter, which is longer than the number of a section."""


_WIDEST_HEADING = 56
"""Terminal cells."""
_REMARK = re.compile(
    r"[（(](?![一二三四五六七八九十\d]{1,3}[）)])[^（()）]*(?:[，,；;]|\d{5})[^（()）]*[）)]"
)
"""A remark in brackets, such as the address of an institute."""
_DATE_AND_TIME = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s+\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
)


class Line(NamedTuple):
    """A line that is not empty."""

    text: str
    """The line without white space at its ends."""
    gap: int
    """The number of empty lines before it."""
    indent: int
    """The indent in terminal cells."""

    words: str
    """The text without invisible characters. The rules use this."""

    @classmethod
    def of(cls, text: str, gap: int, indent: int) -> Line:
        """Create a line from its text."""
        return cls(text, gap, indent, text if text.isascii() else _INVISIBLE.sub("", text))

    def with_text(self, text: str) -> Line:
        """The same line with another text."""
        return Line.of(text, self.gap, self.indent)


def read_lines(source: str) -> list[Line]:
    r"""The lines of ``source`` that are not empty. Knows all line ends of Unicode (``\r\n``, U+2028…).

    A line of only invisible characters counts as empty. Since no character may be lost, they are appended to
    the line before it, or prepended to the first line.
    """
    lines: list[Line] = []
    unseen: list[str] = []
    gap = 0
    for raw in source.splitlines():
        text = raw.strip()
        if not text or (not text.isascii() and _INVISIBLE.fullmatch(text)):
            gap += 1
            if text:
                unseen.append(text)
            continue
        if unseen:
            text = _hand_back(lines, unseen) + text
        indent = width(raw[: len(raw) - len(raw.lstrip())]) if raw[0].isspace() else 0
        lines.append(Line(text, gap, indent, text) if text.isascii() else Line.of(text, gap, indent))
        gap = 0
    before = _hand_back(lines, unseen)
    return lines or ([Line.of(before, 0, 0)] if before else [])


def _hand_back(lines: list[Line], unseen: list[str]) -> str:
    """Append invisible characters to the last line. Returns them if there is no line yet."""
    tail = "".join(unseen)
    unseen.clear()
    if tail and lines:
        lines[-1] = lines[-1].with_text(lines[-1].text + tail)
        return ""
    return tail


@lru_cache(maxsize=256)
def width(words: str) -> int:
    """The width of ``words`` in terminal cells: two for a Han character or full-width mark, else one."""
    if words.isascii():
        return len(words)
    narrow = _SURELY_WIDE.sub("", words)
    return 2 * (len(words) - len(narrow)) + sum(map(_CELLS.__getitem__, narrow))


_SURELY_WIDE = re.compile("[\u3001-\u303e\u4e00-\u9fff\uff01-\uff5e“”]+")


class _Cells(dict[str, int]):
    """Caches the width of each character in terminal cells."""

    def __missing__(self, char: str) -> int:
        cells = self[char] = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return cells


_CELLS = _Cells()


def han_share(words: str) -> float:
    """The share of Han characters and Chinese punctuation, 0 to 1, white space excluded."""
    if words.isascii():
        return 0.0
    return len(_HAN.findall(words)) / max(1, len("".join(words.split())))


def ends_sentence(words: str) -> bool:
    """Whether the line ends a sentence, closing quotes and brackets aside."""
    last = words[-1:]
    if last not in _MAY_FOLLOW:
        return last in FINAL
    bare = words[-12:].rstrip(_MAY_FOLLOW)
    return bare[-1:] in FINAL if bare else False


def is_prose(words: str) -> bool:
    """Whether the line is running text: it has ends of sentences, or is too long for a display line."""
    if "。" in words or (len(words) > 60 and width(words) > 110):
        return True
    return (ends_sentence(words) or words[-1:] in "：:；;") and width(words) >= 60


def could_be_display(words: str) -> bool:
    """Whether this could be a display line: a title, a kicker, a name."""
    return not is_prose(words) and words[-1:] not in "；;" and any(char.isalnum() for char in words)


def could_be_heading(words: str) -> bool:
    """Whether this has the form of a heading: short, without punctuation at its end."""
    if (
        len(words) > _WIDEST_HEADING
        or width(words) > _WIDEST_HEADING
        or ends_sentence(words)
        or words[-1:] in PAUSE
        or "。" in words
        or "；" in words
    ):
        return False
    if _NUMBER.fullmatch(words) or words.startswith(("——", "--", "- ", "•", "·", "* ", "![", "> ", "| ")):
        return False
    if han_share(words) < 0.5 and not _LATIN_HEADING.match(words):
        return False
    if _REMARK.fullmatch(words) or _DATE_AND_TIME.fullmatch(words):
        return False
    return any(char.isalnum() for char in words)


def usual_gap(lines: list[Line]) -> int:
    """The most common number of empty lines between two lines; the smallest if several are equally common."""
    gaps = Counter(line.gap for line in lines[1:])
    return max(sorted(gaps), key=gaps.__getitem__, default=0)


_LABEL_ALONE = re.compile(
    r"(?:作\s*者|记者|記者|来\s*源|來\s*源|出处|出處|(?:发布|發布|发表|發表|更新)?(?:时\s*间|時\s*間|日\s*期)|(?:责任)?(?:编辑|編輯)|责编|"
    r"摄影|攝影|翻译|编译|整理|口述|撰文|标题|標題|题目|題目)\s*[：:]"
)
"""A label whose value stands on the next line, as pages set in tables are copied."""
_MOST_IN_HEAD = 16
"""Lines at the beginning among which such labels are looked for."""
_LONGEST_VALUE = 40
"""Code points."""


def join_labels(lines: list[Line]) -> list[Line]:
    """Return lines with a label and its value on one, among the first ones, if two labels stand alone so."""
    alone = [at for at, line in enumerate(lines[:_MOST_IN_HEAD]) if _LABEL_ALONE.fullmatch(line.words)]
    pairs = {
        at
        for at in alone
        if at + 1 < len(lines) and at + 1 not in alone and len(lines[at + 1].words) <= _LONGEST_VALUE
    }
    if len(pairs) < _FEWEST_PAIRS:
        return lines
    joined: list[Line] = []
    for at, line in enumerate(lines):
        if at - 1 in pairs:
            joined[-1] = joined[-1].with_text(joined[-1].text + line.text)
        else:
            joined.append(line)
    return joined


_FEWEST_PAIRS = 2
