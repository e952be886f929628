"""The command `find`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from store.language import _, lazy
from tui.cli.arguments import add_limit_option, add_query_argument
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.limited import Limited
from tui.cli.opened_library import opened_library
from tui.cli.output.figures.tables import Layout, add_csv_option
from tui.cli.output.views.finding import print_found_articles
from tui.cli.typed_query import typed_query


def find_articles(options: Namespace) -> int:
    """Find the articles that match a query, and where their texts have what it asks for."""
    from store.finding.found_articles import found_articles

    with opened_library(options, create=False) as library:
        query = typed_query(library, " ".join(options.query))
        found = Limited(found_articles(library, query), options.limit)
        print_found_articles(Layout.of(options), found, library)
        found.tell()
        return SOME_FAILED if library.damage() else DONE


def _add_find_arguments(parser: ArgumentParser) -> None:
    add_query_argument(parser)
    add_limit_option(parser, _("at most N articles (default: all)"))
    add_csv_option(parser)


FIND = Command(
    name="find",
    summary=lazy("Find the articles that match a query, with the places in their texts."),
    usages=(Usage("find QUERY… [--limit N] [--csv]"),),
    examples=(
        "find '客户 近/10 服务'",
        "find 'tag:服务 AND NOT \"网点\" date:2020..'",
        "find '~\"想客户所想\"' --json",
    ),
    configure=_add_find_arguments,
    run=find_articles,
    takes_query=True,
)
