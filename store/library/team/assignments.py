"""The assignments of a library: which coder works on which article, and how far the work is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from store.errors import UsageError
from store.index.article_index import ArticleIndex
from store.language import _
from store.library.blindness.finished_work import work_is_adjudicated
from store.library.team.roster import Roster
from store.library.team.team_tables import assignments_table
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.annotation import timestamp
from store.model.edits import ASSIGNMENTS, Edit, fields_of
from store.model.tables.assignment import Assignment, WorkState, assignment_key
from store.model.tables.member import member_key
from store.storage.document_store import DocumentStore
from store.storage.documents import assignments_of
from store.wording import counted, listed

_NAMED = 3
"""Assignments that a sentence names; the others are counted."""


class Work(msgspec.Struct, frozen=True):
    """An assignment and how far the work is."""

    assignment: Assignment
    state: WorkState


class WorkLine(msgspec.Struct, kw_only=True):
    """An assignment as a line of a table."""

    round: int
    coder: str
    article: str
    """The article's ID."""
    title: str
    state: WorkState
    assigned: str
    done: str
    seen: str
    adjudicated: str

    @property
    def is_done(self) -> bool:
        """Whether the coder's work is done."""
        return bool(self.done or self.adjudicated)

    @classmethod
    def of(cls, work: Work, title: str) -> WorkLine:
        """The line of an assignment of an article with this title."""
        fields = msgspec.structs.asdict(work.assignment)
        return cls(**fields, title=title, state=work.state)


class Assignments:
    """The assignments of one library. Every change is a step that can be undone.

    Once the team has a manager, only a manager assigns articles; coders finish their own.
    """

    def __init__(
        self,
        store: DocumentStore,
        transactions: Transactions,
        index: ArticleIndex,
        creator: str,
        roster: Callable[[], Roster],
    ) -> None:
        """The assignments in ``store``; changes are made by ``creator``.

        :param index: knows who has annotated which articles, hidden annotations too.
        :param roster: returns the team as it is, read once until it changes.
        """
        self._store = store
        self._table = assignments_table(store)
        self._transactions = transactions
        self._index = index
        self._creator = creator
        self._roster = roster

    # Who works on what

    def work(
        self,
        *,
        coder: str | None = None,
        number: int | None = None,
        article: str | None = None,
        states: Collection[WorkState] = (),
    ) -> list[Work]:
        """Return assignments with their states, by round, coder, and when they were assigned.

        :param coder: only those of this member; None for all.
        :param number: only those of this round; None for all.
        :param article: only those of the article with this ID; None for all.
        :param states: only those in one of these states; empty for all.
        :raises UsageError: there is no such member or round.
        """
        roster = self._roster()
        found: Iterable[Assignment] = roster.assignments.values()
        if coder is not None:
            found = roster.by_coder.get(roster.member(coder).key, ())
        if number is not None:
            wanted = roster.round(number).round
            found = [each for each in found if each.round == wanted]
        if article is not None:
            found = [each for each in found if each.article == article]
        every = self._with_states(list(found))
        return [each for each in every if not states or each.state in states]

    def _with_states(self, assignments: list[Assignment]) -> list[Work]:
        started = self._index.annotated_by({each.signature for each in assignments})
        ordered = sorted(assignments, key=lambda each: (each.round, member_key(each.coder), each.assigned))
        return [
            Work(each, each.state(is_started=(each.signature, each.article) in started)) for each in ordered
        ]

    # Assigning

    def assign(
        self, articles: Iterable[tuple[str, str]], number: int | None = None, *, skip: bool = False
    ) -> list[Assignment]:
        """Assign articles to coders in one step; return the new assignments.

        :param articles: IDs of articles, each with the name of a member.
        :param number: the round; None for the one that is open.
        :param skip: whether those that are assigned already are left out; else they are an error.
        :raises UsageError: there is no such member or round, the round is closed, or an article is assigned
            already; nothing is changed.
        """
        with self._transactions.begin():
            roster = self._checked()
            into = roster.round(number)
            if not into.is_open:
                raise UsageError(
                    _(
                        "Round {number} is closed: open the next one with `pizhu team round open`.",
                        number=into.round,
                    )
                )
            now = timestamp()
            wanted = {
                each.key: each
                for article, coder in articles
                for each in [
                    Assignment(
                        coder=roster.member(coder).member, article=article, round=into.round, assigned=now
                    )
                ]
            }
            known = [each for key, each in wanted.items() if key in roster.assignments]
            if known and not skip:
                raise UsageError(self._already(known))
            new = [each for key, each in wanted.items() if key not in roster.assignments]
            label = step_labels.assign_articles(articles=len({each.article for each in new}))
            self._transactions.commit(label, self._table.upsert_edits(new))
            return new

    def unassigned(
        self,
        articles: Sequence[str],
        coders: Collection[str],
        number: int | None = None,
        *,
        skip: bool = False,
    ) -> list[str]:
        """Return those of some articles that none of some coders has in a round.

        :param number: the round; None for the one that is open.
        :param skip: whether the others are left out; else they are an error.
        :raises UsageError: there is no such member or round, or a coder has one of the articles already.
        """
        roster = self._roster()
        if not roster.rounds and number in (None, 1):
            return list(articles)  # for the first round, which is opened when they are assigned
        into, names = roster.round(number).round, [roster.member(each).member for each in coders]
        known = {
            article: there
            for article in articles
            for name in names
            if (there := roster.assignments.get(assignment_key(into, article, name))) is not None
        }
        if known and not skip:
            raise UsageError(self._already(list(known.values())))
        return [each for each in articles if each not in known]

    def _already(self, known: list[Assignment]) -> str:
        """Return a sentence that names the first of the assignments that are there already."""
        titles = {row.id: row.title for row in self._index.rows_of(each.article for each in known[:_NAMED])}
        named = listed(
            _("“{title}” to {coder}", title=titles.get(each.article, each.article), coder=each.coder)
            for each in known[:_NAMED]
        )
        return _(
            "Round {round} has {number} of these already, such as {named}: `--add` leaves them as they are.",
            round=known[0].round,
            number=counted(len(known), "assignment", "assignments"),
            named=named,
        )

    def take_back(self, assignments: Collection[Assignment]) -> None:
        """Remove assignments in one step. The annotations stay."""
        with self._transactions.begin():
            roster = self._checked()
            there = [each for each in assignments if each.key in roster.assignments]
            label = step_labels.take_back_articles(articles=len({each.article for each in there}))
            self._transactions.commit(label, self._table.removal_edits(each.key for each in there))

    # The work of a coder

    def has_marks(self, assignment: Assignment) -> bool:
        """Whether the coder has marked anything in the article in the round."""
        return (assignment.signature, assignment.article) in self._index.annotated_by({assignment.signature})

    def finish(self, article: str, *, done: bool = True) -> Assignment:
        """Say that the user's work on an article is done in the open round, or not done; return it.

        :raises UsageError: the user is not in the team, the article is not assigned to them in the open
            round, or it has been adjudicated.
        """
        with self._transactions.begin():
            before = self._own(article)
            if before.adjudicated:
                raise UsageError(work_is_adjudicated())
            if bool(before.done) is done:
                return before
            now = timestamp()
            after = replace(before, done=now if done else "", seen=before.seen or now)
            titles = [row.title for row in self._index.rows_of([article])]
            write = step_labels.finish_article if done else step_labels.reopen_article
            label = write(title=f"“{titles[0] if titles else article}”")
            self._transactions.commit(label, self._table.upsert_edits([after]))
            return after

    def mark_adjudicated(self, article: str, number: int, *, adjudicated: bool = True) -> list[Assignment]:
        """Say that it has been decided where the coders of an article differ in a round, or not.

        :return: the assignments of the article in that round.
        :raises UsageError: there is no such round, or the article is not assigned in it.
        """
        with self._transactions.begin():
            roster = Roster.read(self._store)
            wanted, now = roster.round(number).round, timestamp() if adjudicated else ""
            found = [
                each
                for each in roster.assignments.values()
                if each.article == article and each.round == wanted
            ]
            if not found:
                raise UsageError(
                    _("This article is not assigned to anybody in round {number}.", number=wanted)
                )
            after = [
                each if bool(each.adjudicated) is adjudicated else replace(each, adjudicated=now)
                for each in found
            ]
            titles = [row.title for row in self._index.rows_of([article])]
            label = step_labels.adjudicate_article(title=f"“{titles[0] if titles else article}”")
            self._transactions.commit(label, self._table.upsert_edits(after))
            return after

    def _own(self, article: str) -> Assignment:
        """Return the assignment of an article to the user in the open round."""
        roster = Roster.read(self._store)
        member = roster.find(self._creator)
        if member is None:
            raise UsageError(
                _("“{name}” is not in the team of this library.", name=self._creator)
                if roster.login_decides
                else _(
                    "“{name}” is not in the team of this library: the setting `creator` says who you are.",
                    name=self._creator,
                )
            )
        found = roster.current(member, article)
        if found is None:
            raise UsageError(
                _(
                    "This article is not assigned to {name} in an open round: see `pizhu assignments`.",
                    name=member.member,
                )
            )
        return found

    def _checked(self) -> Roster:
        """Return the team as it is, which the user may change."""
        roster = Roster.read(self._store)
        roster.check_manager(self._creator)
        return roster


def assignments_without(store: DocumentStore, articles: Collection[str]) -> Iterator[Edit]:
    """Yield the edits that remove the assignments of articles, which are removed from the library."""
    for document, each in assignments_of(store.table(ASSIGNMENTS)).items():
        if each.article in articles:
            yield Edit.between("", ASSIGNMENTS, document, fields_of(each), None)
