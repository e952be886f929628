"""How long tests search: `make test` the short form, `make test-long` the long one."""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")

LONG = os.environ.get("PIZHU_TEST_LONG") == "1"
"""Whether this is the long form."""


def by_length(*, short: T, long: T) -> T:
    """What the form of this run takes."""
    return long if LONG else short


def examples(number: int) -> int:
    """How many examples a property takes that the profile's number would be too many for."""
    return by_length(short=number, long=10 * number)
