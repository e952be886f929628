"""Printing the figures of corpus linguistics: word lists, key items, collocates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.language import _, pgettext
from store.language.amounts import two_places
from store.wording import counted
from tui.cli.output.figures.tables import Column, Layout, print_table
from tui.cli.output.printing import print_text

if TYPE_CHECKING:
    from store.corpus.collocates import CollocateTable
    from store.corpus.frequency import FrequencyTable
    from store.corpus.keyness import KeyItem

LEVELS = " ▁▂▃▄▅▆▇█"
"""The heights of a bar, from none to the greatest."""


def print_frequencies(layout: Layout, table: FrequencyTable, *, least: int) -> None:
    """Print a word list or a list of n-grams.

    :param least: how often an item must occur to be listed.
    """
    from store.corpus.frequency import Frequency

    if layout is Layout.ALIGNED and not table.articles:
        print_text(_("No article matches."))
        return
    print_table(
        layout,
        Frequency,
        table.lines,
        (
            _item_column(),
            Column(pgettext("column", "Count"), lambda line: f"{line.count:,}"),
            Column(pgettext("column", "Per million"), lambda line: f"{line.per_million:,.1f}"),
            Column(pgettext("column", "Articles"), lambda line: f"{line.articles:,}"),
            Column(pgettext("column", "DP"), lambda line: f"{line.dispersion:.3f}"),
            Column(pgettext("column", "Where"), lambda line: bar(line.parts), is_number=False),
        ),
    )
    if layout is Layout.ALIGNED:
        _explain_empty_list(table.lines, least)
        print_text(
            _(
                "{tokens}, {types:,} of them different, in {articles}",
                tokens=counted(table.tokens, "item", "items"),
                types=table.types,
                articles=counted(table.articles, "article", "articles"),
            )
        )


def print_key_items(layout: Layout, items: Sequence[KeyItem], *, articles: int) -> None:
    """Print key items.

    :param articles: how many articles were compared with the reference.
    """
    from store.corpus.keyness import KeyItem

    if layout is Layout.ALIGNED and not articles:
        print_text(_("No article matches."))
        return
    print_table(
        layout,
        KeyItem,
        items,
        (
            _item_column(),
            Column(pgettext("column", "Count"), lambda line: f"{line.count:,}"),
            Column(pgettext("column", "Per million"), lambda line: f"{line.per_million:,.1f}"),
            Column(pgettext("column", "Reference"), lambda line: f"{line.reference_count:,}"),
            Column(pgettext("column", "Per million"), lambda line: f"{line.reference_per_million:,.1f}"),
            Column(pgettext("column", "LL"), lambda line: f"{line.log_likelihood:,.1f}"),
            Column(pgettext("column", "%DIFF"), _difference),
        ),
    )
    if layout is Layout.ALIGNED and not items:
        print_text(_("Nothing is key: no frequency differs with p < 0.05."))


def print_collocates(layout: Layout, table: CollocateTable, *, least: int) -> None:
    """Print the collocates of a node.

    :param least: how often an item must occur beside the node to be listed.
    """
    from store.corpus.collocates import Collocate

    if layout is Layout.ALIGNED and not table.nodes:
        print_text(_("No text has this."))
        return
    print_table(
        layout,
        Collocate,
        table.lines,
        (
            _item_column(),
            Column(pgettext("column", "Together"), lambda line: f"{line.together:,}"),
            Column(pgettext("column", "Left"), lambda line: f"{line.left:,}"),
            Column(pgettext("column", "Right"), lambda line: f"{line.right:,}"),
            Column(pgettext("column", "Count"), lambda line: f"{line.count:,}"),
            Column(pgettext("column", "logDice"), lambda line: two_places(line.log_dice)),
            Column(pgettext("column", "MI"), lambda line: two_places(line.mutual_information)),
            Column(pgettext("column", "t"), lambda line: two_places(line.t_score)),
        ),
    )
    if layout is Layout.ALIGNED:
        _explain_empty_list(table.lines, least)
        print_text(
            _(
                "{nodes} of the node, among {tokens}",
                nodes=counted(table.nodes, "occurrence", "occurrences"),
                tokens=counted(table.tokens, "item", "items"),
            )
        )


def bar(parts: Sequence[int]) -> str:
    """Return a bar of one cell a part, as high as its share of the greatest part."""
    highest = max(parts, default=0)
    return "".join(LEVELS[-(-part * (len(LEVELS) - 1) // highest)] if highest else " " for part in parts)


def _explain_empty_list(lines: Sequence[object], least: int) -> None:
    """Say why a table has no line, if that is because nothing occurs often enough."""
    if not lines and least > 1:
        print_text(_("Nothing occurs {least:,} times or more: lower --least.", least=least))


def _item_column() -> Column:
    return Column(pgettext("column", "Item"), lambda line: line.item, is_number=False)


def _difference(line: KeyItem) -> str:
    """Return %DIFF with its sign; ∞ for what the reference lacks."""
    return f"{line.percent_difference:+,.0f}" if line.reference_count else "∞"
