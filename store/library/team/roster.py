"""What a library knows of its team at one moment: members, rounds and assignments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property

from msgspec.structs import replace

from store.errors import UsageError
from store.language import _
from store.model.edits import ASSIGNMENTS, MEMBERS, ROUNDS
from store.model.signatures import signed_by
from store.model.tables.assignment import Assignment, assignment_key
from store.model.tables.coding_round import CodingRound
from store.model.tables.member import Member, Role, member_key
from store.storage.document_store import DocumentStore
from store.storage.documents import assignments_of, members_of, rounds_of
from store.wording import listed


class Roster:
    """The team of a library, as it was when it was read."""

    def __init__(
        self,
        members: Iterable[Member],
        rounds: Iterable[CodingRound],
        assignments: Iterable[Assignment],
        *,
        login_decides: bool = False,
    ) -> None:
        """The team with these entries.

        :param login_decides: whether a server knows by the login who somebody is, whatever the setting is.
        """
        self.login_decides = login_decides
        """Whether a server knows by the login who somebody is, whatever the setting is."""
        self._members = {each.key: each for each in members}
        self.rounds: Mapping[int, CodingRound] = {
            each.round: each for each in sorted(rounds, key=lambda each: each.round)
        }
        """The rounds by their numbers, the first one first."""
        self.assignments: Mapping[str, Assignment] = {each.key: each for each in assignments}
        """The assignments by their keys."""

    @classmethod
    def read(cls, store: DocumentStore) -> Roster:
        """Read the team of a library.

        :raises DamagedFile: an entry is not valid.
        """
        rounds = rounds_of(store.table(ROUNDS)).values()
        assignments = assignments_of(store.table(ASSIGNMENTS)).values() if rounds else ()
        members = members_of(store.table(MEMBERS)).values()
        return cls(members, rounds, assignments, login_decides=store.enforces_roles)

    @property
    def members(self) -> tuple[Member, ...]:
        """The members, sorted by name."""
        return tuple(sorted(self._members.values(), key=lambda each: each.key))

    def find(self, creator: str) -> Member | None:
        """Return the member whose name somebody signs with, also with the number of a round; None if there is
        none.
        """
        if not self._members:
            return None
        return self._members.get(member_key(creator)) or self._members.get(member_key(signed_by(creator)[0]))

    def member(self, name: str) -> Member:
        """Return the member with a name, in any script, width and case.

        :raises UsageError: there is none.
        """
        found = self._members.get(member_key(" ".join(name.split())))
        if found is not None:
            return found
        if not self._members:
            raise UsageError(
                _("The library has no team: add its members with `pizhu team add NAME… --role ROLE`.")
            )
        nearest = get_close_matches(member_key(name), list(self._members), 1, cutoff=0.5)
        if nearest:
            raise UsageError(
                _(
                    "There is no member “{name}”: did you mean “{nearest}”?",
                    name=name,
                    nearest=self._members[nearest[0]].member,
                )
            )
        raise UsageError(
            _(
                "There is no member “{name}” in the team ({names}): add them with `pizhu team add`.",
                name=name,
                names=listed(each.member for each in self.members),
            )
        )

    @property
    def open_round(self) -> CodingRound | None:
        """The round that is open, the last one if there are several; None if there is none."""
        return next((each for each in reversed(list(self.rounds.values())) if each.is_open), None)

    def round(self, number: int | None = None) -> CodingRound:
        """Return a round by its number.

        :param number: None for the one that is open, else the last one.
        :raises UsageError: there is none.
        """
        if not self.rounds:
            raise UsageError(
                _("No round has been opened: open one with `pizhu team round open`.")
                if number is None
                else _(
                    "There is no round {number}: none has been opened (`pizhu team round open`).",
                    number=number,
                )
            )
        if number is None:
            return self.open_round or self.rounds[max(self.rounds)]
        if number not in self.rounds:
            raise UsageError(
                _(
                    "There is no round {number}: the last one is round {last} (`pizhu team round`).",
                    number=number,
                    last=max(self.rounds),
                )
            )
        return self.rounds[number]

    @cached_property
    def by_coder(self) -> Mapping[str, list[Assignment]]:
        """The assignments of each coder, by the key of the member."""
        found: dict[str, list[Assignment]] = {}
        for each in self.assignments.values():
            found.setdefault(member_key(each.coder), []).append(each)
        return found

    @cached_property
    def adjudicated(self) -> Mapping[str, list[Assignment]]:
        """The assignments that are adjudicated, by article."""
        found: dict[str, list[Assignment]] = {}
        for each in self.assignments.values():
            if each.adjudicated:
                found.setdefault(each.article, []).append(each)
        return found

    def finished(self) -> dict[str, set[str]]:
        """Return, by article, what those sign with who have finished it, also if they marked nothing."""
        found: dict[str, set[str]] = {}
        for each in self.assignments.values():
            if each.is_done:
                found.setdefault(each.article, set()).add(each.signature)
        return found

    def open_work(self, member: Member) -> list[Assignment]:
        """Return the assignments of a member in the open round, in the order in which they were assigned."""
        now = self.open_round
        mine = self.by_coder.get(member.key, ()) if now is not None else ()
        return [each for each in mine if now is not None and each.round == now.round]

    @cached_property
    def present(self) -> Mapping[str, list[Assignment]]:
        """The assignments in the open round, else in the last one, by article."""
        found: dict[str, list[Assignment]] = {}
        if self.rounds:
            number = self.round().round
            for each in self.assignments.values():
                if each.round == number:
                    found.setdefault(each.article, []).append(each)
        return found

    def current(self, member: Member, article: str) -> Assignment | None:
        """Return the assignment of an article to a member in the open round; None if there is none."""
        numbers = [each.round for each in self.rounds.values() if each.is_open][::-1]
        found = (self.assignments.get(assignment_key(each, article, member.member)) for each in numbers)
        return next(filter(None, found), None)

    def hidden_from(self, member: Member) -> Mapping[str, Assignment]:
        """Return, by article, the assignments for which a member does not see what others have marked.

        They are those in an open, blind round that are not done. Only coders are blind.
        """
        if member.role is not Role.CODER:
            return {}
        blind = {number for number, each in self.rounds.items() if each.blind and each.is_open}
        return {
            each.article: each
            for each in self.by_coder.get(member.key, ())
            if each.round in blind and not each.is_done
        }

    def shown(self, members: Iterable[Member], when: str) -> list[Assignment]:
        """Return the assignments of members for which something is hidden from them, as they are once it is
        shown to them.

        :param when: the time at which it is; one that was seen before stays as it is.
        """
        hidden = (each for member in members for each in self.hidden_from(member).values())
        return [replace(each, seen=when) for each in hidden if not each.seen]

    def check_adjudicator(self, creator: str) -> None:
        """Check that somebody may decide: in a team that has adjudicators or managers, only these.

        :raises UsageError: they may not.
        """
        deciding = [each.member for each in self.members if each.role is not Role.CODER]
        own = self.find(creator)
        if deciding and (own is None or own.role is Role.CODER):
            names = listed(deciding)
            raise UsageError(
                _("Only adjudicators and managers of the team decide: {names}.", names=names)
                if self.login_decides
                else _(
                    "Only adjudicators and managers of the team decide: {names} (the setting `creator` says "
                    "who you are).",
                    names=names,
                )
            )

    def check_manager(self, creator: str) -> None:
        """Check that somebody may change the team: anybody while it has no manager.

        :raises UsageError: they are no manager.
        """
        managers = [each.member for each in self.members if each.role is Role.MANAGER]
        own = self.find(creator)
        if managers and (own is None or own.role is not Role.MANAGER):
            names = listed(managers)
            raise UsageError(
                _("Only a manager of the team does this: {names}.", names=names)
                if self.login_decides
                else _(
                    "Only a manager of the team does this: {names} (the setting `creator` says who you are).",
                    names=names,
                )
            )
