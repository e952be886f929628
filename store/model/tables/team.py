"""A team as it is exported and imported: its members, rounds and assignments together."""

from __future__ import annotations

import msgspec

from store.model.tables.assignment import Assignment
from store.model.tables.coding_round import CodingRound
from store.model.tables.member import Member


class TeamRecords(msgspec.Struct, frozen=True):
    """The members of a team, their rounds, and the articles that are assigned."""

    members: tuple[Member, ...] = ()
    rounds: tuple[CodingRound, ...] = ()
    assignments: tuple[Assignment, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.members or self.rounds or self.assignments)
