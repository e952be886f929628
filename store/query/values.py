"""The values of fields: what is allowed, and what dates and numbers mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from store.chinese.folding import fold
from store.errors import UsageError
from store.language import _
from store.model.tables.assignment import WorkState
from store.model.tag import clean_tag_name
from store.patterns import late_pattern
from store.query.names import VALUES, half_width
from store.query.tree import Field, State, Thing
from store.wording import listed

CLOSED: dict[Field, type[StrEnum]] = {Field.IS: State, Field.HAS: Thing, Field.STATE: WorkState}
"""Fields that have only these values."""

MOST_DAYS = 36_525
"""The longest time in ``added:7d``, in days."""

_DAY = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_SPAN = late_pattern(rf"(?P<first>{_DAY})?(?P<dots>\.\.)?(?P<last>{_DAY})?")
_DAYS = late_pattern(r"(\d{1,6})[dD天日]")
_NUMBER = r"\d{1,9}"
_AMOUNT = late_pattern(
    rf"(?P<sign>>=|<=|>|<|=)?(?P<only>{_NUMBER})|(?P<first>{_NUMBER})?\.\.(?P<last>{_NUMBER})?"
)


def checked(field: Field, value: str) -> str:
    """Normalise a value of a field.

    :raises UsageError: the field does not allow it.
    """
    if field in (Field.TAG, Field.UNDER):
        return clean_tag_name(value)
    if field is Field.DATE:
        span(value)
    elif field is Field.ADDED:
        value = half_width(value)
        moments(value)
    elif field is Field.CHARS:
        value = half_width(value).replace("≥", ">=").replace("≤", "<=").replace(",", "")
        amounts(value)
    elif field is Field.LANG:
        return VALUES[field].get(fold(value), value)
    elif field is Field.ASSIGNED:
        return VALUES[field].get(fold(value), " ".join(value.split()))
    elif field in CLOSED:
        return _closed(field, value)
    return value


def _closed(field: Field, value: str) -> str:
    names = [each.value for each in CLOSED[field]]
    plain = half_width(value).lower()
    known = VALUES[field].get(fold(plain), plain)
    if known not in names:
        raise UsageError(
            _(
                "There is no {field}:{value}: use one of {values}.",
                field=field,
                value=value,
                values=listed(names),
            )
        )
    return known


def span(value: str) -> tuple[str, str]:
    """The first and last date of a range, or twice the same date, in ISO 8601. Empty means no bound.

    :raises UsageError: the value is not a date or a range of dates.
    """
    match = _SPAN.fullmatch(value)
    if match is None or not (match["first"] or match["last"]):
        raise UsageError(
            _(
                "{value!r} is no date: write 2020, 2020-03, 2020-03-24, 2020..2021 or 2020-03.. .",
                value=value,
            )
        )
    for day in filter(None, (match["first"], match["last"])):
        _check_day(day, value)
    if not match["dots"]:
        if match["last"]:
            raise UsageError(
                _("{value!r} is no date: write two dots between the first and the last date.", value=value)
            )
        return match["first"], match["first"]
    return match["first"] or "", match["last"] or ""


def moments(value: str, now: datetime | None = None) -> tuple[str, str]:
    """The first moment of a time and the first one after it, in UTC, ISO 8601. Empty means no bound.

    :param value: a date or range as for :func:`span`, in the local time zone, or ``7d``: the last 7 days.
    :param now: the present; None asks the clock.
    :raises UsageError: the value is neither.
    """
    days = _DAYS.fullmatch(value)
    if days and int(days[1]) <= MOST_DAYS:
        return _utc((now or datetime.now(UTC)) - timedelta(days=int(days[1]))), ""
    first, last = span(value)
    return first and _utc(_start(first)), last and _utc(_start_of_next(last))


def amounts(value: str) -> tuple[int, int]:
    """The least and the greatest number of a value such as ``>3000`` or ``1000..3000``.

    :raises UsageError: the value is not a number, a comparison or a range.
    """
    match = _AMOUNT.fullmatch(value)
    if match is None or value == "..":
        raise UsageError(_("{value!r} is no number: write 3000, >3000, <=500 or 1000..3000.", value=value))
    least, greatest = 0, 10**9
    if match["only"] is None:
        return int(match["first"] or least), int(match["last"] or greatest)
    number = int(match["only"])
    bounds = {
        ">": (number + 1, greatest),
        ">=": (number, greatest),
        "<": (least, number - 1),
        "<=": (least, number),
    }
    return bounds.get(match["sign"] or "", (number, number))


def _check_day(day: str, value: str) -> None:
    """Check that the calendar has this day, month or year.

    :raises UsageError: it does not.
    """
    try:
        _start(day)
    except ValueError as error:
        raise UsageError(
            _("{value!r} is no date: {day} is not in the calendar.", value=value, day=day)
        ) from error


def _start(day: str) -> datetime:
    """The first moment of a day, month or year, without a time zone."""
    year, month, date = (*map(int, day.split("-")), 1, 1)[:3]
    return datetime(year, month, date, tzinfo=UTC).replace(tzinfo=None)


def _start_of_next(day: str) -> datetime:
    """The first moment after a day, month or year, without a time zone."""
    first = _start(day)
    days = {4: 366, 7: 31}.get(len(day), 1)
    try:
        later = first + timedelta(days=days)
    except OverflowError:
        return datetime(9999, 12, 31, tzinfo=UTC)
    return later.replace(day=1 if len(day) < 8 else later.day, month=1 if len(day) == 4 else later.month)


def _utc(moment: datetime) -> str:
    """A moment, local if it has no time zone, as the library writes times."""
    try:
        there = moment.astimezone(UTC)
    except (OverflowError, ValueError, OSError):  # before year 1 or after 9999
        there = moment.replace(tzinfo=UTC)
    return there.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
