"""Whose annotations are compared, in which article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from store.errors import UsageError
from store.language import _
from store.library.adjudication.cases import Case, cases_of
from store.library.team.roster import Roster
from store.model.annotation import Annotation
from store.model.signatures import RESULT_CREATOR, signature, signed_by
from store.model.tables.member import LONGEST_NAME, member_key
from store.wording import listed

MOST_CODERS = 50
"""Coders who are compared at once."""


class CodedArticle(msgspec.Struct, frozen=True):
    """An article that several coders have worked on."""

    article: str
    """Its ID."""
    coders: tuple[str, ...]
    """What their annotations are signed with, in the order in which they are shown."""
    waiting: tuple[str, ...]
    """The members who have not finished it in a round that is open. Nothing is decided before."""
    cases: tuple[Case, ...]
    results: tuple[Annotation, ...]
    """What came of decisions, in text order."""

    def results_of(self, case: Case) -> tuple[Annotation, ...]:
        """Return what came of the decision on a case."""
        return tuple(each for each in self.results if each.decision and each.decision.case == case.key)

    @property
    def is_decided(self) -> bool:
        """Whether all cases were decided."""
        return all(case.is_decided for case in self.cases)


class Comparison:
    """Whose annotations are compared: those of a round, or of whoever marked something."""

    def __init__(
        self,
        roster: Roster,
        coders: Sequence[str] = (),
        number: int | None = None,
        name: str = "",
        *,
        user: str = "",
    ) -> None:
        """Compare annotations.

        Once the library has rounds, they are those that the assigned members made in a round. Without rounds,
        or for names that are not all in the team, they are those of whoever marked something in an article.

        :param coders: names; all if there are none.
        :param number: the round; None for the one that is open, or the last one.
        :param name: what results are signed with; empty for ``adjudicated`` with the number of the round.
        :param user: who compares. A coder of a blind round does not see articles that they have not finished.
        :raises UsageError: there is only one coder, or too many, no such round or member, or results cannot
            be signed like this.
        """
        self._roster = roster
        member = roster.find(user) if user else None
        self._hidden = frozenset(roster.hidden_from(member)) if member else frozenset()
        self._names = tuple(dict.fromkeys(filter(None, (" ".join(each.split()) for each in coders))))
        keys = {member_key(each) for each in self._names}
        if coders and len(keys) < 2:
            raise UsageError(_("Adjudication needs two coders or more: name another one."))
        if len(keys) > MOST_CODERS:
            raise UsageError(_("At most {most} coders are compared: name fewer.", most=MOST_CODERS))
        has_round = number is not None or (
            bool(roster.rounds) and keys <= {each.key for each in roster.members}
        )
        self.round = roster.round(number).round if has_round else None
        """The number of the round; None if annotations of all rounds and of none are compared."""
        if self.round is not None:
            self._names = tuple(roster.member(each).member for each in self._names)
        self.name = _clean_result_name(name) or (
            signature(RESULT_CREATOR, self.round) if self.round else RESULT_CREATOR
        )
        """What results are signed with."""
        is_coder = member_key(signed_by(self.name)[0]) in keys
        if name:
            is_coder = is_coder or roster.find(self.name) is not None
        if is_coder or (not name and member_key(RESULT_CREATOR) in keys):
            raise UsageError(
                _(
                    "“{name}” is one of the coders: sign results with another name, by `--as NAME`.",
                    name=self.name,
                )
            )

    def coded(self, article: str, annotations: Sequence[Annotation]) -> CodedArticle | None:
        """Return an article with its cases; None if fewer than two coders have worked on it.

        It is also None if others' annotations are still hidden from whoever compares.

        :raises UsageError: too many have.
        """
        if article in self._hidden:
            return None
        coders, waiting = self._coders_of(article, annotations)
        if len(coders) < 2:
            return None
        if len(coders) > MOST_CODERS:
            raise UsageError(
                _("At most {most} coders are compared: name some with `--coders`.", most=MOST_CODERS)
            )
        results = tuple(each for each in annotations if each.is_result)
        return CodedArticle(article, coders, waiting, cases_of(annotations, coders), results)

    def nothing(self) -> UsageError:
        """Return the error that says why there is nothing to compare in any article."""
        if self._hidden:
            return UsageError(
                _(
                    "The round is blind: what others marked is shown when your own work on an article is "
                    "done (`pizhu done ID`)."
                )
            )
        if self.round is not None:
            return UsageError(
                _(
                    "Adjudication needs two coders of the same article: in round {number} none of these "
                    "articles is assigned to two.",
                    number=self.round,
                )
            )
        if self._names:
            return UsageError(
                _(
                    "Adjudication needs two coders of the same article: none of these articles has "
                    "annotations by two of {names}.",
                    names=listed(self._names),
                )
            )
        return UsageError(
            _(
                "Adjudication needs two coders of the same article: each of these articles has annotations "
                "by one, or by nobody."
            )
        )

    def _coders_of(
        self, article: str, annotations: Iterable[Annotation]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what the coders of an article sign with, and who has not finished."""
        if self.round is None:
            return self._signing(annotations), ()
        wanted = set(map(member_key, self._names))
        assigned = [
            each
            for each in self._roster.assignments.values()
            if each.article == article
            and each.round == self.round
            and (not wanted or member_key(each.coder) in wanted)
        ]
        assigned.sort(key=lambda each: self._place(each.coder))
        is_open = self._roster.rounds[self.round].is_open
        waiting = tuple(each.coder for each in assigned if is_open and not each.is_done)
        return tuple(each.signature for each in assigned), waiting

    def _signing(self, annotations: Iterable[Annotation]) -> tuple[str, ...]:
        """Return the creators of annotations who are coders."""
        wanted = set(map(member_key, self._names))
        found = {
            each.creator
            for each in annotations
            if each.creator
            and not each.is_result
            and (member_key(each.creator) in wanted if wanted else not self._signs_results(each.creator))
        }
        return tuple(sorted(found, key=self._place))

    def _signs_results(self, creator: str) -> bool:
        """Whether annotations are results, even if it is not known any more what they decided."""
        return creator == self.name or member_key(signed_by(creator)[0]) == member_key(RESULT_CREATOR)

    def _place(self, coder: str) -> tuple[int, str]:
        """Return what coders are ordered by: as they were named, else by name."""
        keys = list(map(member_key, self._names))
        key = member_key(coder)
        return (keys.index(key) if key in keys else len(keys)), key


def _clean_result_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if len(cleaned) > LONGEST_NAME or not cleaned.isprintable():
        raise UsageError(
            _(
                "Results cannot be signed with {name!r}: write at most {longest} characters that can be "
                "printed.",
                name=name[:LONGEST_NAME],
                longest=LONGEST_NAME,
            )
        )
    return cleaned
