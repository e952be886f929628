"""Ends a computation in Python that takes too long, such as a library on a page made to be slow."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_CHECKED = 64
"""Calls between two looks at the clock."""


class Expired(BaseException):
    """The time is over. It is no Exception, so that a library which catches those ends too."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise :class:`Expired` from a function call of this thread once it has used this time of the processor.

    It slows the calls down, by less than half. A single call into C is not interrupted.
    """
    until = time.thread_time() + seconds
    count = 0

    def check(_frame: FrameType, _event: str, _argument: object) -> None:
        nonlocal count
        count += 1
        if count >= _CHECKED:
            count = 0
            if time.thread_time() > until:
                raise Expired

    former = sys.getprofile()
    sys.setprofile(check)
    try:
        yield
    finally:
        sys.setprofile(former)
