"""Which threads wait for a server that does not answer: not the one that paints the screen.

Any thread gives up after a while. An impatient one gives up as soon as another one has found that the server
does not answer, and does not ask again until that one has heard from it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_thread = threading.local()


@contextmanager
def impatient() -> Iterator[None]:
    """Within this context, this thread is impatient. Another thread must ask the server from time to time."""
    _thread.is_impatient = True
    try:
        yield
    finally:
        _thread.is_impatient = False


def is_impatient() -> bool:
    """Whether this thread is impatient."""
    return getattr(_thread, "is_impatient", False)
