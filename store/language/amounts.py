"""Numbers, sizes, durations and dates in the form of the current language."""

from __future__ import annotations

from datetime import date, datetime

from store.language.choice import Language
from store.language.messages import _, current_language, pgettext

_MYRIADS = ((100_000_000, "亿", "億"), (10_000, "万", "萬"))
"""The units in which Chinese counts large numbers."""

_SIZES = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))

MANY_HOURS = 10
"""From so many hours on, minutes are left out."""


def amount(number: int) -> str:
    """Return about how many: ``19,143``, in Chinese ``1.9 万``. Smaller numbers are exact in both."""
    language = current_language()
    if language is not Language.ENGLISH:
        for unit, simplified, traditional in _MYRIADS:
            if number >= unit:
                name = traditional if language is Language.TRADITIONAL else simplified
                return f"{_short(number / unit)} {name}"
    return f"{number:,}"


def two_places(value: float) -> str:
    """Return a number with two decimal places: ``0.67``. One that is nearly zero has no sign."""
    return f"{round(value, 2) + 0.0:.2f}"


def size(octets: int) -> str:
    """Return the size of a file: ``850 bytes``, ``1.2 MB``."""
    for unit, name in _SIZES:
        if octets >= unit:
            return f"{_short(octets / unit)} {name}"
    return _("{count} bytes", count=octets)


def duration(minutes: int) -> str:
    """Return a time in words: ``5 min``, ``1 h 5 min``, ``62 h``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min", minutes=rest)
    if not rest or hours >= MANY_HOURS:
        return _("{hours:,} h", hours=round(minutes / 60))
    return _("{hours} h {minutes} min", hours=hours, minutes=rest)


def day(written: str) -> str:
    """Return a date for a sentence: ``2026-11-26``, in Chinese ``2026年11月26日``.

    :param written: in ISO 8601. What is no date stays as it is.
    """
    try:
        return _form_of_day(date.fromisoformat(written[:10]))
    except ValueError:
        return written


def moment(written: str) -> str:
    """Return a moment where the user is: ``2026-11-26 13:29``, in Chinese ``2026年11月26日 13:29``.

    :param written: in UTC, ISO 8601. What is no moment stays as it is.
    """
    try:
        local = datetime.fromisoformat(written).astimezone()
    except (ValueError, OverflowError, OSError):  # years that the system's clock does not have
        return written
    return f"{_form_of_day(local.date())} {local:%H:%M}"


def _form_of_day(day: date) -> str:
    return pgettext("date", "{date:%Y-%m-%d}", date=day)


def _short(number: float) -> str:
    """A number with one digit after the point, unless that is a zero or the number has three before it."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}".removesuffix(".0")
