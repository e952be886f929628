"""The articles of which a coder does not see all annotations, as the database hides them."""

from __future__ import annotations

from typing import LiteralString

from store.storage.postgres.connections import Connections, Session
from store.storage.postgres.rights.policies import IS_BLIND

_OF_ARTICLE: LiteralString = "SELECT " + IS_BLIND.replace("{article}", "%s::text")
_IS_BLIND: LiteralString = IS_BLIND.replace("{article}", "a.article")
_ALL: LiteralString = "SELECT a.article FROM {schema}.articles a WHERE " + _IS_BLIND  # noqa: S608 - constants


class BlindArticles:
    """The articles that are blind for the user, and which of them have ceased or begun to be.

    No document of an article is written when a coder's work on it is done, yet the coder sees more of it.
    """

    def __init__(self, connections: Connections) -> None:
        """Ask the server that ``connections`` lead to."""
        self._connections = connections
        self._known = self.now()
        self._may_have_changed = False

    def has(self, article: str) -> bool:
        """Whether an article is blind."""
        found = self._connections.read(lambda session: session.first(_OF_ARTICLE, article))
        return bool(found and found[0])

    def now(self) -> frozenset[str]:
        """Return the IDs of all articles that are blind."""
        return self._connections.read(_all)

    def expect_change(self) -> None:
        """Have :meth:`changed` look: this process has written documents that the team may be in."""
        self._may_have_changed = True

    def changed(self, *, is_team_told: bool) -> set[str]:
        """Return the articles that have ceased or begun to be blind since the last call.

        :param is_team_told: whether another process has changed documents that the team may be in.
        """
        if not (is_team_told or self._may_have_changed):
            return set()
        self._may_have_changed = False
        before, self._known = self._known, self.now()
        return set(before ^ self._known)


def _all(session: Session) -> frozenset[str]:
    return frozenset(article for (article,) in session.rows(_ALL))
