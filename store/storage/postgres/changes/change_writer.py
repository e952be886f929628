"""Makes a change of a library on a server: one transaction, as the lock was taken."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import cache, partial
from typing import TypeVar

from store.errors import Conflict
from store.language import _
from store.model.edits import TEXT, Edit, by_article
from store.progress import Progress
from store.storage.postgres.address import PostgresAddress
from store.storage.postgres.changes.edit_writer import EditWriter
from store.storage.postgres.changes.journal import position_in
from store.storage.postgres.changes.write_lock import HeldArticle, WriteLock
from store.storage.postgres.connections import Answer, Connections, Session
from store.storage.postgres.document_reader import DocumentReader, answer_of, held_article
from store.storage.postgres.news.news import News
from store.storage.postgres.rights.rights import check_membership

T = TypeVar("T")


class ChangeWriter:
    """Writes edits, and lines of the journal, of the library at an address."""

    def __init__(
        self,
        address: PostgresAddress,
        connections: Connections,
        lock: WriteLock,
        *,
        locked: Callable[[], AbstractContextManager[None]],
        reader: DocumentReader,
        news: News,
    ) -> None:
        """Write by ``connections``.

        :param locked: holds the lock.
        :param reader: what has read under the lock.
        :param news: what is told of each change.
        """
        self._address = address
        self._connections = connections
        self._lock = lock
        self._locked = locked
        self._reader = reader
        self._news = news

    def apply(
        self, edits: Sequence[Edit], progress: Progress, append: Callable[[Session], Answer] | None
    ) -> int | None:
        """Write edits in one transaction.

        :param append: appends a line to the journal in the same transaction.
        :return: the position of the line; None if there is none.
        :raises Conflict: the lock was lost with its connection, and another writer has changed the library.
        """

        def write(session: Session, number: Callable[[], int], token: str) -> Callable[[], int | None]:
            writer = EditWriter(session, number, int(token, 16) >> 1)
            writer.apply(edits, progress)
            line = append(session) if append is not None else None
            after = self._read_after(session, edits)

            def finish() -> int | None:
                writer.check()
                self._lock.replaced = writer.replaced
                self._lock.article = after()
                return None if line is None else position_in(line)

            return finish

        return self._change(write, list(by_article(edits)))

    def write_journal(self, write: Callable[[Session], None]) -> None:
        """Write to the journal alone.

        :raises Conflict: see :meth:`apply`.
        """

        def change(session: Session, _number: Callable[[], int], _token: str) -> Callable[[], None]:
            write(session)
            return lambda: None

        self._change(change, [])

    def _read_after(self, session: Session, edits: Sequence[Edit]) -> Callable[[], HeldArticle | None]:
        """Ask what becomes of the only article that is changed, which is usually looked at next.

        :return: what returns it, once all that was sent is answered.
        """
        held = self._lock.article
        if held is None or any(edit.article != held.article or edit.table == TEXT for edit in edits):
            return lambda: None
        answer = answer_of(session, held.article, with_text=False)

        def read() -> HeldArticle | None:
            found = answer.rows()
            return held_article(found[0], has_text=held.has_text)._replace(text=held.text) if found else None

        return read

    def _change(
        self, write: Callable[[Session, Callable[[], int], str], Callable[[], T]], articles: list[str]
    ) -> T:
        """Make a change, in one transaction, of the library as it was when the lock was taken.

        :param write: sends the statements, given what returns the number of the change, and the token after
            it; returns what looks at the answers.
        """
        with self._locked():
            self._lock.keep_alive()
            self._news.hints.try_to_send()
            token, before = random_name(), self._lock.token

            def work(session: Session) -> T:
                number = self._numbered(session, before, token)
                finish = write(session, number, token)
                self._news.announce(session, token, number(), articles)
                session.settle()
                return finish()

            try:
                result = self._connections.transact(
                    work, partial(_has_happened, token=token), is_sent_together=True
                )
            except BaseException:
                self._lock.article = None
                raise
            self._lock.token = token
            if "" not in articles:
                self._reader.keep_tables(before, token)
            return result

    def _numbered(self, session: Session, before: str, token: str) -> Callable[[], int]:
        """Replace the token of the library; return what returns the number of the change.

        That raises :class:`Conflict` if the token was another one than ``before``.
        """
        answer = session.later(
            "UPDATE {schema}.library SET token = %s, number = number + 1 "
            "WHERE name = 'library' AND token = %s RETURNING number",
            token,
            before,
        )

        @cache
        def number() -> int:
            found = answer.rows()
            if not found:
                check_membership(session, self._address)
                raise Conflict(
                    _(
                        "Another Pizhu has written to {address} while the connection was lost: nothing "
                        "was changed; try again.",
                        address=self._address,
                    )
                )
            return int(found[0][0])

        return number


def _has_happened(session: Session, *, token: str) -> bool:
    """Whether the change with this token took effect; waits until the transaction that made it has ended."""
    with session.transaction():
        found = session.first("SELECT token FROM {schema}.library WHERE name = 'library' FOR UPDATE")
    if found and found[0] == token:
        return True
    return bool(session.rows("SELECT 1 FROM {schema}.changes WHERE change = %s", token))


def random_name() -> str:
    """Return a name that no other change has: 16 random hexadecimal digits."""
    return os.urandom(8).hex()
