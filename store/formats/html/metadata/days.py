"""Reads the day that a machine-readable time names, as readers in China see it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from store.press.dates import date

_CHINA = timezone(timedelta(hours=8))
_UTC = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s?(?:Z|[+-]00:?00|UTC|GMT)")


def day_in_china(value: str) -> str:
    """Return the day of a time, as ``YYYY-MM-DD``; empty if it names none.

    A time in UTC is one that a server wrote, and the page shows it in the time of China. A time with another
    zone is taken as it is written.
    """
    value = value.strip()
    if _UTC.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value[:16].replace(" ", "T")).replace(tzinfo=UTC)
            return moment.astimezone(_CHINA).date().isoformat()
        except (ValueError, OverflowError):
            return ""
    found = date(value)
    return found if len(found) == 10 else ""


def day_of_seconds(seconds: str) -> str:
    """Return the day of a number of seconds since 1970; empty for other words."""
    if not re.fullmatch("[0-9]{9,10}", seconds):
        return ""
    return datetime.fromtimestamp(int(seconds), _CHINA).date().isoformat()
