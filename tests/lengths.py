"""How thorough the tests are: `make test` runs the short form, `make test-long` the long one."""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")

LONG = os.environ.get("PIZHU_TEST_LONG") == "1"
"""Whether this run is the long form."""

BROWSER = os.environ.get("PIZHU_TEST_BROWSER") == "1"
"""Whether this run is the one in a browser."""


def by_length(*, short: T, long: T) -> T:
    """Return the value for the form of this run."""
    return long if LONG else short


def examples(number: int) -> int:
    """Return the number of examples for a slow property: the short form has half of them, the long one four
    times as many."""
    return by_length(short=max(number // 2, 2), long=4 * number)
