"""The commands `assign`, `assignments` and `done`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from store.patterns import late_pattern
from tui.cli.arguments import ALL, positive_integer, whole_number
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE as SUCCEEDED
from tui.cli.opened_library import opened_library
from tui.cli.output.figures.tables import Layout, add_csv_option
from tui.cli.output.views.team import print_drawn, print_finished, print_taken_back, print_work
from tui.cli.typed_query import typed_query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.library import Library
    from store.model.tables.assignment import Assignment, WorkState

_COMMAS = late_pattern("[,，、]")
"""What separates names."""

_STATES = {"未开始": "new", "进行中": "in-progress", "已完成": "done", "已裁定": "adjudicated"}
"""The Chinese names of states."""


def assign_articles(options: Namespace) -> int:
    """Draw coders for articles and assign these, or take assigned articles back."""
    from store.model import step_labels

    with opened_library(options, create=False) as library:
        if not options.dry_run:
            library.team.roster.check_manager(library.creator)
        names = [each.strip() for each in _COMMAS.split(options.coders) if each.strip()]
        coders = list(dict.fromkeys(library.team.roster.member(each).member for each in names))
        if not coders:
            raise UsageError(_("Articles need coders: name them with `--coders A,B`."))
        articles = library.articles.filtered(typed_query(library, " ".join(options.query))).articles
        if options.remove:
            return _take_back(library, options, coders, articles)
        seed = options.seed if options.seed is not None else _random_seed()
        with library.one_step(step_labels.assign_articles(articles=len(articles))):
            drawn = _draw(library, options, coders, articles, seed)
            if not options.dry_run:
                if not library.team.roster.rounds:
                    library.team.rounds.open()
                library.team.assignments.assign(drawn, options.round)
        print_drawn(options.json, library, drawn, options.round, seed, is_preview=options.dry_run)
    return SUCCEEDED


def _draw(
    library: Library, options: Namespace, coders: Sequence[str], articles: Sequence[str], seed: int
) -> list[tuple[str, str]]:
    from store.library.team.drawing import drawn, parse_overlap

    overlap = parse_overlap(options.overlap)
    free = library.team.assignments.unassigned(articles, coders, options.round, skip=options.add)
    if not free:
        raise UsageError(
            _("There is no article to assign: the query finds none, or the coders have all that it finds.")
        )
    return drawn(free, coders, overlap, each=options.each or 0, seed=seed)


def _take_back(library: Library, options: Namespace, coders: Sequence[str], articles: Sequence[str]) -> int:
    number, wanted = library.team.roster.round(options.round).round, set(articles)
    found = [
        each.assignment
        for coder in coders
        for each in library.team.assignments.work(coder=coder, number=number)
        if each.assignment.article in wanted
    ]
    if not options.dry_run:
        library.team.assignments.take_back(found)
    print_taken_back(options.json, found, is_preview=options.dry_run)
    return SUCCEEDED


def _random_seed() -> int:
    from random import SystemRandom

    from store.library.team.drawing import MAX_SEED

    return SystemRandom().randrange(MAX_SEED)


def list_assignments(options: Namespace) -> int:
    """List assignments with their states."""
    layout = Layout.of(options)
    with opened_library(options, create=False) as library:
        coder = options.coder
        if options.mine:
            member = library.team.me
            coder = member.member if member else library.creator
        article = library.ids.resolve(options.article) if options.article else None
        work = library.team.assignments.work(
            coder=coder, number=options.round, article=article, states=_states(options.state)
        )
        print_work(layout, library, work)
    return SUCCEEDED


def finish_article(options: Namespace) -> int:
    """Say that the user's work on an article is done, or with --reopen that it is not."""
    with opened_library(options, create=False) as library:
        assignment: Assignment = library.team.assignments.finish(
            library.ids.resolve(options.id), done=not options.reopen
        )
        print_finished(options.json, library, assignment)
    return SUCCEEDED


def _states(names: str) -> list[WorkState]:
    """Return states by their names, in English or Chinese.

    :raises UsageError: there is no such state.
    """
    from store.model.tables.assignment import WorkState

    found = []
    for name in filter(None, map(str.strip, _COMMAS.split(names))):
        state = _STATES.get(name, name.lower().replace(" ", "-"))
        if state not in set(WorkState):
            raise UsageError(
                _("There is no state {state!r}: write new, in-progress, done or adjudicated.", state=name)
            )
        found.append(WorkState(state))
    return found


def _add_round_option(parser: ArgumentParser, explanation: str) -> None:
    parser.add_argument("--round", type=positive_integer, metavar="N", help=explanation)


def _add_assign_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "query",
        nargs="*",
        type=writable,
        metavar="QUERY",
        help=_("the articles, as `pizhu list` takes them (default: all)"),
    )
    parser.add_argument(
        "--coders", required=True, type=writable, metavar="A,B,C", help=_("members of the team, with commas")
    )
    parser.add_argument(
        "--overlap",
        default="0",
        metavar="SHARE",
        help=_("articles that go to several coders: 20%%, 1/3, or a number of articles (default: none)"),
    )
    parser.add_argument(
        "--each",
        type=positive_integer,
        metavar="N",
        help=_("how many coders these articles go to (default: all)"),
    )
    parser.add_argument(
        "--seed",
        type=whole_number(0, ALL),
        metavar="N",
        help=_("draw by this number: the same one gives the same result (default: a random one)"),
    )
    _add_round_option(parser, _("the round (default: the open one)"))
    parser.add_argument(
        "--add", action="store_true", help=_("leave out articles that one of the coders has already")
    )
    parser.add_argument(
        "--remove", action="store_true", help=_("take the articles back from the coders; annotations stay")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("print what would be done; change nothing"))


def _add_assignments_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--coder", type=writable, metavar="NAME", help=_("only those of this member"))
    parser.add_argument("--mine", action="store_true", help=_("only yours"))
    _add_round_option(parser, _("only those of this round"))
    parser.add_argument("--article", type=writable, metavar="ID", help=_("only those of this article"))
    parser.add_argument(
        "--state",
        default="",
        type=writable,
        metavar="STATE",
        help=_("only in this state: new, in-progress, done, adjudicated; several with commas"),
    )
    add_csv_option(parser)


def _add_done_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", type=writable, metavar="ID", help=_("the ID of an article, or its beginning"))
    parser.add_argument("--reopen", action="store_true", help=_("say that your work is not done"))


ASSIGN = Command(
    name="assign",
    summary=lazy("Assign articles to coders, some of them to several, or take them back."),
    usages=(
        Usage(
            "assign --coders A,B,C [--overlap SHARE] [--each N] [--seed N] [--round N] [--add] [--dry-run] "
            "[QUERY]"
        ),
        Usage("assign --remove --coders A,B,C [--round N] [QUERY]", lazy("Take articles back from coders.")),
    ),
    examples=(
        "assign --coders 林夏,陈一,王安 --overlap 20% --seed 7",
        "assign --coders 林夏,陈一 --overlap 1/3 date:2020.. --dry-run",
        "assign --coders 林夏 --remove date:2020",
    ),
    configure=_add_assign_arguments,
    run=assign_articles,
    takes_query=True,
)
ASSIGNMENTS = Command(
    name="assignments",
    summary=lazy("List which coder works on which article, and how far the work is."),
    usages=(Usage("assignments [--coder NAME] [--mine] [--round N] [--article ID] [--state STATE] [--csv]"),),
    examples=(
        "assignments --mine --state new,in-progress",  # untranslated: a command
        "assignments --coder 林夏 --csv",
    ),
    configure=_add_assignments_arguments,
    run=list_assignments,
)
DONE = Command(
    name="done",
    summary=lazy("Say that your work on an article is done: from then on you see what others marked."),
    usages=(Usage("done ID [--reopen]"),),
    examples=("done 3f9c12", "done 3f9c12 --reopen"),
    configure=_add_done_arguments,
    run=finish_article,
)
