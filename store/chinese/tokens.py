"""Tokens that a word segmenter must not divide: addresses, numbers, dates, names with marks inside.

The tokens of alphabets and digits are certain: https://example.org/a?b=1, me@example.org, 1,234.50, 12:30,
１２．５％, 2026-11-26, $1,200, 3.5万, COVID-19, @name, #topic#. Numbers in Han characters are only likely:
their characters are also parts of other words (百分之十二点五, but 十一点|一直).

Every repetition that can fail after it has read on is bounded, so the time is proportional to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

ALPHABETIC = (
    "0-9A-Za-zª²³µ¹º¼-¾À-ÖØ-öø-\u058f\u05d0-\u05ea\u0620-\u0669\u1e00-\u1fff\u2070-\u209c０-９Ａ-Ｚａ-ｚ"
)
"""A character class: digits, and letters (with accents) of scripts that separate words by spaces."""

_DIGIT = "[0-9０-９]"
_HAN_DIGIT = "[〇○零一二三四五六七八九十百千万亿两廿卅萬億兩壹贰叁肆伍陆柒捌玖拾佰仟貳參陸]"
_COUNTED = "[届屆次个個名位条條章节節期批卷册冊页頁集轮輪代版回季天年周月日号號种種类類步]"
_SAFE = r"[A-Za-z0-9\-_~/\#@$&*+=%]"
_ADDRESS = rf"(?: {_SAFE}++ | [.,;:!?']{{1,8}} (?={_SAFE}) | \([^()\s\u0080-\U0010ffff]{{0,100}}\) )"
"""A part of a URL. A mark belongs to it if the URL goes on after it; a bracket if it is closed."""
_LABEL = "[A-Za-z0-9-]{1,63}"
_DOMAIN = rf"[A-Za-z0-9] [A-Za-z0-9-]{{0,62}} (?: \.{_LABEL} ){{1,8}}"
_PATH_PART = "[A-Za-z0-9_.-]{1,100}"
_CURRENCY = "[$¥￥€£₩₹＄￡]"

_TOKEN = rf"""
    (?=[{ALPHABETIC}@\#+−±/~.$¥￥€£₩₹＄￡〇○零一二三四五六七八九十百千万亿两廿卅萬億兩壹贰叁肆伍陆柒捌玖拾佰仟貳參陸第-])
    (?:
      (?: (?:https?|ftps?|sftp|file|wss?):// (?: \[[0-9A-Fa-f:.]{{2,45}}\] )? | mailto: | doi: ) {_ADDRESS}++
    | [A-Za-z0-9] [A-Za-z0-9._%+-]{{0,63}} @ {_DOMAIN}
    | {_DOMAIN} (?: :\d{{1,5}} )? (?: / {_ADDRESS}*+ )
    | [A-Za-z]:\\ (?: {_PATH_PART} \\ ){{0,20}} {_PATH_PART}
    | (?: (?: ~ | \.{{1,2}} )? / )? {_PATH_PART} (?: / {_PATH_PART} ){{1,20}}
    | @ (?: [{ALPHABETIC}_]{{1,39}} | [\w-]{{1,30}} (?= [\s:：，。,.、；;！!？?）)】」”/] | \Z ) )
    | (?<![{ALPHABETIC}]) \# (?: [^\#\s，。！？；、]{{1,40}} \# | [{ALPHABETIC}_]{{1,100}} )
    | \+ \d{{1,3}} (?: [ -]? \(? \d{{2,4}} \)? ){{2,5}}
    | (?: [A-Z]{{0,3}} {_CURRENCY} (?={_DIGIT})
        | (?<![0-9０-９A-Za-z%％‰℃]) [-+−±] (?=[0-9０-９.．]{{1,12}} [%％‰℃℉°]) )?
      [{ALPHABETIC}]++
      (?:
        (?: [-.'’_&‐‑．]
          | (?<={_DIGIT}) (?: [:/–－] (?={_DIGIT})
            | (?<!{_DIGIT}{{4}}) , (?={_DIGIT}{{3}} (?!{_DIGIT}))
            | (?<![０-９]{{4}}) (?<=[０-９]) ， (?=[０-９]{{3}} (?![０-９]))
            | (?<!{_DIGIT}{{3}}) ： (?={_DIGIT}{{2}} (?!{_DIGIT})) )
        )
        [{ALPHABETIC}]++
      )*+
      (?: (?<={_DIGIT}) (?: [%％‰℃℉] | °[CFcf]? | [十百千万萬亿億兆]+ ) )?
    | (?P<likely>
        {_HAN_DIGIT}+ 分之 [几幾]? (?: {_HAN_DIGIT}+ (?: [点點] {_HAN_DIGIT}+ )? )?
      | 第 {_HAN_DIGIT}+ {_COUNTED}?
      | {_HAN_DIGIT}+ (?: [点點] {_HAN_DIGIT}+ )? 年?
      )
    )
"""


class Token(NamedTuple):
    """A range of a text that should be within one word."""

    start: int
    end: int
    is_certain: bool
    """Whether it is one whatever else the characters could be."""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of two or more code points, in order. They do not overlap."""
    for match in _token().finditer(text):
        start, end = match.span()
        if end - start > 1:
            yield Token(start, end, match.lastgroup is None)


@cache
def _token() -> re.Pattern[str]:
    """Matches a token. Compiled lazily."""
    return re.compile(_TOKEN, re.VERBOSE)
