"""The journal of one person as rows, with the positions that a file of the same lines would have.

Undo is per person: nobody undoes what somebody else has done. A person is a role of the database and the name
that annotations are signed with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol, TypeVar

from store.storage.postgres.connections import NO_ROWS, Answer, Row, Session

PAGE = 200
"""Lines that are read at once. A line is as long as what the step has changed."""

T = TypeVar("T")


class Ask(Protocol):
    """Asks the server, which may be done again."""

    def __call__(self, question: Callable[[Session], T], absent: T) -> T:
        """Return the answer; ``absent`` while there is no library."""


Change = Callable[[Callable[[Session], None]], None]
"""Makes a change under the lock of the library, in one transaction."""


class PostgresJournal:
    """The steps of one person. Positions are in bytes."""

    def __init__(self, ask: Ask, person: str, change: Change) -> None:
        """The journal of ``person``, the name that annotations are signed with, in the role of the address.

        :param ask: how the server is asked.
        :param change: how a change of the library is made.
        """
        self._ask = ask
        self.person = person
        """The name that the person signs with."""
        self._change = change
        self._expected_end = 0
        self._role = ""
        """The role of the address; empty as long as nobody has asked."""

    # Reading

    def size(self) -> int:
        """Return the position after the last line."""
        return self._expected_end or self._ask(self._end, 0)

    def expect_end(self, position: int) -> None:
        """Note where the lines end, while the lock is held after one was appended; 0 if that is not known."""
        self._expected_end = position

    def lines(self, start: int) -> Iterator[bytes]:
        """Yield the lines from position ``start`` on."""
        self._role = self._role or self._ask(_role, "")
        return self._lines_of(self._role, self.person, start)

    def line(self, start: int) -> bytes:
        """Return the line at position ``start``; empty when there is none."""
        found = self._ask(
            lambda session: session.first(
                "SELECT line FROM {schema}.journal "
                "WHERE role = current_user AND person = %s AND position = %s",
                self.person,
                start,
            ),
            None,
        )
        return bytes(found[0]) if found else b""

    def everybodys_lines(self) -> Iterator[bytes]:
        """Yield the lines of all persons, one person after the other."""
        owners = self._ask(
            lambda session: session.rows("SELECT DISTINCT role, person FROM {schema}.journal ORDER BY 1, 2"),
            NO_ROWS,
        )
        for role, person in owners:
            yield from self._lines_of(role, person, 0)

    def _lines_of(self, role: str, person: str, start: int) -> Iterator[bytes]:
        """Yield the lines of a person in pages, so that a long journal is never in memory as a whole."""
        found: list[Row] = []
        while True:
            start = found[-1][0] + 1 if found else start
            question = partial(_page, role=role, person=person, start=start)
            found = self._ask(question, NO_ROWS)
            yield from (bytes(line) for _position, line in found)
            if len(found) < PAGE:
                return

    # Writing; the caller holds the lock

    def append(self, line: bytes) -> int:
        """Append a line that belongs to no change and return its position."""
        positions: list[int] = []
        self._change(lambda session: positions.append(position_in(self.append_in(session, line))))
        return positions[-1]

    def append_in(self, session: Session, line: bytes) -> Answer:
        """Append a line in a transaction that makes a change; see :func:`position_in` for the answer."""
        return session.later(
            "INSERT INTO {schema}.journal (role, person, position, line) "
            "SELECT current_user, %s, coalesce(max(position + octet_length(line)), 0), %s "
            "FROM {schema}.journal WHERE role = current_user AND person = %s RETURNING position",
            self.person,
            line,
            self.person,
        )

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Replace all lines."""
        kept = list(lines)

        def replace(session: Session) -> None:
            session.rows(
                "DELETE FROM {schema}.journal WHERE role = current_user AND person = %s", self.person
            )
            position, placed = 0, []
            for line in kept:
                placed.append((position, line))
                position += len(line)
            self._insert(session, placed)

        self._change(replace)

    def _end(self, session: Session) -> int:
        found = session.first(
            "SELECT position + octet_length(line) FROM {schema}.journal "
            "WHERE role = current_user AND person = %s ORDER BY position DESC LIMIT 1",
            self.person,
        )
        return int(found[0]) if found else 0

    def _insert(self, session: Session, placed: list[tuple[int, bytes]]) -> None:
        role = _role(session)
        session.many(
            "INSERT INTO {schema}.journal (role, person, position, line) VALUES {rows}",
            [(role, self.person, position, line) for position, line in placed],
        )


def position_in(answer: Answer) -> int:
    """Return the position of a line that was appended."""
    found = answer.rows()
    return int(found[0][0]) if found else 0


def _role(session: Session) -> str:
    found = session.first("SELECT current_user::text")
    return str(found[0]) if found else ""


def _page(session: Session, *, role: str, person: str, start: int) -> list[Row]:
    return session.rows(
        "SELECT position, line FROM {schema}.journal "
        "WHERE role = %s AND person = %s AND position >= %s ORDER BY position LIMIT %s",
        role,
        person,
        start,
        PAGE,
    )
