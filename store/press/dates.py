"""Dates as newspapers and websites print them, with times and labels such as 发布时间."""

from __future__ import annotations

import datetime
import re
import unicodedata

_CHINESE_DIGITS = dict(zip("〇一二三四五六七八九", "0123456789", strict=True)) | {
    "零": "0",
    "○": "0",
    "0": "0",
}
_YEAR = r"(?P<y>(?:18|19|20|21)\d\d|[一二][〇零○0一二三四五六七八九]{3})"
_REIGN = r"(?:(?:中[华華])?民[国國]\s*(?P<r>\d{1,3}|[一二三四五六七八九十百廿卅]{1,5}|元(?=年)))"
_CN_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}|廿[一二三四五六七八九]?|卅一?|元(?=\s*月)"
_SEASON = (
    r"(?:\s*(?:[春夏秋冬]|年?[初末底]|岁末|歲末|岁首|除夕|中秋|春节|春節|元旦|国庆|國慶|端午|重阳|清明))"
)
_DATE = re.compile(
    rf"(?<![\d.])(?:(?:{_YEAR}|{_REIGN}|(?P<roc>1[0-2]\d))\s*年\s*[/,]?\s*(?P<m>{_CN_NUMBER})\s*月"
    rf"(?:\s*[/,]?\s*(?P<d>{_CN_NUMBER})\s*[日号號]|\s*[号號刊](?!\w))?"
    rf"|(?:(?P<y4>(?:18|19|20)\d\d|[一二][〇零○0一二三四五六七八九]{{3}})|(?:[中][华華])?民[国國]\s*(?P<r4>\d{{1,3}}|[一二三四五六七八九十廿卅]{{1,4}}))\s*年{_SEASON}"
    r"|(?:民[国國]\s*)?(?P<roc2>1[0-2]\d)/(?P<m4>\d{1,2})/(?P<d4>\d{1,2})(?![\d/])"
    rf"|(?<![一-鿿])(?P<roc4>[二三四]?十[一二三四五六七八九]?)年(?P<m7>{_CN_NUMBER})月(?P<d7>{_CN_NUMBER})日"
    r"|(?P<d6>\d{1,2})/(?P<m6>\d{1,2})/(?P<y6>(?:19|20)\d\d)(?![\d/])"
    r"|民[国國]\s*(?P<roc3>\d{1,3})\.(?P<m5>\d{1,2})\.(?P<d5>\d{1,2})(?!\d)"
    r"|(?P<y2>(?:18|19|20|21)\d\d)\s*(?P<sep>[-/.–·、])\s*(?P<m2>\d{1,2})(?:\s*(?P=sep)\s*(?P<d2>\d\d(?=\d\d:\d\d)|\d{1,2}))?(?:(?=\d\d:\d\d)|(?![\d-]))"
    r"|(?<!\d)(?P<y7>20\d\d)\s+(?P<m9>\d\d)/(?P<d9>\d\d)(?=\s+\d{1,2}:\d\d)"
    r"|(?<![\d./-])(?P<y5>\d\d)-(?P<m8>\d{1,2})-(?P<d8>\d{1,2})(?=\s+\d{1,2}:\d\d)"
    r"|['’‘`´](?P<y8>\d\d)\s*[-/.年]\s*(?P<m10>\d{1,2})\s*[-/.月]\s*(?P<d10>\d{1,2})(?!\d)日?"
    r"|(?<![\d一-鿿])(?P<y9>\d\d|[〇零○一二三四五六七八九]{2})\s*年\s*"
    rf"(?P<m11>{_CN_NUMBER})\s*月\s*(?P<d11>{_CN_NUMBER})\s*[日号號]"
    r"|^\s*(?P<y10>\d\d)(?P<sep2>[-/.])(?P<m12>\d\d)(?P=sep2)(?P<d12>\d\d)\s*$"
    r"|(?P<y3>(?:19|20)\d\d)(?P<m3>[01]\d)(?P<d3>[0-3]\d)(?!\d))"
)
_FIRST_YEAR_OF_LAST_CENTURY = 70
"""Years of two digits from this one on are those of the twentieth century: 98年4月5日."""
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_ENGLISH_DATE = re.compile(
    r"(?:\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b[.,]*\s+)?"
    r"\b(?:(?P<d1>\d{1,2})\s+(?P<m1>[A-Z][a-z]{2,8})\.?|(?P<m2>[A-Z][a-z]{2,8})\.?\s+(?P<d2>\d{1,2}))(?:st|nd|rd|th)?,?\s+"
    r"(?P<y>(?:18|19|20)\d\d)\b"
)
_TIMES = re.compile(
    r"(?:上午|下午|凌晨|晚间|晚上|中午|早上)?\s*(?<!\d)\d{1,2}\s*(?::\d\d:\d\d|(?::\d\d|(?:[时時]|[点點](?![击擊赞贊讚评評阅閱]))(?:\d{1,2}分?)?)(?!\d))(?:\s*[APap][Mm]\b)?"
    r"|(?:(?<=[\s日号號(])|^)(?:星期|[周週]|礼拜|禮拜)[一二三四五六日天](?![一-鿿])|(?<!\d)\d{1,2}月\d{1,2}日|T(?=\d\d:)|\bGMT\b|北京时间"
    r"|(?<![\d/-])\d{1,2}[-/]\d{1,2}(?=\s+\d{1,2}:\d\d)|(?<=\d)\s*[APap][Mm]\b|(?<=[:|\s])\d{1,2}[./]\d{1,2}[./]\d\d(?![\d./])|(?<=\d)(?:[+-]\d\d:?\d\d|Z)\b"
    r"|(?<!\d)\d{1,3}\s*(?:秒|分钟|分鐘|小时|小時|天|日|周|週|个月|個月|年)前|(?:昨天|前天|今天|刚刚|剛剛)(?=\s|$)"
)
_DATE_LABEL = re.compile(
    r"[一-鿿]{0,4}(?:时间|時間|日期)\s*[:|]|(?:发布|發布|發佈|发表|發表|写|寫|作|稿)?(?:於|于)\s*[:|]"
    r"|(?:(?:最[后後])?(?:发布|發布|發佈|出版|更新|上架|建立|刊出|刊登|張貼|张贴|上版|上线|發稿|发稿))\s*日?\s*[:|/]"
    r"|(?<!\S)(?:[一-鿿]{2})?(?:日期|时间|時間)(?=\s|$)"
    r"|\b(?i:(?:posted|published|updated|written|created|modified)(?:\s*@|\s+(?:on|at)\b))|(?<![一-鿿])(?:发于|發於|刊于|刊於|载于|載於)(?=\s)|(?<![一-鿿])(?:发布|發布|發佈|公布|更新|发表|發表|刊发|刊登)\s*(?:于|於|:|$)|(?:编辑|編輯|修改)[于於]|\b(?:Published|Updated|Date)\b\s*(?:on|:)?"
)
_VERB_OF_DATE = re.compile(
    r"(?<!\S)(?:(?:已|最[后後])[于於]|(?:修改|更新|发布|發布|出版)(?=\s|$))|(?<=\s)(?:on|at)(?=\s*$|\s{2})"
)
"""The words around a date: 已于 … 修改."""
_DAY = re.compile(
    r"\d{1,2}月\d{1,2}日|(?<![\d/-])\d{1,2}[-/]\d{1,2}(?=\s+\d{1,2}:\d\d)"
    r"|(?<!\d)\d{1,3}\s*(?:分钟|分鐘|小时|小時|天|个月|個月)前(?:\s|$)|(?:昨天|前天|今天|刚刚|剛剛)\s*(?:\d\d:|$)"
)
_LETTERSPACED = re.compile(r"(?<!\S)[12]\s+\d\s+\d\s+\d\s+年")
_SPACE_IN_DATE = re.compile(r"(?<=[\d年月])\s+(?=[\d年月日])")
_LONGEST = 120
"""Code points of a line in which a date is searched."""


def date(line: str) -> str:
    """The first date with a year in ``line``, in ISO 8601: ``2020-03-24`` or ``2020-03``. Empty if
    there is none, or if it is invalid.

    Of ``5/3/2020`` the day is first, as in most countries; ``5/13/2020`` can only have the month
    first.
    """
    words = _without_letterspacing(unicodedata.normalize("NFKC", line[:_LONGEST]))
    if match := _DATE.search(words):
        return _iso(match)
    if match := _ENGLISH_DATE.search(words):
        return _english_iso(match)
    return ""


def take_dates(words: str, *, first_only: bool = False) -> tuple[str, bool]:
    """Remove dates, times and their labels. Also returns whether there was a date, with or without a year.

    :param words: in compatibility form (NFKC).
    :param first_only: whether other dates with a year stay.
    """
    most = int(first_only)
    words = _without_letterspacing(words)
    bare, count = _DATE.subn("  ", words, most)
    if not count:
        bare, count = _ENGLISH_DATE.subn("  ", words, most)
    bare = _DATE_LABEL.sub("  ", _TIMES.sub("  ", bare))
    if count:
        bare = _VERB_OF_DATE.sub("  ", bare)
    return bare, bool(count or _DAY.search(words))


def _without_letterspacing(words: str) -> str:
    """Close up a date that has spaces between all its characters: 2 0 2 4 年 3 月 5 日."""
    return _SPACE_IN_DATE.sub("", words) if _LETTERSPACED.search(words) else words


def _iso(match: re.Match[str]) -> str:
    def first(*groups: str) -> str:
        return next((match[group] for group in groups if match[group]), "")

    if reign := first("r", "roc", "r4", "roc2", "roc3", "roc4"):
        year = (1 if reign == "元" else number(reign)) + 1911
    elif short := first("y5", "y8", "y9", "y10"):
        year = number(short)
        year += 2000 if year < _FIRST_YEAR_OF_LAST_CENTURY else 1900
    else:
        year = number(first("y", "y2", "y3", "y4", "y6", "y7"))
    month, day = (
        first("m", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12"),
        first("d", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "d11", "d12"),
    )
    if not month:
        return str(year) if 1800 <= year <= 2199 else ""
    if match["y6"] and int(month) > 12:  # the month first, as in the United States
        month, day = day, month
    month = "1" if month == "元" else month
    return _iso_if_valid(year, number(month), number(day) if day else None)


def _english_iso(match: re.Match[str]) -> str:
    month, wrong = divmod(_MONTHS.find((match["m1"] or match["m2"]).lower()[:3]), 3)
    return "" if wrong else _iso_if_valid(int(match["y"]), month + 1, int(match["d1"] or match["d2"]))


def iso_of_month(name: str, year: str) -> str:
    """The month with an English name in ISO 8601: March, 2020 → 2020-03. Empty if it is none."""
    month, wrong = divmod(_MONTHS.find(name.lower()[:3]), 3)
    return "" if wrong else _iso_if_valid(int(year), month + 1, None)


def _iso_if_valid(year: int, month: int, day: int | None) -> str:
    try:
        whole = datetime.date(year, month, 1 if day is None else day)
    except ValueError:
        return ""
    return whole.isoformat() if day is not None else whole.isoformat()[:7]


def number(digits: str) -> int:
    """The value of decimal digits, Chinese digits (二〇二〇) or a Chinese numeral below 200 (二十四)."""
    if digits.isdecimal():
        return int(digits)
    if not re.search("[十百廿卅]", digits):
        return int("".join(_CHINESE_DIGITS[char] for char in digits))
    hundreds, _, below = digits.rpartition("百")
    tens, ten, ones = below.replace("廿", "二十").replace("卅", "三十").partition("十")
    value = (
        _CHINESE_DIGITS.get(tens or "一", "0") + _CHINESE_DIGITS.get(ones or "零", "0")
        if ten
        else (tens or "0")
    )
    return 100 * bool(hundreds) + int("".join(_CHINESE_DIGITS.get(char, char) for char in value))
