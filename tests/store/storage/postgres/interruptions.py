"""Interrupts what a program says to a PostgreSQL server, at each step of a change.

A step is whatever psycopg sends and waits for: a statement, the beginning or the end of a transaction.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

Interrupt = Callable[[psycopg.Connection, Callable[[], Any]], Any]
"""Gets a connection and what would take the step."""


def kill(_connection: psycopg.Connection, _take: Callable[[], Any]) -> Any:
    """Kill this process before the step."""
    os.kill(os.getpid(), signal.SIGKILL)


def kill_after(_connection: psycopg.Connection, take: Callable[[], Any]) -> Any:
    """Kill this process after the step."""
    take()
    os.kill(os.getpid(), signal.SIGKILL)


def cut(connection: psycopg.Connection, take: Callable[[], Any]) -> Any:
    """Have the server end the connection before the step, as an administrator or a restart does."""
    with psycopg.connect(connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (connection.info.backend_pid,))
    return take()


def lose_answer(connection: psycopg.Connection, take: Callable[[], Any]) -> Any:
    """Take the step, and lose the connection before the answer comes, as in a network that fails."""
    take()
    connection.pgconn.finish()
    raise psycopg.OperationalError("the connection is lost")


@contextmanager
def interrupted(step: int, interrupt: Interrupt) -> Iterator[list[int]]:
    """Within this context, interrupt the step with this number, from 0; yield a list of the steps taken."""
    taken: list[int] = []
    wait = psycopg.Connection.wait
    is_inside = False

    def counted(self: psycopg.Connection, *args: Any, **options: Any) -> Any:
        nonlocal is_inside
        if is_inside:
            return wait(self, *args, **options)
        taken.append(len(taken))
        if len(taken) - 1 != step:
            return wait(self, *args, **options)
        is_inside = True
        try:
            return interrupt(self, lambda: wait(self, *args, **options))
        finally:
            is_inside = False

    psycopg.Connection.wait = counted  # type: ignore[method-assign, assignment]
    try:
        yield taken
    finally:
        psycopg.Connection.wait = wait  # type: ignore[method-assign]
