"""What others write to a library on a server, so that it is seen here within a second.

Each change leaves its number, its writer and its articles in a table. A reader asks twice a second
whether the number of the library has grown, and so hears of all of them. That works on every server; the
hints to ask at once that :mod:`.news_hints` sends with the changes do not.
"""

from __future__ import annotations

import os

from store.errors import LibraryUnavailable
from store.language import _
from store.storage.postgres.address import PostgresAddress
from store.storage.postgres.connections import Connections, Row, Session
from store.storage.postgres.news.news_hints import NewsHints
from store.storage.postgres.troubles.answer_limit import answers_within

KEPT = 10_000
"""How many of the latest changes are kept, at least."""

CLEANED_EVERY = 1_000
"""After how many changes older ones are deleted."""


SOON = 5.0
"""Seconds in which the number of the last change is answered, unless the server is away."""


class News:
    """The changes that others make."""

    def __init__(self, connections: Connections, address: PostgresAddress) -> None:
        """The changes of the library at ``address``, which ``connections`` lead to."""
        self._connections = connections
        self._address = address
        self._writer = os.urandom(6).hex()
        self.hints = NewsHints(connections, self._writer)
        self._heard = 0
        """The number of the last change that was heard of."""
        self._is_away = False
        """Whether the server could not be asked the last time."""
        self._notices: list[str] = []

    def start(self, number: int) -> None:
        """Hear of changes after the one with a number."""
        self._heard = number

    def heard(self) -> set[str]:
        """Return the articles that others have written since the last call; empty for the library itself.

        A server that cannot be reached has no news; :meth:`notices` tells of it, once, and when it is back.
        """
        try:
            with answers_within(SOON):
                last, found = self._connections.read(self._after_heard)
        except LibraryUnavailable as error:
            if not self._is_away:
                self._is_away = True
                self._notices.append(str(error))
            return set()
        if self._is_away:
            self._is_away = False
            self._notices.append(_("The connection to {address} is back.", address=self._address))
        if last == self._heard:
            return set()
        if len(found) != last - self._heard:  # some have been deleted, or the database was restored
            written = self._connections.read(_everything)
        else:
            written = {
                article
                for _number, writer, articles in found
                if writer != self._writer
                for article in articles
            }
        self._heard = last
        return written

    def notices(self) -> list[str]:
        """Return, once each, that the server is away or back."""
        notices, self._notices = self._notices, []
        return notices

    def announce(self, session: Session, change: str, number: int, articles: list[str]) -> None:
        """Write the news of a change, within its transaction.

        :param change: the random name of the change.
        :param articles: IDs; the empty ID stands for the documents of the library itself.
        """
        session.later(
            "INSERT INTO {schema}.changes (change, number, writer, articles) VALUES (%s, %s, %s, %s)",
            change,
            number,
            self._writer,
            articles,
        )
        self.hints.send(session)
        if number % CLEANED_EVERY == 0:
            session.later("DELETE FROM {schema}.changes WHERE number <= %s", number - KEPT)

    def _after_heard(self, session: Session) -> tuple[int, list[Row]]:
        """Return the number of the last change, and the changes after the one that was heard of last."""
        last = _last(session)
        if last == self._heard:
            return last, []
        return last, session.rows(
            "SELECT number, writer, articles FROM {schema}.changes WHERE number > %s AND number <= %s",
            self._heard,
            last,
        )


def _last(session: Session) -> int:
    found = session.first("SELECT number FROM {schema}.library WHERE name = 'library'")
    return int(found[0]) if found else 0


def _everything(session: Session) -> set[str]:
    return {"", *(article for (article,) in session.rows("SELECT article FROM {schema}.articles"))}
