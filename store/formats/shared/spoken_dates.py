"""Dates and times as programs write them for people, in Chinese, Japanese and English."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from store.formats.shared.timestamps import utc_timestamp

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?")
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}),? (\d{4})")
_DAY_FIRST = re.compile(r"\b(\d{1,2})\.? ([A-Z][a-z]{2})[a-z]*\.?,? (\d{4})")
_TIME = re.compile(r"(\d{1,2})[:：時时](\d{2})(?:[:：分](\d{2}))?")
_BEFORE_NOON = re.compile(r"上午|午前|凌晨|早上|清晨|\ba\.?m\b", re.IGNORECASE)
_AFTER_NOON = re.compile(r"下午|午後|晚上|傍晚|中午|\bp\.?m\b", re.IGNORECASE)
_LONGEST = 200


def spoken_timestamp(text: str) -> str:
    """Return the time that a phrase names, as if it were UTC; empty if it names no day.

    ISO 8601, ``2023年5月1日星期一 上午10:00:00``, ``2023/5/1``, ``Monday, May 1, 2023 10:00:00 AM`` and
    ``Monday, 1 May 2023 10:00:00`` are read. A day without a time is its midnight.
    """
    phrase = text.strip()[:_LONGEST]
    if exact := utc_timestamp(phrase):
        return exact
    day = _day(phrase)
    if day is None:
        return ""
    (year, month, date), rest = day
    hour, minute, second = _time(rest)
    try:
        moment = datetime(year, month, date, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _day(phrase: str) -> tuple[tuple[int, int, int], str] | None:
    """Return year, month and day, and what follows them."""
    if found := _EAST_ASIAN.search(phrase):
        return (int(found[1]), int(found[2]), int(found[3])), phrase[found.end() :]
    if (found := _MONTH_FIRST.search(phrase)) and found[1].lower() in _MONTHS:
        return (int(found[3]), _MONTHS[found[1].lower()], int(found[2])), phrase[found.end() :]
    if (found := _DAY_FIRST.search(phrase)) and found[2].lower() in _MONTHS:
        return (int(found[3]), _MONTHS[found[2].lower()], int(found[1])), phrase[found.end() :]
    return None


def _time(phrase: str) -> tuple[int, int, int]:
    found = _TIME.search(phrase)
    if not found:
        return 0, 0, 0
    hour = int(found[1])
    if _AFTER_NOON.search(phrase) and hour < 12:
        hour += 12
    elif _BEFORE_NOON.search(phrase) and hour == 12:
        hour = 0
    return hour, int(found[2]), int(found[3] or 0)
