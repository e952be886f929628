"""How long this client waits for the answer to a statement.

The server ends what takes too long, as long as it runs. One that was stopped, or a machine that sleeps, ends
nothing: its kernel may still keep the connection alive.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import psycopg
from psycopg import waiting

from store.language import _

T = TypeVar("T")

ANSWER_TIMEOUT = 75.0
"""Seconds in which an answer must have come. They are more than the server itself allows a statement."""

_limit: ContextVar[float | None] = ContextVar("_limit", default=None)


class NoAnswer(psycopg.OperationalError):
    """The server keeps the connection and does not answer. The connection is closed."""


@contextmanager
def answers_within(seconds: float) -> Iterator[None]:
    """Within this context, wait that long for each answer."""
    token = _limit.set(seconds)
    try:
        yield
    finally:
        _limit.reset(token)


def limit_waiting(connection: psycopg.Connection, is_given_up: Callable[[], bool]) -> None:
    """Have each wait for the server raise :class:`NoAnswer` when it takes too long.

    :param is_given_up: whether this thread waits no longer.
    """

    def wait(steps: Generator[Any, Any, T], *args: Any, **options: Any) -> T:
        return type(connection).wait(connection, _limited(steps, connection, is_given_up), *args, **options)

    connection.wait = wait  # type: ignore[method-assign, assignment]


def _limited(
    steps: Generator[Any, Any, T], connection: psycopg.Connection, is_given_up: Callable[[], bool]
) -> Generator[Any, Any, T]:
    """Take the steps of psycopg, which hears several times a second that nothing has come."""
    end = time.monotonic() + (_limit.get() or ANSWER_TIMEOUT)
    try:
        state = next(steps)
        while True:
            ready = yield state
            if ready == waiting.READY_NONE and (time.monotonic() > end or is_given_up()):
                connection.pgconn.finish()
                raise NoAnswer(_("the server does not answer"))
            state = steps.send(ready)
    except StopIteration as ended:
        result: T = ended.value
        return result
