"""The command `kwic`: a concordance."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from store.wording import listed
from tui.cli.arguments import add_limit_option, add_query_argument, whole_number
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.limited import Limited
from tui.cli.opened_library import opened_library
from tui.cli.output.figures.tables import Layout, add_csv_option
from tui.cli.output.views.finding import print_groups, print_lines
from tui.cli.progress_bar import progress_bar
from tui.cli.typed_query import typed_query

if TYPE_CHECKING:
    from store.finding.concordance import Contexts, Group, Line
    from store.library import Library

UNITS = ("character", "word")

WIDEST = 1_000
"""Characters of the context on each side, at most: each place of a long paragraph would print it all."""


def show_concordance(options: Namespace) -> int:
    """Show each place of a query in the middle of its context."""
    from store.finding.concordance import CONTEXT, concordance

    layout = Layout.of(options)
    with opened_library(options, create=False) as library:
        query = typed_query(library, " ".join(options.query))
        lines = _having(concordance(library, query, context=options.width or CONTEXT), options)
        if options.group:
            groups = Limited(_grouped(lines, options), options.limit)
            print_groups(layout, groups)
            groups.tell()
        else:
            shown = Limited(_sorted(library, lines, options), options.limit)
            print_lines(layout, shown, library)
            shown.tell()
        return SOME_FAILED if library.damage() else DONE


def _sorted(library: Library, lines: Iterator[Line], options: Namespace) -> Iterator[Line]:
    """Return lines in the order that was asked for; without one, as they are found.

    :raises UsageError: there is no such order, or none to reverse.
    """
    from store.finding.concordance import sort_key, sorted_lines

    if not options.sort:
        if options.reverse:
            raise UsageError(_("Lines have no order to reverse: give --sort with --reverse."))
        return lines
    keys = [sort_key(name) for name in options.sort.split(",")]
    with progress_bar(_("Sorting"), quiet=Layout.of(options) is not Layout.ALIGNED) as progress:
        contexts = _contexts(options)
        return iter(
            sorted_lines(library, list(lines), keys, contexts, is_reversed=options.reverse, progress=progress)
        )


def _having(lines: Iterator[Line], options: Namespace) -> Iterator[Line]:
    """Return the lines that have what ``--having`` asks for; all without it.

    :raises UsageError: it names no position.
    """
    from store.chinese.folding import fold
    from store.finding.concordance import LineSort, having, position_named

    if options.having is None:
        return lines
    name, sign, typed = options.having.partition("=")
    position, item = position_named(name), typed.strip()
    if sign and position is not None:
        if len(item) > 1 and options.unit == UNITS[0]:
            raise UsageError(
                _("{item} is no single character: add --unit word to compare words.", item=options.having)
            )
        return having(lines, position, item, _contexts(options))
    if sign and name.strip().lower() == LineSort.NODE:
        return having(lines, None, fold(item), _contexts(options))
    raise UsageError(
        _(
            "{having!r} names no position and what stands there: write --having as L1=… to L5=…, R1=… to "
            "R5=… or node=…, such as R1=服务.",
            having=options.having,
        )
    )


def _grouped(lines: Iterator[Line], options: Namespace) -> list[Group]:
    """Return what stands at the position of ``--group``, in the order that was asked for.

    :raises UsageError: there is no such position, or groups have no such order.
    """
    from store.finding.concordance import GroupSort, grouped, position_named

    position = position_named(options.group)
    if position is None:
        raise UsageError(
            _("{group!r} is no position: write --group with L1 to L5 or R1 to R5.", group=options.group)
        )
    orders = {"": GroupSort.COUNT, **{each.value: each for each in GroupSort}}
    sort = orders.get(options.sort.strip().lower())
    if sort is None:
        raise UsageError(
            _(
                "What --group counts is not sorted by {name!r}: use one of {known}.",
                name=options.sort,
                known=listed(GroupSort),
            )
        )
    return grouped(lines, position, _contexts(options), sort=sort, is_reversed=options.reverse)


def _contexts(options: Namespace) -> Contexts:
    """Return what finds the words or characters beside a node."""
    from store.chinese.segmentation.shared import shared_segmenter
    from store.finding.concordance import Contexts

    return Contexts(shared_segmenter() if options.unit == "word" else None)


def _add_kwic_arguments(parser: ArgumentParser) -> None:
    add_query_argument(parser)
    parser.add_argument(
        "--width",
        type=whole_number(1, WIDEST),
        metavar="N",
        help=_("characters of the context on each side, at most (default: 40)"),
    )
    parser.add_argument(
        "--sort",
        type=writable,
        default="",
        metavar="KEYS",
        help=_(
            "sort by L1…L5, R1…R5, node, source, date, title, article; several with commas: R1,R2; with "
            "--group by count or item"
        ),
    )
    parser.add_argument("--reverse", action="store_true", help=_("reverse the order of --sort"))
    parser.add_argument(
        "--group",
        type=writable,
        metavar="POSITION",
        help=_("print what stands at L1…L5 or R1…R5, and how often, instead of the lines"),
    )
    parser.add_argument(
        "--having",
        type=writable,
        metavar="POSITION=ITEM",
        help=_(
            "only lines in which this stands there: R1=的, or R1=服务 with --unit word; node=客户 for the "
            "words found"
        ),
    )
    parser.add_argument(
        "--unit",
        choices=UNITS,
        default=UNITS[0],
        help=_("what a position counts: characters or words (default: character)"),
    )
    add_limit_option(parser, _("at most N lines (default: all)"))
    add_csv_option(parser)


KWIC = Command(
    name="kwic",
    summary=lazy("Show a concordance: each place of a query in the middle of its context."),
    usages=(
        Usage(
            "kwic QUERY… [--having POSITION=ITEM] [--width N] [--sort KEYS [--reverse]] [--unit UNIT] "
            "[--limit N] [--csv]"
        ),
        Usage(
            "kwic QUERY… --group POSITION [--sort KEY [--reverse]] [--unit UNIT]",
            lazy("Count what stands beside the places of a query."),
        ),
    ),
    examples=(
        "kwic 客户 --sort R1,R2",
        "kwic '服务 source:日报' --width 20",
        "kwic 客户 --group L1 --unit word",
    ),
    configure=_add_kwic_arguments,
    run=show_concordance,
    takes_query=True,
)
