"""The members of the team of a library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from store.errors import UsageError
from store.language import _
from store.library.team.roster import Roster
from store.library.team.team_tables import assignments_table, members_table
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.annotation import timestamp
from store.model.labels import quoted
from store.model.tables.member import ROLE_NAMES, Member, Role, clean_member_name
from store.storage.document_store import DocumentStore
from store.wording import counted, listed

MOST = 200
"""Members of a team, at most."""


class Members:
    """The members of the team of one library. Every change is a step that can be undone.

    Once the team has a manager, only a manager changes it.
    """

    def __init__(self, store: DocumentStore, transactions: Transactions, creator: str) -> None:
        """The members in ``store``; changes are made by ``creator``."""
        self._store = store
        self._table = members_table(store)
        self._assignments = assignments_table(store)
        self._transactions = transactions
        self._creator = creator

    def all(self) -> tuple[Member, ...]:
        """Return the members, sorted by name."""
        return Roster.read(self._store).members

    def add(self, names: Iterable[str], role: Role = Role.CODER) -> tuple[Member, ...]:
        """Add members in one step; return them.

        :raises UsageError: a name is not valid or in the team already, or there are too many; nothing is
            changed.
        """
        with self._transactions.begin():
            roster = self._checked()
            new = {each.key: each for each in (Member(clean_member_name(name), role) for name in names)}
            for each in new.values():
                known = roster.find(each.member)
                if known is not None:
                    raise UsageError(
                        _(
                            "“{name}” is in the team already, as {role}: "
                            "change that with `pizhu team role NAME ROLE`.",
                            name=known.member,
                            role=ROLE_NAMES[known.role],
                        )
                    )
            if len(roster.members) + len(new) > MOST:
                raise UsageError(_("A team has at most {most} members: remove one.", most=MOST))
            label = step_labels.add_members(names=quoted(each.member for each in new.values()))
            self._transactions.commit(label, self._table.upsert_edits(new.values()))
            return tuple(new.values())

    def set_role(self, name: str, role: Role) -> Member:
        """Change the role of a member; return the member.

        :raises UsageError: there is no such member, or they are the only manager.
        """
        with self._transactions.begin():
            roster = self._checked()
            before = roster.member(name)
            member = replace(before, role=role)
            if role is not Role.MANAGER:
                _check_managed(roster, {before.key: before})
            label = step_labels.change_role(name=quoted([member.member]))
            shown = roster.shown([before], timestamp()) if role is not Role.CODER else ()
            seen = self._assignments.upsert_edits(shown)
            self._transactions.commit(label, [*self._table.upsert_edits([member]), *seen])
            return member

    def remove(self, names: Iterable[str]) -> tuple[Member, ...]:
        """Remove members in one step; return them. Their annotations stay.

        :raises UsageError: there is no such member, articles are assigned to one, or the others would have no
            manager; nothing is changed.
        """
        with self._transactions.begin():
            roster = self._checked()
            removed = {each.key: each for each in map(roster.member, names)}
            if len(removed) < len(roster.members):
                _check_managed(roster, removed)
            for each in removed.values():
                assigned = len(roster.by_coder.get(each.key, ()))
                if assigned:
                    raise UsageError(
                        _(
                            "“{name}” still has {number}: take them back first with "
                            "`pizhu assign --remove --coders NAME`.",
                            name=each.member,
                            number=counted(assigned, "assigned article", "assigned articles"),
                        )
                    )
            label = step_labels.remove_members(names=quoted(each.member for each in removed.values()))
            self._transactions.commit(label, self._table.removal_edits(removed))
            return tuple(removed.values())

    def _checked(self) -> Roster:
        """Return the team as it is, which the user may change."""
        roster = Roster.read(self._store)
        roster.check_manager(self._creator)
        return roster


def _check_managed(roster: Roster, leaving: Mapping[str, Member]) -> None:
    """Check that a team that has managers keeps one.

    :param leaving: the members who are managers no longer, by their keys.
    :raises UsageError: it does not.
    """
    managers = [each for each in roster.members if each.role is Role.MANAGER]
    if managers and all(each.key in leaving for each in managers):
        raise UsageError(
            _(
                "“{name}” is the only manager, without whom anybody could change the team: "
                "make another one first with `pizhu team role NAME manager`.",
                name=managers[0].member,
            )
            if len(managers) == 1
            else _(
                "{names} are the only managers, without whom anybody could change the team: "
                "keep one, or make another one first with `pizhu team role NAME manager`.",
                names=listed(each.member for each in managers),
            )
        )
