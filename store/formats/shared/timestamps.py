"""Moments from elsewhere, told as ours are."""

from __future__ import annotations

import re
from datetime import UTC, datetime

UNKNOWN = "1970-01-01T00:00:00.000Z"
"""When something was made of which nobody says when: the same in each import, so that it stays the same."""

_OURS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z").fullmatch


def utc(words: str | None) -> str:
    """A moment of ISO 8601 in UTC to the millisecond, as :func:`store.model.annotation.timestamp` tells it.

    One without a time zone is taken for UTC. Nothing where it is no moment.
    """
    try:
        moment = datetime.fromisoformat((words or "").strip())
        if _OURS(words or ""):
            return words or ""
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
