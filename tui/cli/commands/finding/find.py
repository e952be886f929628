"""The command `find`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from itertools import groupby, islice
from typing import TYPE_CHECKING

from store.language import _, lazy
from tui.cli.arguments import add_limit_option, add_query_argument
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.limited import Limited
from tui.cli.opened_library import opened_library
from tui.cli.output.figures.tables import Layout, add_csv_option
from tui.cli.output.printing import warn
from tui.cli.output.views.finding import print_facets, print_found_articles
from tui.cli.progress_bar import progress_bar
from tui.cli.typed_query import typed_query

if TYPE_CHECKING:
    from store.library import Library
    from store.query.tree import Query


def find_articles(options: Namespace) -> int:
    """Find the articles that match a query, and where their texts have what it asks for; or their facets."""
    from store.finding.found_articles import found_articles

    layout = Layout.of(options)
    with opened_library(options, create=False) as library:
        query = typed_query(library, " ".join(options.query))
        if options.facets:
            _print_facets(layout, library, query, options.limit)
            return SOME_FAILED if library.damage() else DONE
        found = Limited(found_articles(library, query), options.limit)
        print_found_articles(layout, found, library)
        found.tell()
        return SOME_FAILED if library.damage() else DONE


def _print_facets(layout: Layout, library: Library, query: Query, limit: int | None) -> None:
    """Print the values of the articles that match a query, so many of each field."""
    from store.finding.facets import facets

    with progress_bar(_("Counting"), quiet=layout is not Layout.ALIGNED) as progress:
        found = facets(library, query, progress=progress)
    shown = [
        each
        for _field, values in groupby(found, key=lambda each: each.field)
        for each in islice(values, limit)
    ]
    print_facets(layout, shown)
    if len(shown) < len(found):
        warn(_("There are more than {number:,} values of a field: raise --limit to see them.", number=limit))


def _add_find_arguments(parser: ArgumentParser) -> None:
    add_query_argument(parser)
    parser.add_argument(
        "--facets",
        action="store_true",
        help=_("count the articles by source, year, column, author, tag and attributes instead"),
    )
    add_limit_option(parser, _("at most N articles, or values of each field (default: all)"))
    add_csv_option(parser)


FIND = Command(
    name="find",
    summary=lazy("Find the articles that match a query, with the places in their texts."),
    usages=(
        Usage("find QUERY… [--limit N] [--csv]"),
        Usage("find QUERY… --facets", lazy("Count the values of the articles found, field by field.")),
    ),
    examples=(
        "find '客户 近/10 服务'",
        "find 'tag:服务 AND NOT \"网点\" date:2020..'",
        "find '~\"想客户所想\"' --json",
        "find 服务 --facets --limit 10",
    ),
    configure=_add_find_arguments,
    run=find_articles,
    takes_query=True,
)
