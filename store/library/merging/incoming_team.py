"""Teams from other libraries: members, rounds and assignments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from store.errors import UsageError
from store.language import _
from store.library.team.team_tables import assignments_table, members_table, rounds_table
from store.model.bundle import Merged
from store.model.edits import ROUNDS, Edit
from store.model.labels import cut
from store.model.tables.assignment import Assignment
from store.model.tables.coding_round import CodingRound
from store.model.tables.member import ROLE_NAMES, Member, clean_member_name
from store.model.tables.team import TeamRecords
from store.storage.document_store import DocumentStore
from store.storage.documents import rounds_of


def team_edits(
    store: DocumentStore, team: TeamRecords, places: Mapping[str, str], merged: Merged
) -> list[Edit]:
    """Build the edits that add a team to that of this library. The caller holds the lock.

    Members who are here keep their role. A round of the same number is the same round if it was opened at the
    same time; else the one here stays, and the assignments of the other are left out. Work that is done in
    either is done, and a round that is closed in either is closed.

    :param places: by the ID that an article has there, the one that it has here.
    """
    edits = _member_edits(store, team.members, merged)
    rounds = {each.round: each for each in rounds_of(store.table(ROUNDS)).values()}
    taken: dict[int, CodingRound] = {}
    for theirs in team.rounds:
        ours = rounds.get(theirs.round)
        if theirs.round < 1:
            merged.left_out.append(_("A round was left out: its number is {number}.", number=theirs.round))
        elif ours is None or ours.opened == theirs.opened:
            mine = ours or theirs
            taken[theirs.round] = replace(mine, closed=mine.closed or theirs.closed)
        else:
            merged.conflicts.append(
                _(
                    "Round {number} is another one there: the one here was kept, and the assignments of the "
                    "other were left out.",
                    number=theirs.round,
                )
            )
    edits += rounds_table(store).upsert_edits(taken.values())
    return edits + _assignment_edits(store, team.assignments, taken, places, merged)


def _member_edits(store: DocumentStore, members: Iterable[Member], merged: Merged) -> list[Edit]:
    table = members_table(store)
    present = {each.key: each for each in table.records().values()}
    added: dict[str, Member] = {}
    for member in members:
        try:
            theirs = replace(member, member=clean_member_name(member.member))
        except UsageError as error:
            merged.left_out.append(_("A member of the team was left out: {reason}", reason=error))
            continue
        ours = present.get(theirs.key) or added.get(theirs.key)
        if ours is None:
            added[theirs.key] = theirs
        elif ours.role is not theirs.role:
            merged.conflicts.append(
                _(
                    "“{name}” is {theirs} there and {ours} here: the role here was kept.",
                    name=ours.member,
                    theirs=ROLE_NAMES[theirs.role],
                    ours=ROLE_NAMES[ours.role],
                )
            )
    merged.members_added += len(added)
    return table.upsert_edits(added.values())


def _assignment_edits(
    store: DocumentStore,
    assignments: Iterable[Assignment],
    rounds: Mapping[int, CodingRound],
    places: Mapping[str, str],
    merged: Merged,
) -> list[Edit]:
    table = assignments_table(store)
    present = {each.key: each for each in table.records().values()}
    changed: dict[str, Assignment] = {}
    for each in assignments:
        if each.round not in rounds:
            continue
        place = places.get(each.article)
        if place is None:
            merged.left_out.append(
                _(
                    "An assignment to {name} was left out: its article, {id}, did not come along.",
                    name=cut(each.coder),
                    id=cut(each.article),
                )
            )
            continue
        theirs = replace(each, article=place)
        ours = changed.get(theirs.key) or present.get(theirs.key)
        if ours is None:
            changed[theirs.key] = theirs
            merged.assignments_added += 1
        elif (theirs.done and not ours.done) or (theirs.adjudicated and not ours.adjudicated):
            changed[theirs.key] = replace(
                ours,
                done=ours.done or theirs.done,
                seen=ours.seen or theirs.seen,
                adjudicated=ours.adjudicated or theirs.adjudicated,
            )
    return table.upsert_edits(changed.values())
