"""Printing the team: members, rounds, assignments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from store.language import _, lazy, pgettext
from store.wording import counted
from tui.cli.output.figures.tables import Column, Layout, print_table
from tui.cli.output.printing import print_json, print_text, record_fields

if TYPE_CHECKING:
    from store.library import Library
    from store.library.team.assignments import Work
    from store.model.tables.assignment import Assignment
    from store.model.tables.coding_round import CodingRound
    from store.model.tables.member import Member

_NO_MEMBERS = lazy("The library has no team. Add members with: pizhu team add NAME… --role ROLE")


def print_members(as_json: bool, library: Library, members: Sequence[Member]) -> None:
    """Print members with their roles and their work in the open round."""
    from store.model.tables.member import ROLE_NAMES

    for each in members:
        work = library.team.roster.open_work(each)
        done = sum(one.is_done for one in work)
        if as_json:
            print_json(**record_fields(each), assigned=len(work), done=done)
            continue
        parts = [each.member, _("({kind})", kind=ROLE_NAMES[each.role])]
        if work:
            parts.append(_("{done} of {number} done", done=done, number=len(work)))
        print_text("  ".join(parts))
    if not members and not as_json:
        print_text(str(_NO_MEMBERS))


def print_rounds(as_json: bool, rounds: Sequence[CodingRound]) -> None:
    """Print rounds, the first one first."""
    from store.language.amounts import moment

    for each in rounds:
        if as_json:
            print_json(**record_fields(each))
            continue
        kind = pgettext("round", "blind") if each.blind else pgettext("round", "not blind")
        opened = _("opened {when}", when=moment(each.opened))
        closed = _("closed {when}", when=moment(each.closed)) if each.closed else pgettext("round", "open")
        print_text("  ".join([_("Round {number}", number=each.round), kind, opened, closed]))
    if not rounds and not as_json:
        print_text(_("No round has been opened: open one with `pizhu team round open`."))


def print_drawn(
    as_json: bool,
    library: Library,
    drawn: Sequence[tuple[str, str]],
    number: int | None,
    seed: int,
    *,
    is_preview: bool,
) -> None:
    """Print which articles were assigned to whom: for people the numbers, for programs each."""
    into = library.team.roster.round(number).round if library.team.roster.rounds else 1
    if as_json:
        status = "would be assigned" if is_preview else "assigned"  # untranslated: JSON
        for article, coder in drawn:
            print_json(status=status, article=article, coder=coder, round=into, seed=seed)
        return
    coders = Counter(coder for _article, coder in drawn)
    times = Counter(article for article, _coder in drawn)
    shared = Counter(coder for article, coder in drawn if times[article] > 1)
    for coder, articles in sorted(coders.items()):
        print_text(
            _(
                "{coder}: {articles}, {shared} of them shared",
                coder=coder,
                articles=counted(articles, "article", "articles"),
                shared=shared[coder],
            )
        )
    values = {
        "articles": counted(len(times), "article", "articles"),
        "shared": sum(count > 1 for count in times.values()),
        "round": into,
        "seed": seed,
    }
    print_text(
        _("{articles} would be assigned in round {round}, {shared} of them to several; seed {seed}", **values)
        if is_preview
        else _("{articles} assigned in round {round}, {shared} of them to several; seed {seed}", **values)
    )


def print_taken_back(as_json: bool, assignments: Iterable[Assignment], *, is_preview: bool) -> None:
    """Print which articles were taken back."""
    found = list(assignments)
    if as_json:
        status = "would be taken back" if is_preview else "taken back"  # untranslated: JSON
        for each in found:
            print_json(status=status, article=each.article, coder=each.coder, round=each.round)
        return
    number = counted(len(found), "assignment", "assignments")
    print_text(
        _("{number} would be taken back", number=number)
        if is_preview
        else _("{number} taken back", number=number)
    )


def print_work(layout: Layout, library: Library, work: Sequence[Work]) -> None:
    """Print assignments with their states."""
    from store.library.team.assignments import WorkLine
    from store.model.tables.assignment import WORK_STATE_NAMES

    titles = {
        row.id: row.title for row in library.articles.rows_of({each.assignment.article for each in work})
    }

    def state(line: WorkLine) -> str:
        name = str(WORK_STATE_NAMES[line.state])
        return _("{state}, has seen others", state=name) if line.seen and not line.is_done else name

    lines = [WorkLine.of(each, titles.get(each.assignment.article, "")) for each in work]
    columns = (
        Column(pgettext("column", "Round"), lambda line: str(line.round)),
        Column(pgettext("column", "Coder"), lambda line: line.coder, is_number=False),
        Column(pgettext("column", "State"), state, is_number=False),
        Column("ID", lambda line: library.ids.short(line.article), is_number=False),
        Column(pgettext("column", "Title"), lambda line: line.title, is_number=False),
    )
    if lines or layout is not Layout.ALIGNED:
        print_table(layout, WorkLine, lines, columns)
    else:
        print_text(_("No article is assigned. Assign some with: pizhu assign --coders A,B"))


def print_finished(as_json: bool, library: Library, assignment: Assignment) -> None:
    """Print an article that is done, or not any more, and how many the coder still has."""
    from store.model.tables.assignment import WorkState

    member = library.team.roster.member(assignment.coder)
    left = [each for each in library.team.roster.open_work(member) if not each.is_done]
    marked = library.team.assignments.has_marks(assignment)
    started = WorkState.IN_PROGRESS if marked else WorkState.NEW
    state = WorkState.DONE if assignment.done else started
    following = left[0].article if left else None
    if as_json:
        print_json(**record_fields(assignment), state=state, marked=marked, left=len(left), next=following)
        return
    row = library.articles.row(assignment.article)
    title = row.title if row else assignment.article
    if not assignment.done:
        print_text(_("“{title}” is not done.", title=title))
    elif marked:
        print_text(_("“{title}” is done.", title=title))
    else:
        print_text(
            _("“{title}” is done, and you have marked nothing in it: `--reopen` takes it back.", title=title)
        )
    if following is None:
        print_text(_("You have no other article in this round."))
    else:
        print_text(
            _(
                "You still have {number}; the next one is {id}.",
                number=counted(len(left), "article", "articles"),
                id=library.ids.short(following),
            )
        )
