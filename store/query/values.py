"""The values of fields: what is allowed, and what dates and numbers mean."""

from __future__ import annotations

from collections.abc import Collection
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
_DAYS = late_pattern(r"(\d{1,12})[dD天日]")
_NUMBER = r"\d{1,15}"
_AMOUNT = late_pattern(
    rf"(?P<sign>>=|<=|>|<|=)?(?P<only>{_NUMBER})|(?P<first>{_NUMBER})?\.\.(?P<last>{_NUMBER})?"
)


def checked(field: Field, value: str, attributes: Collection[str] = ()) -> str:
    """Normalise a value of a field.

    :param attributes: what ``has:`` is followed by too, to be named in errors.

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
    elif field in (Field.ASSIGNED, Field.DISPUTED):
        return VALUES[field].get(fold(value), " ".join(value.split()))
    elif field is Field.REMARK:
        name = " ".join(value.split()).lstrip("@＠")
        return VALUES[field].get(fold(name), name)
    elif field in CLOSED:
        return _closed(field, value, attributes if field is Field.HAS else ())
    return value


def is_known(field: Field, value: str) -> bool:
    """Whether a value is one of those that a field of :data:`CLOSED` has."""
    plain = half_width(value).lower()
    return VALUES[field].get(fold(plain), plain) in [each.value for each in CLOSED[field]]


def _closed(field: Field, value: str, others: Collection[str]) -> str:
    names = [each.value for each in CLOSED[field]]
    plain = half_width(value).lower()
    known = VALUES[field].get(fold(plain), plain)
    if known not in names:
        raise UsageError(
            _(
                "There is no {field}:{value}: use one of {values}.",
                field=field,
                value=value,
                values=listed((*names, *others)),
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
    first, last = match["first"] or "", match["last"] or ""
    if first and last and is_later(first, last):
        raise UsageError(_("{value!r} ends before it begins: write the earlier date first.", value=value))
    return first, last


def is_later(day: str, other: str) -> bool:
    """Whether a day, month or year, in ISO 8601, is after another one and not in it."""
    return day[: len(other)] > other[: len(day)]


def moments(value: str, now: datetime | None = None) -> tuple[str, str]:
    """The first moment of a time and the first one after it, in UTC, ISO 8601. Empty means no bound.

    :param value: a date or range as for :func:`span`, in the local time zone, or ``7d``: the last 7 days.
    :param now: the present; None asks the clock.
    :raises UsageError: the value is neither.
    """
    days = _DAYS.fullmatch(value)
    if days and not 0 < int(days[1]) <= MOST_DAYS:
        raise UsageError(
            _("{value!r} is no number of days: write 1d to {most}d.", value=value, most=MOST_DAYS)
        )
    if days:
        return _utc((now or datetime.now(UTC)) - timedelta(days=int(days[1]))), ""
    if _SPAN.fullmatch(value) is None or value in {"", ".."}:
        raise UsageError(
            _(
                "{value!r} is no time: write 7d for the last 7 days, or a date: 2020, 2020-03, 2020-03-24, "
                "2020..2021 or 2020-03.. .",
                value=value,
            )
        )
    first, last = span(value)
    return first and _utc(_start(first)), last and _utc(_start_of_next(last))


def amounts(value: str) -> tuple[int, int]:
    """The least and the greatest number of a value such as ``>3000`` or ``1000..3000``.

    :raises UsageError: the value is not a number, a comparison or a range; a range ends before it begins.
    """
    match = _AMOUNT.fullmatch(value)
    if match is None or value == "..":
        raise UsageError(_("{value!r} is no number: write 3000, >3000, <=500 or 1000..3000.", value=value))
    least, greatest = 0, 10**15
    if match["only"] is None:
        least, greatest = int(match["first"] or least), int(match["last"] or greatest)
        if least > greatest:
            raise UsageError(
                _("{value!r} ends before it begins: write the smaller number first.", value=value)
            )
        return least, greatest
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
