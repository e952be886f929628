"""The command `adjudicate`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from contextlib import suppress
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from store.patterns import late_pattern
from store.query.names import ME
from tui.cli.arguments import positive_integer, proportion
from tui.cli.command import Command, Usage
from tui.cli.commands.read import is_in_terminal, run_reader
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.opened_library import opened_library
from tui.cli.output.figures.tables import Layout, add_csv_option
from tui.cli.output.views.adjudication import print_coded, print_disputes, print_taking
from tui.cli.progress_bar import progress_bar
from tui.cli.typed_query import typed_query

if TYPE_CHECKING:
    from fractions import Fraction

    from store.library import Library

_COMMAS = late_pattern("[,，、]")
"""What separates names."""


def adjudicate(options: Namespace) -> int:
    """Decide where coders differ: in a terminal on a screen, else list the cases or take the agreed ones."""
    layout = Layout.of(options)
    if options.disputed is not None:
        if options.take_agreed:
            raise UsageError(_("Write either --disputed or --take-agreed."))
        return _list_disputes(options, layout)
    if options.dry_run and not options.take_agreed:
        raise UsageError(_("--dry-run belongs to --take-agreed: write both."))
    if options.take_agreed:
        return _take_agreed(options)
    if layout is Layout.ALIGNED and is_in_terminal():
        from tui.adjudicating.asked import Asked

        asked = Asked(
            query=" ".join(options.query),
            coders=_names(options.coders),
            round=options.round,
            name=options.name,
        )
        return run_reader(options, adjudicated=asked)
    return _list_cases(options, layout)


def _list_cases(options: Namespace, layout: Layout) -> int:
    with opened_library(options, create=False) as library:
        adjudication = library.adjudication
        comparison = adjudication.compare(_names(options.coders), options.round, options.name)
        quiet = layout is not Layout.ALIGNED
        with progress_bar(_("Reading the annotations"), quiet=quiet) as progress:
            found = list(adjudication.coded(comparison, _articles(library, options), progress))
        if not found:
            raise comparison.nothing()
        print_coded(layout, library, found)
        return SOME_FAILED if library.damage() else DONE


def _take_agreed(options: Namespace) -> int:
    from store.library.adjudication.cases import Threshold

    if options.csv:
        raise UsageError(_("--take-agreed prints no table: leave out --csv."))
    with opened_library(options, create=False) as library:
        adjudication = library.adjudication
        comparison = adjudication.compare(_names(options.coders), options.round, options.name)
        with progress_bar(_("Taking what coders agree on"), quiet=options.json) as progress:
            taking = adjudication.take_agreed(
                comparison,
                _articles(library, options),
                Threshold(options.threshold, options.overlap),
                dry_run=options.dry_run,
                progress=progress,
            )
        print_taking(options.json, taking, is_preview=options.dry_run)
        return SOME_FAILED if library.damage() else DONE


def _list_disputes(options: Namespace, layout: Layout) -> int:
    with opened_library(options, create=False) as library:
        name = library.creator if options.disputed == ME else options.disputed
        found = list(library.adjudication.disputed(_articles(library, options), name))
        if not found and options.disputed != ME:
            library.adjudication.check_coder(name, [row.id for row in library.articles.rows()])
        print_disputes(layout, library, found)
        return SOME_FAILED if library.damage() else DONE


def _articles(library: Library, options: Namespace) -> tuple[str, ...]:
    query = typed_query(library, " ".join(options.query))
    found = tuple(library.articles.filtered(query).articles)
    if options.query and not found:
        raise UsageError(_("No article matches {query}.", query=query))
    return found


def _names(names: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in _COMMAS.split(names) if each.strip())


def share(written: str) -> Fraction:
    """Parse a share of the coders: ``2/3`` or ``0.6``.

    :raises ArgumentTypeError: it is not one.
    """
    from fractions import Fraction

    with suppress(ValueError, ZeroDivisionError):
        found = Fraction(written) if len(written) < 20 else Fraction(0)
        if 0.5 < found <= 1:
            return found
    raise ArgumentTypeError(
        _("{written!r} is not a share above 1/2, up to 1: write 2/3 or 0.6", written=written)
    )


def _add_arguments(parser: ArgumentParser) -> None:
    from fractions import Fraction

    parser.add_argument(
        "query",
        nargs="*",
        type=writable,
        metavar="QUERY",
        help=_("a query, as `pizhu list` takes it; without one all articles"),
    )
    parser.add_argument(
        "--coders",
        default="",
        type=writable,
        metavar="A,B",
        help=_("the coders who are compared (default: those of the round, or all who marked something)"),
    )
    parser.add_argument(
        "--round",
        type=positive_integer,
        metavar="N",
        help=_("the round (default: the one that is open, or the last one)"),
    )
    parser.add_argument(
        "--as",
        default="",
        type=writable,
        dest="name",
        metavar="NAME",
        help=_("what results are signed with (default: adjudicated, with the number of the round)"),
    )
    parser.add_argument(
        "--take-agreed",
        action="store_true",
        help=_("take what coders agree on, in one step that can be undone"),
    )
    parser.add_argument(
        "--threshold",
        type=share,
        default=Fraction(1),
        metavar="SHARE",
        help=_("the share of the coders who must agree, such as 2/3 (default: all)"),
    )
    parser.add_argument(
        "--overlap",
        type=proportion,
        default=1.0,
        metavar="PART",
        help=_(
            "coders agree if they share at least this part of the characters they cover together, with the "
            "same tags (default: 1, the same ends)"
        ),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only count what would be taken"))
    parser.add_argument(
        "--disputed",
        nargs="?",
        const=ME,
        type=writable,
        metavar="NAME",
        help=_("list the decisions that went against a coder (default: against the user)"),
    )
    add_csv_option(parser)


ADJUDICATE = Command(
    name="adjudicate",
    summary=lazy("Decide where coders of the same article differ."),
    usages=(
        Usage(
            "adjudicate [QUERY…] [--coders A,B] [--round N] [--as NAME] [--csv]",
            lazy("Decide on a screen where coders differ; without a terminal, list the cases."),
        ),
        Usage(
            "adjudicate [QUERY…] --take-agreed [--threshold SHARE] [--overlap PART] [--dry-run]",
            lazy("Take what coders agree on, in one step."),
        ),
        Usage(
            "adjudicate [QUERY…] --disputed[=NAME]",
            lazy("List the decisions that went against a coder."),
        ),
    ),
    examples=(
        "adjudicate",
        "adjudicate --take-agreed --threshold 2/3 --overlap 0.8",
        "adjudicate --coders 林夏,周屿 --json",
        "adjudicate --disputed",
        "adjudicate --disputed=林夏 --csv",
    ),
    configure=_add_arguments,
    run=adjudicate,
    takes_query=True,
)
