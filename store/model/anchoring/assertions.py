"""Negations and numbers: changes of a character or two that make words assert something else.

同意 becomes 不同意 and 三万 becomes 五万 in words that are nearly the same. Strings are in normal form (see
:mod:`store.model.anchoring.normal_form`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_BEFORE = 12
"""Code points before the words in which a negation is searched, at most."""

LONGEST_NUMBER = 40
"""Code points of a number beyond the words that it touches, at most."""

_LOOK_AROUND = 3
"""Code points beyond a range that decide whether a character in it is a negation or a number."""

_NUMERALS = "零〇一二三四五六七八九十百千万亿兆两廿卅半壹贰叁肆伍陆柒捌玖拾佰仟"
_SIGNS = (
    "\u00b2\u00b3\u00b9\u00bc-\u00be\u2150-\u218f\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
    "\u3220-\u3229\u3280-\u3289"
)
"""Superscript, enclosed and Roman digits, and fractions."""
_DIGITS = rf"\d{_SIGNS}{_NUMERALS}"

_NUMBER = re.compile(
    "(?:统一|唯一|万一|专一|单一|划一|一致|一起|一定|一些|一直|一样|一般|一边|一旦|一切|一再|一同|一律|一向|一贯"
    "|一味|一概|一面|一道|一带|一番|一下|十分|百姓|万分|千万(?=[不别要])|万万(?=[没不])|半导|三峡|四川|九江|五金)"
    rf"|([-+]?[{_DIGITS}](?:[{_DIGITS}]|[.,:/·\-](?=[{_DIGITS}])|点(?=[{_NUMERALS}])|分之(?=[{_DIGITS}]))*[%‰]?)"
)
"""A number is in the group. Words that only contain a numeral are matched without it."""

_IN_NUMBER = re.compile(rf"[{_DIGITS}.,:/·\-+%‰点分之]")

_NEGATION = re.compile(
    "(?:不但|不仅|不断(?![电水网供交])|不过(?![关问期户])|不管(?![用理])|不论|不少(?!于)|不久(?!留)|不禁(?!止)|不妨(?![碍害])"
    "|不愧|不只|不光(?![荣彩明])|不止(?![血损步痛])|不惜|不同(?![意情步])|差不多|对不起|了不起|不得了"
    "|无论(?!文)|无数(?![据字学码量值])|无线(?!索)|无人机|无锡|无疑(?![点问义])|未来(?![得到自京华])|未必然"
    "|非常(?![规任态住驻])|非洲|是非(?=[曲之功]|分明|对错)|除非|非但|莫非"
    "|特别|区别|分别|级别|个别|类别|性别|告别|识别|差别|鉴别|辨别|派别|国别|离别|送别|别人|别的|别墅|别名|别处|别具|别样"
    "|没收(?![到回获入取拾集])|淹没|沉没|埋没|出没|没落(?![实地户后下在])|吞没|否则)"
    r"|([不没非无未别勿毋甭弗否]|拒绝|禁止|反对|停止|取消|难以|(?<![a-z])(?:not|no|never|without|none|nor|cannot)(?![a-z])"
    r"|n\"t(?![a-z]))"
)
"""A negation is in the group. Words that only contain the character are matched without it.

The characters after such a word are those that make another word with its end: 没收, but 没 收到.
"""

_AUXILIARY = re.compile("[ 会能想要愿肯敢应该可以得必须再曾经已都也还就太很完全有是被把将正在去来]")
"""Characters of words that stand between a negation and what it negates."""

_CLAUSE_END = re.compile(r'[.,;:!?…—"()\[\]《》·]')

_VALUES = str.maketrans("零壹贰叁肆伍陆柒捌玖拾佰仟两", "〇一二三四五六七八九十百千二")


class Wording(NamedTuple):
    """Words in their text."""

    text: str
    start: int
    end: int
    unchanged: int
    """Where the context before the words that the other version has too ends."""


def same_assertions(one: Wording, other: Wording) -> bool:
    """Whether two versions of words have the same numbers, and are negated as often.

    A number counts if it is in the words or touches them; a negation if it is in them or directly before:
    between them are only words such as 会 or 完全, or words of which the other version has none.
    """
    return _numbers(one) == _numbers(other) and _negations(one) == _negations(other)


def _numbers(words: Wording) -> list[str]:
    text, start, end = words.text, words.start, words.end
    least, most = max(0, start - LONGEST_NUMBER), min(len(text), end + LONGEST_NUMBER)
    while start > least and _IN_NUMBER.match(text[start - 1]):
        start -= 1
    while end < most and _IN_NUMBER.match(text[end]):
        end += 1
    first = max(0, start - _LOOK_AROUND)
    found = []
    for match in _NUMBER.finditer(text, first, min(len(text), end + _LOOK_AROUND)):
        touches = match.start() <= words.end and match.end() >= words.start
        if match[1] and touches:
            found.append(re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", match[1]).translate(_VALUES))
    return found


def _negations(words: Wording) -> int:
    text = words.text
    least = max(0, words.start - MOST_BEFORE)
    start = max(least, min(words.start, words.unchanged))
    ends = [match.end() for match in _CLAUSE_END.finditer(text, start, words.start)]
    start = ends[-1] if ends else _before_auxiliaries(text, start, least)
    first = max(0, start - _LOOK_AROUND)
    found = _NEGATION.finditer(text, first, min(len(text), words.end + _LOOK_AROUND))
    return sum(1 for match in found if match[1] and start <= match.start() < words.end)


def _before_auxiliaries(text: str, start: int, least: int) -> int:
    """Where the negation begins that is before ``start``, with auxiliaries between; else ``start``."""
    place = start
    while place > least and _AUXILIARY.match(text[place - 1]):
        place -= 1
    for length in (5, 3, 2, 1):  # without, n"t, no, 不
        if place - length >= 0:
            match = _NEGATION.match(text, place - length)
            if match and match[1] and match.end() == place:
                return place - length
    return start
