"""Printing what a query finds: articles, lines of a concordance, passages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, pgettext
from store.wording import counted
from tui.cli.output.figures.tables import Column, Layout, print_csv, print_table
from tui.cli.output.printing import print_json, print_text, stdout_width, styled

if TYPE_CHECKING:
    from store.finding.concordance import Group, Line
    from store.finding.facets import FacetValue
    from store.finding.found_articles import FoundArticle
    from store.finding.passages import Passage
    from store.library import Library
    from store.model.listing.rows import Row
    from store.model.tables.saved_search import SavedSearch

GAP = "  "

LEAST_CONTEXT = 8
"""The narrowest context on a side of a node, in cells."""

LINE_KEYS = ("article", "start", "end", "left", "node", "right", "tags")
"""What a line has in JSON. Its notes are in the tables."""

ShortId = Callable[[str], str]
"""Returns the shortest unique beginning of an ID."""


def print_found_articles(layout: Layout, found: Iterable[FoundArticle], library: Library) -> None:
    """Print articles with the places in their texts."""
    if layout is Layout.CSV:
        from store.formats.results.result_table import article_table

        print_csv(article_table(((each.row, each.places) for each in found), library.attributes.all()))
        return
    articles = 0
    for each in found:
        articles += 1
        if layout is Layout.JSON:
            hits = [{"start": hit.start, "end": hit.end, "snippet": hit.snippet} for hit in each.hits]
            print_json(**_head(each.row), tags=each.row.tags, places=each.places, hits=hits)
        else:
            _print_found_article(each, library.ids.short)
    if layout is Layout.ALIGNED:
        print_text(counted(articles, "article", "articles") if articles else _("No article matches."))


def print_saved_searches(as_json: bool, library: Library, searches: Sequence[SavedSearch]) -> None:
    """Print saved searches, each with how many articles it finds, or why it cannot be used any more."""
    from rich.cells import cell_len

    if not (searches or as_json):
        print_text(_("There are no saved searches: `pizhu searches save NAME QUERY` saves one."))
    widest = max((cell_len(each.search) for each in searches), default=0)
    for each in searches:
        articles, error = _found_by(library, each)
        if as_json:
            shown = {"articles": articles} if articles is not None else {"error": error}
            print_json(name=each.search, query=each.query, **shown)
        else:
            name = each.search + " " * (widest - cell_len(each.search))
            number = "—" if articles is None else f"{articles:,}"
            print_text(f"@{name}{GAP}{number:>7}{GAP}{styled(each.query, 'dim')}".rstrip())
            if error:
                print_text(f"{GAP}{error}")


def _found_by(library: Library, search: SavedSearch) -> tuple[int | None, str]:
    """Return how many articles a search finds, None if it cannot be evaluated; and why it cannot."""
    try:
        return library.articles.filtered(library.searches.query(search)).count(), ""
    except UsageError as error:
        return None, str(error)


def print_lines(layout: Layout, lines: Iterable[Line], library: Library) -> None:
    """Print lines of a concordance, their nodes in one column."""
    if layout is Layout.JSON:
        for line in lines:
            print_json(**{name: getattr(line, name) for name in LINE_KEYS})
        return
    if layout is Layout.CSV:
        from store.formats.results.result_table import line_table

        print_csv(line_table(lines, library.articles.row, library.attributes.all()))
        return
    shown = list(lines)
    _print_aligned(shown, library.ids.short)
    print_text(counted(len(shown), "line", "lines") if shown else _("No text has this."))


def print_groups(layout: Layout, groups: Iterable[Group]) -> None:
    """Print what stands at a position beside the nodes, and how often."""
    from store.finding.concordance import Group

    if layout is Layout.ALIGNED:
        groups = list(groups)
        if not groups:
            print_text(_("No text has this."))
            return
    print_table(
        layout,
        Group,
        groups,
        (
            Column(pgettext("column", "Count"), lambda group: f"{group.lines:,}"),
            Column(pgettext("column", "Item"), lambda group: group.item, is_number=False),
        ),
    )


def print_facets(layout: Layout, values: Sequence[FacetValue]) -> None:
    """Print the values of fields with how many articles have each."""
    from store.finding.facets import FacetValue

    if layout is Layout.ALIGNED and not values:
        print_text(_("No article matches."))
        return
    print_table(
        layout,
        FacetValue,
        values,
        (
            Column(pgettext("column", "Articles"), lambda each: f"{each.articles:,}"),
            Column(pgettext("column", "Field"), lambda each: each.field, is_number=False),
            Column(pgettext("column", "Value"), lambda each: each.value, is_number=False),
        ),
    )


def print_passages(layout: Layout, found: Iterable[Passage], library: Library) -> None:
    """Print passages with the annotations that overlap them."""
    from tui.cli.output.annotations import annotation_fields

    if layout is Layout.CSV:
        from store.formats.results.result_table import passage_table

        print_csv(passage_table(found, library.articles.row, library.attributes.all()))
        return
    passages = 0
    for each in found:
        passages += 1
        if layout is Layout.JSON:
            print_json(
                article=each.article,
                start=each.start,
                end=each.end,
                text=each.text,
                annotations=[annotation_fields(annotation) for annotation in each.annotations],
            )
        else:
            _print_passage(each, library)
    if layout is Layout.ALIGNED:
        print_text(counted(passages, "passage", "passages") if passages else _("No passage matches."))


def _head(row: Row) -> dict[str, object]:
    """Return the fields of an article by which it is known."""
    return {
        "article": row.id,
        "title": row.title,
        "authors": row.authors,
        "source": row.source,
        "date": row.date,
    }


def _print_found_article(found: FoundArticle, short_id: ShortId) -> None:
    row = found.row
    known = filter(None, (" ".join(row.authors), row.source, row.date))
    print_text(GAP.join((short_id(row.id), row.title, *known)))
    for hit in found.hits:
        print_text(f"    {hit.snippet}")
    if found.places > len(found.hits):
        more = counted(found.places - len(found.hits), "place", "places")
        print_text("    " + _("and {places} more", places=more))


def _print_aligned(lines: Sequence[Line], short_id: ShortId) -> None:
    from tui.cli.output.visible import visible, write_visible
    from tui.typesetting.fitting import fitted, fitted_at_start
    from tui.typesetting.glyphs import cells, displayed

    ids = {article: short_id(article) for article in dict.fromkeys(line.article for line in lines)}
    for_id = max(map(len, ids.values()), default=0)
    nodes = [visible(displayed(line.node)) for line in lines]
    for_node = min(max(map(cells, nodes), default=0), stdout_width() // 3)
    lefts = [visible(displayed(line.left)) for line in lines]
    half = max((stdout_width() - for_id - for_node - 3 * len(GAP)) // 2, LEAST_CONTEXT)
    for_left = min(max(map(cells, lefts), default=0), half)
    for line, node, all_left in zip(lines, nodes, lefts, strict=True):
        left = fitted_at_start(all_left, for_left)
        before = f"{ids[line.article]:<{for_id}}{GAP}{' ' * (for_left - cells(left))}{left}{GAP}"
        shown = fitted(node, for_node)
        after = f"{GAP}{' ' * (for_node - cells(shown))}{visible(displayed(line.right))}"
        write_visible(sys.stdout, before)
        sys.stdout.write(styled(shown, "bold yellow"))
        write_visible(sys.stdout, fitted(after, stdout_width() - cells(before) - cells(shown)) + "\n")


def _print_passage(passage: Passage, library: Library) -> None:
    row = library.articles.row(passage.article)
    title = row.title if row else ""
    print_text(f"{library.ids.short(passage.article)}  {title}  {passage.start}–{passage.end}")
    print_text(f"    {passage.text}")
    for annotation in passage.annotations:
        tags = " ".join(annotation.tags)
        print_text("    " + GAP.join(filter(None, (f"“{annotation.exact}”", tags, annotation.note))))
    print_text("")
