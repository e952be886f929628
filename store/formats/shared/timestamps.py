"""Timestamps in files of other programs and of Pizhu."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from store.model.annotation import UNKNOWN_TIME, is_known_time

__all__ = ["UNKNOWN_TIME", "utc_timestamp"]

_IN_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z").fullmatch


def utc_timestamp(text: str | None, *, keep_precision: bool = False) -> str:
    """Return an ISO 8601 time in UTC to the millisecond, as :func:`store.model.annotation.timestamp` does.

    A time without a zone is taken as UTC, a date as its midnight. The result is empty if the text is not a
    time, and for the start of 1970, which programs write for a time that they do not know.

    :param keep_precision: return a time that is already in UTC (``Z``) unchanged, with whatever fraction of a
        second it has. Formats that Pizhu also writes need this to round-trip.
    """
    try:
        time = datetime.fromisoformat((text or "").strip())
        if keep_precision and _IN_UTC(text or ""):
            return text if text and is_known_time(text) else UNKNOWN_TIME
        time = time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    moment = time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return moment if is_known_time(moment) else UNKNOWN_TIME
