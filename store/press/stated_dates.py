"""Dates that are stated as the date of an article: in a form, a command, a table, front matter.

Unlike a line of a page, such a value is nothing but a date. What a date of an article cannot hold, such as a
season, a lunar day or the end of a range, is never dropped without a word: it is returned beside the date.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from store.chinese.folding import fold
from store.language import _
from store.press.dates import date, iso_of_month, number, take_dates

_LONGEST = 120
"""Code points of the longest value; the rest is left out."""
_NUMERAL = r"\d{1,3}|[一二三四五六七八九十百廿卅零〇]{1,5}|元"
_LUNAR_ERAS = {
    "顺治": 1644,
    "康熙": 1662,
    "雍正": 1723,
    "乾隆": 1736,
    "嘉庆": 1796,
    "道光": 1821,
    "咸丰": 1851,
    "同治": 1862,
    "光绪": 1875,
    "宣统": 1909,
}
"""The first years of the eras of the Qing, whose months are lunar. Source: 《辞海》, 中国历史纪年表."""
_SOLAR_ERAS = {"民国": 1912, "明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
"""The first years of eras whose months are those of the Gregorian calendar, 明治 from its sixth year."""
_ERA = re.compile(rf"(?:清|中华(?=民国))?({'|'.join([*_LUNAR_ERAS, *_SOLAR_ERAS])})\s*({_NUMERAL})\s*年")
_LUNAR = re.compile(
    "农历|阴历|旧历|夏历|古历|lunar|正月|腊月|冬月|闰|初[一二三四五六七八九十]|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]",
    re.IGNORECASE,
)
"""Words of the lunar calendar, in simplified characters."""
_ISO_LIKE = re.compile(r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:1\d\d\d|20\d\d|21\d\d)(?!\d|[-/.]\d{1,2}(?!\d))(?:\s*年(?!代))?")
_CHINESE_YEAR = re.compile(r"[一二][〇零○0一二三四五六七八九]{3}年?(?![一-鿿]*月)")
_MONTH_AND_YEAR = re.compile(r"\b([A-Z][a-z]{2,8})\.?,?\s+((?:1[5-9]|20)\d\d)\b")
_ENGLISH = re.compile(
    r"\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b|(?<=\d)(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"(?<=:\d\d)\.\d{1,9}")
"""A fraction of a second."""
_DECADE = re.compile(
    r"(?:上)?(1[5-9]|20|21|十[五六七八九]|二十|二十一)世[纪紀]([1-9]0|[一二三四五六七八九]十)年代"
)
_EDGE = " \t　,，、;；:：.。()（）[]【】《》\"'“”"


class StatedDate(NamedTuple):
    """A date in ISO 8601, and what the value says beside it."""

    iso: str
    """``2020-03-24``, ``2020-03`` or ``2020``; empty if the value is no date."""
    left_out: str
    """The words that the date cannot hold, such as 春. All of the value if it is no date."""


def stated_date(value: str) -> StatedDate:
    """Read a value that is given as a date. Times, weekdays and labels such as 发布时间 are not returned."""
    value = " ".join(value.split())
    if not value:
        return StatedDate("", "")
    plain = _FRACTION.sub("", unicodedata.normalize("NFKC", value))
    plain, beyond = plain[:_LONGEST], plain[_LONGEST:]
    found = _read(_without_eras(plain))
    if not found.iso:
        return StatedDate("", value)
    return StatedDate(found.iso, (found.left_out + beyond).strip())


def what_is_not_kept(value: str) -> str:
    """Return the remark about a date of which a part, or all, is not understood; empty if all is kept."""
    found = stated_date(value)
    if not found.left_out:
        return ""
    if not found.iso:
        return _("the date “{date}” is not understood", date=value[:40])
    return _("of the date “{date}” only {kept} is kept", date=value[:40], kept=found.iso)


def _without_eras(plain: str) -> str:
    """Write the years of eras as years of the common era: 光绪十六年 → 1890年."""
    pieces, end = list[str](), 0
    for match in _ERA.finditer(fold(plain)):
        first = _LUNAR_ERAS.get(match[1]) or _SOLAR_ERAS[match[1]]
        of_era = 1 if match[2] == "元" else number(match[2])
        lunar = match[1] in _LUNAR_ERAS or (match[1] == "明治" and of_era < 6)
        rest = plain[match.end() :]
        mark = "农历" if lunar and re.match(r"\s*[一二三四五六七八九十正腊冬闰\d]", rest) else ""
        pieces += [plain[end : match.start()], f"{first + of_era - 1}年{mark}"]
        end = match.end()
    return _DECADE.sub(_first_year, "".join([*pieces, plain[end:]]))


def _first_year(match: re.Match[str]) -> str:
    """The first year of a decade: 20世纪30年代 → 1930年代."""
    return f"{100 * number(match[1]) - 100 + number(match[2])}年代"


def _read(plain: str) -> StatedDate:
    lunar = _LUNAR.search(fold(plain))
    if lunar and len(date(plain[: lunar.start()])) < len("2020-03-24"):
        return _read_year(plain)
    iso = date(plain)
    if len(iso) > 4:
        return StatedDate(iso, _rest(plain))
    if (match := _MONTH_AND_YEAR.search(plain)) and (month := iso_of_month(match[1], match[2])):
        return StatedDate(month, _rest(plain[: match.start()] + " " + plain[match.end() :]))
    if _ISO_LIKE.match(plain):
        return StatedDate("", plain)  # the number of its month or day is wrong
    return _read_year(plain)


def _read_year(plain: str) -> StatedDate:
    """The first year, and all other words."""
    match = _YEAR.search(plain) or _CHINESE_YEAR.search(plain)
    if match is None:
        return StatedDate("", plain)
    year = str(number(match[0].strip().rstrip("年").strip()))
    before = re.sub(r"^(?:公元|西元|[Aa]\.?[Dd]\.?)\s*", "", plain[: match.start()])
    return StatedDate(year, _trimmed(before + " " + plain[match.end() :]))


def _rest(plain: str) -> str:
    """What stands beside the first date, times and days of the week; a second date is a part of it."""
    pieces = take_dates(plain, first_only=True)[0]
    return _trimmed(_ENGLISH.sub(" ", pieces))


def _trimmed(words: str) -> str:
    words = " ".join(words.split()).strip(_EDGE)
    return words if re.search(r"[\w?？~～]", words) else ""
