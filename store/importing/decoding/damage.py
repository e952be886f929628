"""Tells what is damaged in a text, so that its reader can look for a better copy. The text stays as it is.

Characters are lost in four ways that leave a trace: a program puts U+FFFD where bytes are no character; a
"?" where its encoding has none; 锟斤拷 where it reads U+FFFD as GBK, and 烫烫烫 where memory was never
written; and a character of a private use area, for which only one font has a picture.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from store.language import Lazy, _, lazy
from store.wording import counted

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_ENDS_QUESTION = "吗嗎呢么麼嘛吧啊呀谁誰哪什里裡何样樣否没沒几幾不了的事办辦思用意去来來去里人字"
"""Characters after which a half-width question mark may be meant."""
_QUESTION_MARKS = re.compile(
    rf"(?<=[，。、；：“‘（《])\?+(?=[{_HAN}])|(?m:^)[ \u3000]*\?+(?=[{_HAN}])"
    rf"|(?<=[{_HAN}])(?<![{_ENDS_QUESTION}])\?+(?=[{_HAN}，。、；：”’）》])|(?m:^)[ \u3000]*\?{{4,}}(?:\s|$)"
)
_ANY_QUESTION_MARKS = re.compile(r"\?+")
_FEWEST_QUESTION_MARKS = 3
_MARKS = "，。、；：！？,.;:!?…—~～“”‘’「」『』（）《》"
"""Marks beside which repeated characters are meant: 好烫烫烫烫！"""
_AFTER_BOM = "".join(
    bytes([0xBF, byte]).decode("gbk", "ignore") for byte in (*range(0x40, 0x7F), *range(0xE3, 0xF0))
)
"""What follows 锘 where a byte order mark of UTF-8 is read as GBK: its last byte, with one of the text."""
_SIGNS = (
    (re.compile("\ufffd+"), "�", ("\ufffd",)),
    (re.compile("锟斤拷(?:锟斤拷|锟斤|锟)*"), "锟斤拷", ("锟",)),
    (
        re.compile(rf"(?<![烫{_MARKS}])烫{{4,}}+(?![{_MARKS}])|(?<![屯{_MARKS}])屯{{4,}}+(?![{_MARKS}])"),
        "烫烫烫",
        ("烫烫烫烫", "屯屯屯屯"),
    ),
    (re.compile(rf"\A锘[{_AFTER_BOM}]"), "锘", ("锘",)),
    (_QUESTION_MARKS, lazy("? in the place of characters"), ("?",)),
    (
        re.compile("[\ue000-\uf8ff\ufffe\uffff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"),
        lazy("private-use characters"),
        (),
    ),
)
"""What finds each kind of damage, what it is called, and what a text with it has, which is found sooner."""
_SHOWN = 6
"""Code points on either side of a place that are shown."""


class Damage(NamedTuple):
    """One kind of damage in a text."""

    what: str | Lazy
    places: int
    first: int
    """The offset of the first place, in code points."""


def damage_in(text: str) -> list[Damage]:
    """Return the kinds of damage in a text; empty if nothing in it looks so."""
    if text.isascii():
        return []
    found = []
    for expression, what, signs in _SIGNS:
        if signs and not any(sign in text for sign in signs):
            continue
        first = expression.search(text)
        if first is None:
            continue
        places = sum(1 for __ in expression.finditer(text))
        if expression is _QUESTION_MARKS:
            if places < _FEWEST_QUESTION_MARKS:
                continue
            places = len(_ANY_QUESTION_MARKS.findall(text))
        found.append(Damage(what, places, first.end() - len(first[0].lstrip())))
    return found


def told_by_line(text: str) -> tuple[str, ...]:
    """Return the remark about the damage in the text of a file, with the line of the first place.

    It is empty if there is none.
    """
    return _told([_at_line(each, text) for each in damage_in(text)])


def told_by_words(text: str) -> tuple[str, ...]:
    """Return the same for an article, whose lines are not those of its file: with the words around."""
    return _told([_at_words(each, text) for each in damage_in(text)])


def _told(kinds: list[str]) -> tuple[str, ...]:
    return (_("its text is damaged: {places}", places=_("; ").join(kinds)),) if kinds else ()


_AT_LINE = lazy("{places} with {what}, in line {line:,}, column {column:,}")
_FIRST_AT_LINE = lazy("{places} with {what}, the first in line {line:,}, column {column:,}")
_AT_WORDS = lazy("{places} with {what}, in “{words}”")
_FIRST_AT_WORDS = lazy("{places} with {what}, the first in “{words}”")


def _at_line(damage: Damage, text: str) -> str:
    lines = text[: damage.first + 1].splitlines()
    return (_AT_LINE if damage.places == 1 else _FIRST_AT_LINE).format(
        places=counted(damage.places, "place", "places"),
        what=damage.what,
        line=len(lines),
        column=len(lines[-1]),
    )


def _at_words(damage: Damage, text: str) -> str:
    start = max(text.rfind("\n", 0, damage.first) + 1, damage.first - _SHOWN)
    return (_AT_WORDS if damage.places == 1 else _FIRST_AT_WORDS).format(
        places=counted(damage.places, "place", "places"),
        what=damage.what,
        words=text[start : damage.first + _SHOWN].partition("\n")[0],
    )
