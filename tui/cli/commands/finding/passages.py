"""The command `passages`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from store.language import _, lazy
from tui.cli.arguments import add_limit_option, add_query_argument
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.limited import Limited
from tui.cli.opened_library import opened_library
from tui.cli.output.figures.tables import Layout, add_csv_option
from tui.cli.output.views.finding import print_passages
from tui.cli.typed_query import typed_query

UNITS = ("paragraph", "sentence", "coding")


def show_passages(options: Namespace) -> int:
    """Show the paragraphs, sentences or coded places for which a query holds."""
    from store.finding.passages import PassageUnit, passages

    with opened_library(options, create=False) as library:
        query = typed_query(library, " ".join(options.query))
        found = Limited(passages(library, query, PassageUnit(options.unit)), options.limit)
        print_passages(Layout.of(options), found, library)
        found.tell()
        return SOME_FAILED if library.damage() else DONE


def _add_passages_arguments(parser: ArgumentParser) -> None:
    add_query_argument(parser)
    parser.add_argument(
        "--unit",
        choices=UNITS,
        default=UNITS[0],
        help=_("what a passage is: a paragraph, a sentence, or what is coded (default: paragraph)"),
    )
    add_limit_option(parser, _("at most N passages (default: all)"))
    add_csv_option(parser)


PASSAGES = Command(
    name="passages",
    summary=lazy("Show the paragraphs, sentences or codings for which a query holds."),
    usages=(Usage("passages QUERY… [--unit UNIT] [--limit N] [--csv]"),),
    examples=(
        "passages 'tag:服务 AND tag:老人'",
        "passages 'tag:服务 存单' --unit sentence",
        "passages 'tag:服务 tag:老人' --unit coding --json",
    ),
    configure=_add_passages_arguments,
    run=show_passages,
    takes_query=True,
)
