"""What a page prints between the names of an imprint line: counters, buttons, page numbers, the weather."""

from __future__ import annotations

import re

from store.chinese.folding import fold
from store.press.imprint.roles import LABEL
from store.press.imprint.sources import SOURCE
from store.press.sites.website import BUTTONS, COUNTERS, POSTED_FROM

_PAGE = re.compile(
    r"(?:第\s*[A-Za-z]?\d{1,3}|[A-Za-z]\d|[A-Za-z]?\d{2,3})\s*版?\s*(?<=版)(?:\s*[:|]?\s*[^\s:|,。]{1,8})?(?=\s|$|\))|(?:/\s*)?第\s*\d{1,3}\s*版"
)
_ISSUE = re.compile(
    r"(?:(?:19|20)\d\d\s*年\s*)?(?:总)?第?\s*\d{1,4}\s*[期辑卷号號](?:\s*[(（]?上|下[)）]?)?(?=[\s|,)《]|$)|(?:19|20)\d\d\s*年\s*第\s*\d+\s*期"
)
_SIGNED_AT = re.compile(r"(?:^|(?<=\s))[春夏秋冬]?\s*(?:[写寫作稿记記草修改]{0,2})?[于於][^\s,。:]{2,8}\s*$")
"""The place of writing after a date: 于北京."""
_SENT_FROM = re.compile(r"(?<!^)(?:发自|發自)\s*[^\s,。:|/()]{2,8}(?=\s|$)")
"""The place from which a reporter writes, after the name: 发自青石."""
_SOLAR_TERM = re.compile(
    r"(?<=\s)(?:立[春夏秋冬]|雨水|惊蛰|驚蟄|[春秋]分|清明|谷雨|穀雨|小满|小滿|芒种|芒種|[夏冬]至|[小大][暑寒]|处暑|處暑|白露|寒露|霜降|[小大]雪)(?=\s+(?:晴|阴|陰|多云|多雲|[小中大]?[雨雪]|雾|霧))"
)
"""A solar term before the weather of a diary; without it, it may be a pen name."""
_HOLIDAY = re.compile(r"(?<=\s)(?:[一-鿿]{1,3}[节節]|除夕|[岁歲]末|冬至|夏至)\s*[夜晚]?(?=\s|$)")
"""The holiday after a date: 2021年11月8日记者节."""
_WEATHER = re.compile(
    r"(?<=\s)(?:晴|阴|陰|多云|多雲|[小中大暴阵陣雷]{0,2}[雨雪]|雾|霧|霾|有风|有風|大风|大風)(?:[转轉间間](?:晴|阴|陰|多云|多雲|[小中大阵陣]?[雨雪]))?(?=\s|$)"
)
"""The weather beside the date of a diary."""


def without_additions(words: str, *, dated: bool) -> str:
    """Remove counters, page numbers and, beside a date or a label, buttons and the place of publication."""
    bare = _cut(_SENT_FROM.sub(" ", words), COUNTERS, _PAGE, _ISSUE)
    if dated:
        bare = _WEATHER.sub(
            " ", _SOLAR_TERM.sub(" ", _HOLIDAY.sub(" ", _SIGNED_AT.sub("", _cut(bare, POSTED_FROM))))
        )
    if dated or LABEL.search(fold(bare)) or SOURCE.search(bare) or bare != words:
        bare = _cut(bare, BUTTONS)
    return _cut(bare, POSTED_FROM) if dated else bare


def _cut(words: str, *patterns: re.Pattern[str]) -> str:
    """Replace what each pattern matches in the folded words by two spaces."""
    folded = fold(words)
    for pattern in patterns:
        pieces, end = list[str](), 0
        for match in pattern.finditer(folded):
            pieces += [words[end : match.start()], "  "]
            end = match.end()
        if pieces:
            words = "".join([*pieces, words[end:]])
            folded = fold(words)
    return words
