"""Printing terms of a list, and what fills the gap of a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.language import _, pgettext
from store.wording import counted, listed
from tui.cli.output.figures.tables import Column, Layout, print_table
from tui.cli.output.printing import print_text

if TYPE_CHECKING:
    from store.terms.clipper import Filler
    from store.terms.marking import TermCount


def print_terms(layout: Layout, counts: Sequence[TermCount], places: int, articles: int) -> None:
    """Print the terms of a list with their places.

    :param places: those that would be tagged, in how many ``articles``.
    """
    from store.terms.marking import TermCount

    shown = counts if layout is not Layout.ALIGNED else [each for each in counts if each.places]
    if shown or layout is not Layout.ALIGNED:
        print_table(
            layout,
            TermCount,
            shown,
            (
                Column(pgettext("column", "Places"), lambda each: f"{each.places:,}"),
                Column(pgettext("column", "Articles"), lambda each: f"{each.articles:,}"),
                Column(pgettext("column", "Term"), lambda each: each.term, is_number=False),
                Column(pgettext("column", "Tags"), lambda each: listed(each.tags), is_number=False),
                Column(pgettext("column", "Identity"), lambda each: each.same_as, is_number=False),
            ),
        )
    if layout is Layout.ALIGNED:
        print_text(
            _(
                "{places} of {found} in {articles}",
                places=counted(places, "place", "places"),
                found=counted(len(shown), "term", "terms"),
                articles=counted(articles, "article", "articles"),
            )
        )
        absent = [each.term for each in counts if not each.places]
        if absent:
            print_text(_("Not found: {terms}", terms=_first(absent)))


MOST_ABSENT = 20
"""The most terms that are named as not found."""


def _first(terms: Sequence[str]) -> str:
    if len(terms) <= MOST_ABSENT:
        return listed(terms)
    return _(
        "{terms} and {number:,} more", terms=listed(terms[:MOST_ABSENT]), number=len(terms) - MOST_ABSENT
    )


def print_fillers(layout: Layout, fillers: Sequence[Filler]) -> None:
    """Print what fills the gap of a pattern."""
    from store.terms.clipper import Filler

    if fillers or layout is not Layout.ALIGNED:
        print_table(
            layout,
            Filler,
            fillers,
            (
                Column(pgettext("column", "Places"), lambda each: f"{each.places:,}"),
                Column(pgettext("column", "Articles"), lambda each: f"{each.articles:,}"),
                Column(pgettext("column", "Item"), lambda each: each.text, is_number=False),
                Column(pgettext("column", "Example"), lambda each: each.examples[0], is_number=False),
            ),
        )
    if layout is Layout.ALIGNED and not fillers:
        print_text(_("Nothing fills this gap."))
