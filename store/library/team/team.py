"""The team of a library: the door to its members, its rounds and its assignments."""

from __future__ import annotations

from collections.abc import Callable

from store.index.article_index import ArticleIndex
from store.library.team.assignments import Assignments
from store.library.team.members import Members
from store.library.team.roster import Roster
from store.library.team.rounds import Rounds
from store.library.transactions import Transactions
from store.model.tables.member import Member
from store.storage.document_store import DocumentStore


class Team:
    """The team of one library. Every change is a step that can be undone.

    What was read is kept until something of the team changes, so that many assignments cost nothing at a key.
    """

    def __init__(
        self,
        store: DocumentStore,
        transactions: Transactions,
        index: ArticleIndex,
        creator: str,
        roster: Callable[[], Roster],
    ) -> None:
        """The team of the library in ``store``.

        :param creator: the name that new annotations are signed with: who uses the library.
        :param roster: returns the team as it is, read once until it changes.
        """
        self._roster = roster
        self._creator = creator
        self.members = Members(store, transactions, creator)
        """The members."""
        self.rounds = Rounds(store, transactions, creator)
        """The rounds."""
        self.assignments = Assignments(store, transactions, index, creator, roster)
        """The articles that coders work on."""

    @property
    def me(self) -> Member | None:
        """The member who uses the library; None if the user is not in the team."""
        return self._roster().find(self._creator)

    @property
    def roster(self) -> Roster:
        """Members, rounds and assignments as they are."""
        return self._roster()
