"""The rounds of a team."""

from __future__ import annotations

from msgspec.structs import replace

from store.errors import UsageError
from store.language import _
from store.library.team.roster import Roster
from store.library.team.team_tables import assignments_table, rounds_table
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.annotation import timestamp
from store.model.tables.coding_round import CodingRound
from store.storage.document_store import DocumentStore


class Rounds:
    """The rounds of one library, of which one is open at a time. Every change is a step that can be undone.

    Once the team has a manager, only a manager opens and closes rounds.
    """

    def __init__(self, store: DocumentStore, transactions: Transactions, creator: str) -> None:
        """The rounds in ``store``; changes are made by ``creator``."""
        self._store = store
        self._table = rounds_table(store)
        self._assignments = assignments_table(store)
        self._transactions = transactions
        self._creator = creator

    def all(self) -> tuple[CodingRound, ...]:
        """Return the rounds, the first one first."""
        return tuple(Roster.read(self._store).rounds.values())

    def open(self, *, blind: bool = True) -> CodingRound:
        """Open the next round; return it.

        :param blind: whether coders see what others mark only when their own work on an article is done.
        :raises UsageError: another round is still open, or the library has no team.
        """
        with self._transactions.begin():
            roster = self._checked()
            if roster.open_round is not None:
                raise UsageError(
                    _(
                        "Round {number} is still open: close it with `pizhu team round close`.",
                        number=roster.open_round.round,
                    )
                )
            if not roster.members:
                raise UsageError(
                    _("The library has no team: add its members with `pizhu team add NAME… --role ROLE`.")
                )
            opened = CodingRound(round=max(roster.rounds, default=0) + 1, blind=blind, opened=timestamp())
            label = step_labels.open_round(number=opened.round)
            self._transactions.commit(label, self._table.upsert_edits([opened]))
            return opened

    def close(self) -> CodingRound:
        """Close the round that is open; return it. From then on nobody is blind, which undo does not change.

        :raises UsageError: no round is open.
        """
        with self._transactions.begin():
            roster = self._checked()
            now = roster.open_round
            if now is None:
                raise UsageError(_("No round is open: open one with `pizhu team round open`."))
            closed = replace(now, closed=timestamp())
            label = step_labels.close_round(number=closed.round)
            seen = self._assignments.upsert_edits(roster.shown(roster.members, closed.closed))
            self._transactions.commit(label, [*self._table.upsert_edits([closed]), *seen])
            return closed

    def _checked(self) -> Roster:
        """Return the team as it is, which the user may change."""
        roster = Roster.read(self._store)
        roster.check_manager(self._creator)
        return roster
