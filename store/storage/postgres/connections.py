"""Connections to a PostgreSQL server, shared by all threads of this process.

A thread borrows a connection for one statement or one transaction. A question that only reads is asked again
after the connection was lost. A change is not simply repeated: whether it took effect is found out first, so
that nothing is lost and nothing is done twice.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, LiteralString, TypeAlias, TypeVar

import psycopg
from psycopg import sql

from store.errors import Disconnected, LibraryUnavailable, PizhuError
from store.language import _
from store.patience import is_impatient
from store.storage.postgres.address import PostgresAddress
from store.storage.postgres.failures import AGAIN, failed, is_lost, lost, unreachable
from store.storage.postgres.troubles.answer_limit import NoAnswer, limit_waiting

T = TypeVar("T")
Row: TypeAlias = tuple[Any, ...]  # untranslated: a type

MOST_ROWS = 500
"""Rows in one statement."""

MOST_CHARACTERS = 8 << 20
"""Characters of the rows in one statement, if it has several."""

NO_ROWS: list[Row] = []
"""The answer of a library that is not there."""

APPLICATION = "pizhu"
"""What the server shows as the name of the program."""

CONNECT_TIMEOUT = 10
"""Seconds to wait for a server that does not answer, unless the address says otherwise."""

STATEMENT_TIMEOUT = 60.0
"""Seconds that a statement may take."""

LOCK_TIMEOUT = 20.0
"""Seconds that a statement waits for rows that another transaction has locked."""

IDLE_TIMEOUT = 15.0
"""Seconds after which the server gives up a transaction whose client says nothing more.

It is shorter than :data:`LOCK_TIMEOUT`, so that what a lost connection has locked can be waited for.
"""

PAUSES = (0.0, 0.2, 1.0)
"""Seconds before each new attempt after a connection was lost."""

LONGEST_RETRYING = 5.0
"""Seconds after which no new attempt is made: a server that does not answer takes long to be given up."""

KEEPING_ALIVE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""Settings of libpq, by which a network that carries nothing any more is noticed within half a minute."""

MOST_IDLE = 3
"""Connections that are kept while nobody uses them: the usual number that are used at once."""


class Unreachable(Disconnected):
    """It was not possible to connect."""


class Answer:
    """The answer to a statement, which may be on its way: see :meth:`Session.later`."""

    def __init__(self, cursor: psycopg.Cursor) -> None:
        self._cursor = cursor

    def rows(self) -> list[Row]:
        """Wait for its rows. The statement must be one that returns rows, be they none."""
        return self._cursor.fetchall()

    def count(self) -> int:
        """Return how many rows the statement has changed, after :meth:`Session.settle`."""
        return self._cursor.rowcount


class Session:
    """A connection that a thread has borrowed, and the schema in which its statements find the library."""

    def __init__(self, connection: psycopg.Connection, schema: str) -> None:
        """Run statements on ``connection``, which commits each unless it is in :meth:`transaction`."""
        self.connection = connection
        self.schema = schema
        self.is_kept = False
        """Whether the thread keeps it until it gives it back: see :meth:`Connections.lend`."""
        self._schema = sql.Identifier(schema)
        self._pipeline: psycopg.Pipeline | None = None

    def rows(self, query: LiteralString, *values: object) -> list[Row]:
        """Run a statement and return its rows; an empty list for one that returns none.

        :param query: SQL, with ``{schema}`` before the names of tables and ``%s`` for each value.
        """
        cursor = self._answered(query, values)
        return cursor.fetchall() if cursor.description else []

    def first(self, query: LiteralString, *values: object) -> Row | None:
        """Run a statement and return its first row; None if it has none."""
        found = self.rows(query, *values)
        return found[0] if found else None

    def count(self, query: LiteralString, *values: object) -> int:
        """Run a statement and return how many rows it has changed."""
        return self._answered(query, values).rowcount

    def _answered(self, query: LiteralString, values: tuple[object, ...]) -> psycopg.Cursor:
        cursor = self._sent(query, values)
        self.settle()
        return cursor

    def _sent(self, query: LiteralString, values: tuple[object, ...]) -> psycopg.Cursor:
        return self.connection.execute(sql.SQL(query).format(schema=self._schema), values or None)

    def many(self, query: LiteralString, rows: Sequence[tuple[object, ...]]) -> int:
        """Run a statement about several rows; once for as many as it may have, not at all for none.

        :param query: SQL, with ``{rows}`` where the rows are, each in parentheses, with commas between them.
        :return: how many rows it has changed.
        """
        changed = self.many_later(query, rows)
        self.settle()
        return changed()

    def many_later(self, query: LiteralString, rows: Sequence[tuple[object, ...]]) -> Callable[[], int]:
        """Do the same, and wait for the answer later if this is within :meth:`sent_together`.

        :return: what returns how many rows it has changed, after :meth:`settle`.
        """
        cursors: list[psycopg.Cursor] = []
        for part in _parts(rows):
            row = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(part[0])))
            statement = sql.SQL(query).format(schema=self._schema, rows=sql.SQL(", ").join([row] * len(part)))
            cursors.append(self.connection.execute(statement, [each for values in part for each in values]))
        return lambda: sum(cursor.rowcount for cursor in cursors)

    def last_row(self, statements: LiteralString, **numbers: int) -> Row | None:
        """Run several statements, sent together, and return the first row of the last one.

        :param numbers: what replaces their names in braces.
        """
        literals = {name: sql.Literal(number) for name, number in numbers.items()}
        cursor = self.connection.execute(sql.SQL(statements).format(schema=self._schema, **literals))
        while cursor.nextset():
            pass
        return cursor.fetchone()

    def transaction(self) -> AbstractContextManager[object]:
        """Within this context, all statements take effect together at its end, or none at all."""
        return self.connection.transaction()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within this context, all statements read the tables of one moment, and change nothing."""
        with self.transaction():
            self.rows("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    @contextmanager
    def sent_together(self) -> Iterator[None]:
        """Be in a transaction within this context, in which :meth:`later` does not wait, where libpq can.

        Every other method waits for its answer and all before it, and the end of the context for all. What is
        sent behind a statement that fails is not run.
        """
        if not psycopg.Pipeline.is_supported():
            with self.transaction():
                yield
            return
        try:
            with self.connection.pipeline() as self._pipeline:
                self.later("BEGIN")  # psycopg's own transaction waits here, and twice at its end
                yield
                self.later("COMMIT")
        except BaseException:
            with suppress(psycopg.Error):
                self.connection.rollback()
            raise
        finally:
            self._pipeline = None

    def later(self, query: LiteralString, *values: object) -> Answer:
        """Run a statement, and wait for its answer later if this is within :meth:`sent_together`."""
        return Answer(self._sent(query, values))

    def settle(self) -> None:
        """Wait for all that was sent.

        :raises psycopg.Error: of the first statement that has failed.
        """
        if self._pipeline is not None:
            self._pipeline.sync()


def _parts(rows: Sequence[tuple[object, ...]]) -> Iterator[Sequence[tuple[object, ...]]]:
    """Divide rows into parts that are not too large for one statement."""
    start = size = 0
    for number, row in enumerate(rows):
        length = sum(len(value) for value in row if isinstance(value, str | bytes))
        if number > start and (number - start == MOST_ROWS or size + length > MOST_CHARACTERS):
            yield rows[start:number]
            start, size = number, 0
        size += length
    if rows:
        yield rows[start:]


class Connections:
    """The connections to the server of one library. Its methods may be called from any thread.

    All of them raise :class:`LibraryUnavailable`, in one sentence without a password, when the server cannot
    be reached or refuses.
    """

    def __init__(self, address: PostgresAddress) -> None:
        """Connect to the server of ``address`` when a connection is first needed."""
        self.address = address
        self._idle: list[psycopg.Connection] = []
        self._guard = threading.Lock()
        self._is_closed = False
        self._processes: set[int] = set()
        """The server's processes for the connections of this library, closed ones too."""
        self._absence: Disconnected | None = None
        """What the last attempt has found, if the server could not be reached; None if it could."""

    @property
    def processes(self) -> frozenset[int]:
        """The numbers of the server's processes that belong to these connections."""
        with self._guard:
            return frozenset(self._processes)

    def close(self) -> None:
        """Close what nobody uses, and everything else when it is given back."""
        with self._guard:
            idle, self._idle, self._is_closed = self._idle, [], True
        for connection in idle:
            connection.close()

    def read(self, question: Callable[[Session], T]) -> T:
        """Ask a question that changes nothing; ask again if the connection is lost meanwhile.

        The statements of a question see different states of the library if others write meanwhile, unless
        they are in a transaction.
        """
        return self._repeated(question)

    def transact(
        self,
        work: Callable[[Session], T],
        has_happened: Callable[[Session], bool],
        *,
        is_sent_together: bool = False,
    ) -> T:
        """Run a transaction; run it again if the connection was lost before it took effect.

        :param work: the statements. What it raises, other than errors of the server, undoes them.
        :param has_happened: whether an earlier attempt, of which only the confirmation was lost, took effect.
            It must wait until the server has ended that attempt.
        :param is_sent_together: whether the work is within :meth:`Session.sent_together`: it cannot copy.
        :raises LibraryUnavailable: it did not take effect; or that cannot be found out, which is then said.
        """
        unconfirmed: list[T] = []
        """The result of the last attempt while it is not known whether it took effect."""

        def attempt(session: Session) -> T:
            if unconfirmed and has_happened(session):
                return unconfirmed[0]
            unconfirmed.clear()
            try:
                with session.sent_together() if is_sent_together else session.transaction():
                    result = work(session)
                    unconfirmed.append(result)
            except psycopg.Error as error:
                if not is_lost(session.connection, error):
                    unconfirmed.clear()
                raise
            return result

        try:
            return self._repeated(attempt)
        except LibraryUnavailable as error:
            if not unconfirmed:
                raise
            raise LibraryUnavailable(
                _(
                    "The connection to {address} was lost while saving, and the server cannot be asked "
                    "whether it did: open the library again and look.",
                    address=self.address,
                )
            ) from error

    def _repeated(self, attempt: Callable[[Session], T]) -> T:
        """Make an attempt, and others on new connections if it fails for a reason that may pass.

        An impatient thread makes none while the server is known to be away.
        """
        absence = self._absence
        if absence is not None and is_impatient():
            raise Disconnected(str(absence))
        try:
            result = self._attempted(attempt)
        except Disconnected as error:
            self._absence = error
            raise
        self._absence = None
        return result

    def _is_given_up(self) -> bool:
        return self._absence is not None and is_impatient()

    def _attempted(self, attempt: Callable[[Session], T]) -> T:
        is_lost_before, started = False, time.monotonic()
        for pause in (*PAUSES, None):
            try:
                with self._borrowed(is_new=is_lost_before) as session:
                    try:
                        return attempt(session)
                    except psycopg.Error as error:
                        may_pass = is_lost(session.connection, error)
                        if isinstance(error, psycopg.errors.LockNotAvailable):
                            raise self._blocked(error) from error
                        if not may_pass and (pause is None or not isinstance(error, AGAIN)):
                            raise failed(error, self.address) from error
                        if pause is None or isinstance(error, NoAnswer):
                            raise lost(error, self.address) from error
                        is_lost_before = is_lost_before or may_pass
            except Unreachable:
                is_late = time.monotonic() - started > LONGEST_RETRYING
                if pause is None or is_late or not is_lost_before:
                    raise
            time.sleep(pause)
        raise AssertionError  # the last attempt returns or raises

    def _blocked(self, error: psycopg.Error) -> PizhuError:
        """Return the error for users after a statement has waited too long for what somebody has locked."""
        from store.storage.postgres.troubles.lock_holders import holder_of_locks

        holder = None
        with suppress(psycopg.Error, LibraryUnavailable), self._borrowed(is_new=False) as session:
            holder = holder_of_locks(session, self.processes)
        if holder is None:
            return failed(error, self.address)
        return LibraryUnavailable(holder.sentence(self.address, LOCK_TIMEOUT))

    def lend(self, begin: Callable[[Session], T]) -> tuple[Session, T]:
        """Lend a session until :meth:`give_back`, which the caller must call in any case.

        :param begin: what is done with it first; it is done again on another one if the connection was lost.
        :return: the session, and what ``begin`` returned.
        """

        def keep(session: Session) -> tuple[Session, T]:
            result = begin(session)
            session.is_kept = True
            return session, result

        return self._repeated(keep)

    def give_back(self, session: Session) -> None:
        """Take back a session that was lent. One that is in a transaction is closed, which undoes it."""
        self._put_back(session.connection)

    @contextmanager
    def _borrowed(self, *, is_new: bool) -> Iterator[Session]:
        """Lend a session for a moment.

        :param is_new: whether those that were made before are not to be trusted.
        """
        session = Session(self._taken(is_new=is_new), self.address.schema)
        try:
            yield session
        finally:
            if not session.is_kept:
                self._put_back(session.connection)

    def _taken(self, *, is_new: bool) -> psycopg.Connection:
        with self._guard:
            if self._is_closed:
                raise LibraryUnavailable(_("The library is closed."))
            idle = self._idle
            if is_new:
                self._idle = []
            elif idle:
                return idle.pop()
        for connection in idle:
            connection.close()
        return self._connected()

    def _put_back(self, connection: psycopg.Connection) -> None:
        is_usable = not (connection.closed or connection.broken) and (
            connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        )
        with self._guard:
            if is_usable and not self._is_closed and len(self._idle) < MOST_IDLE:
                self._idle.append(connection)
                return
        with suppress(psycopg.Error):
            connection.close()

    def separate(self) -> psycopg.Connection:
        """Return a new connection, which the caller keeps for itself and closes.

        :raises LibraryUnavailable: the server cannot be reached.
        """
        return self._connected()

    def _connected(self) -> psycopg.Connection:
        """Return a new connection, which commits each statement."""
        defaults = {"connect_timeout": CONNECT_TIMEOUT, "application_name": APPLICATION, **KEEPING_ALIVE}
        settings: dict[str, Any] = {
            name: value for name, value in defaults.items() if name not in self.address.parameters
        }
        logging.getLogger("psycopg").setLevel(logging.CRITICAL + 1)  # it would write on the screen
        try:
            connection = psycopg.connect(
                self.address.uri, autocommit=True, prepare_threshold=None, client_encoding="UTF8", **settings
            )
            limit_waiting(connection, self._is_given_up)
            try:
                self._set_up(connection)
            except BaseException:
                connection.close()
                raise
            with self._guard:
                self._processes.add(connection.info.backend_pid)
        except psycopg.Error as error:
            raise Unreachable(str(unreachable(error, self.address))) from error
        return connection

    def _set_up(self, connection: psycopg.Connection) -> None:
        """Set the time limits of a new connection, and that no statement is compiled, which takes longer."""
        limits = (
            ("statement_timeout", STATEMENT_TIMEOUT),
            ("lock_timeout", LOCK_TIMEOUT),
            ("idle_in_transaction_session_timeout", IDLE_TIMEOUT),
        )
        settings = [
            sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(int(seconds * 1000)))
            for name, seconds in limits
        ]
        # A server that is only like PostgreSQL may not know the last one.
        no_jit = "SELECT set_config('jit', 'off', false) WHERE current_setting('jit', true) IS NOT NULL"
        connection.execute(sql.SQL("; ").join([*settings, sql.SQL(no_jit)]))
