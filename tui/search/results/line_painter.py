"""Paints what a search found: lines of a concordance, articles, passages, each on some rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from store.finding.concordance import Line
from store.finding.passages import Passage
from store.model.listing.rows import Row
from tui.panes.reading.row_renderer import NOTE_SIGN
from tui.search.gathering import FoundRow
from tui.search.tables.word_table import WordRow
from tui.typesetting.fitting import fitted, fitted_at_start
from tui.typesetting.glyphs import cells, displayed

GAP = "  "

PICKED = "●"
"""The sign before what is picked, as in the list of articles."""

SOURCE_FROM, TITLE_FROM = 84, 120
"""The widths of a line in cells from which on its source and its title are shown."""

LEAST_CONTEXT = 6
"""The narrowest context that is painted, in cells."""

LEAST_ITEM, MOST_ITEM = 8, 24
"""The widths of the column of words, in cells."""

ROWS = {Line: 1, FoundRow: 2, Passage: 3, WordRow: 1}
"""By kind of result, the rows that one takes."""


class Look(NamedTuple):
    """The styles of one result."""

    ground: Style
    node: Style
    quiet: Style
    sign: Style
    tag: Style


class Columns(NamedTuple):
    """The widths of a line of a concordance, in cells."""

    title: int
    source: int
    left: int
    node: int
    right: int
    tags: int


def columns_of(width: int, node: int, context: int) -> Columns:
    """Return the widths of the columns: what stands beside the node gets what is left.

    :param width: cells of a line.
    :param node: cells of the widest node.
    :param context: cells of each context, at most.
    """
    source = 14 if width >= SOURCE_FROM else 0
    title = 24 if width >= TITLE_FROM else 0
    tags = 18 if width >= 100 else 10 if width >= 70 else 0
    for_node = min(node, width // 3)
    gaps = 2 + 2 * len(GAP) + sum(each and each + len(GAP) for each in (title, source, tags))
    room = max(width - gaps - for_node, 2 * LEAST_CONTEXT)
    left = min(room // 2, context)
    return Columns(title, source, left, for_node, min(room - left, context), tags)


def concordance_row(
    line: Line, row: Row | None, columns: Columns, look: Look, *, is_picked: bool
) -> list[Segment]:
    """Return a line of a concordance, its node in the middle column."""
    left = fitted_at_start(line.left, columns.left)
    node = fitted(line.node, columns.node)
    right = fitted(line.right, columns.right)
    segments = [Segment(PICKED if is_picked else " ", look.sign)]
    segments.append(Segment(NOTE_SIGN if line.notes else " ", look.tag))
    if columns.title:
        title = fitted(displayed(row.title) if row else "", columns.title)
        segments.append(Segment(_padded(title, columns.title) + GAP, look.quiet))
    if columns.source:
        source = fitted(_source(row, or_title=not columns.title), columns.source)
        segments.append(Segment(_padded(source, columns.source) + GAP, look.quiet))
    segments += [
        Segment(" " * (columns.left - cells(left)) + left + GAP, look.ground),
        Segment(node, look.node),
        Segment(" " * (columns.node - cells(node)) + GAP, look.ground),
        Segment(_padded(right, columns.right), look.ground),
    ]
    if columns.tags:
        tags = fitted(" ".join(f"#{tag}" for tag in line.tags), columns.tags)
        segments.append(Segment(GAP + _padded(tags, columns.tags), look.tag))
    return segments


def article_rows(found: FoundRow, width: int, look: Look, *, is_picked: bool) -> list[list[Segment]]:
    """Return the rows of an article: its title with what is known of it, and the first place."""
    row = found.row
    known = GAP.join(filter(None, (" ".join(row.authors[:2]), row.source, row.date)))
    count = f"{found.places:>6,} " if found.places else "       "
    for_known = min(cells(known), width // 2)
    title = fitted(row.title, max(width - 9 - for_known - len(GAP), 8))
    first = [
        Segment(f"{PICKED if is_picked else ' '} ", look.sign),
        Segment(count, look.node),
        Segment(title + GAP, look.ground),
        Segment(fitted(known, for_known), look.quiet),
    ]
    snippet = fitted(found.hit.snippet, width - 10) if found.hit else " ".join(f"#{tag}" for tag in row.tags)
    return [first, [Segment(" " * 9 + fitted(snippet, width - 10), look.quiet)]]


def passage_rows(
    passage: Passage, row: Row | None, width: int, look: Look, *, is_picked: bool
) -> list[list[Segment]]:
    """Return the rows of a passage: its beginning on two rows, and where it is from with its tags."""
    flat = displayed(passage.text.replace("\n", " "))
    first = _cut(flat, width - 2)
    tags = " ".join(dict.fromkeys(f"#{tag}" for each in passage.annotations for tag in each.tags))
    title = fitted(row.title if row else "", max(width - 4 - cells(tags), 8))
    return [
        [Segment(f"{PICKED if is_picked else ' '} ", look.sign), Segment(flat[:first], look.ground)],
        [Segment("  " + fitted(flat[first:].lstrip(), width - 2), look.ground)],
        [
            Segment("  " + title + GAP, look.quiet),
            Segment(fitted(tags, max(width - 4 - cells(title), 1)), look.tag),
        ],
    ]


def word_columns(heads: Sequence[str], rows: Sequence[WordRow], width: int) -> tuple[int, ...]:
    """Return the widths of the columns of a table of words in cells: as many as there is room for."""
    figures = len(rows[0].shown) if rows else len(heads) - 1
    shown = [
        max(map(cells, (head, *(row.shown[at] for row in rows))))
        for at, head in enumerate(heads[1 : 1 + figures])
    ]
    item = max(map(cells, (heads[0], *(row.item for row in rows))))
    columns = [min(max(item, LEAST_ITEM), MOST_ITEM, max(width - 2, 1))]
    for each in shown:
        if 2 + sum(columns) + len(GAP) * len(columns) + each > width:
            break
        columns.append(each)
    return tuple(columns)


def word_heads(
    heads: Sequence[str], columns: Sequence[int], sorted_by: int, *, example: bool = False
) -> Text:
    """Return the line over a table of words; the column that it is sorted by is marked.

    :param example: whether examples stand after the columns.
    """
    line = Text("  ", no_wrap=True)
    for at, (head, width) in enumerate(zip(heads, columns, strict=False)):
        padding = " " * (width - cells(head))
        shown = head + padding if at == 0 else GAP + padding + head
        line.append(fitted(shown, width + (len(GAP) if at else 0)), "bold" if at == sorted_by else "dim")
    if len(heads) > len(columns) and example:
        line.append(GAP + heads[-1], "dim")
    return line


def word_row(
    row: WordRow, columns: Sequence[int], width: int, look: Look, *, is_picked: bool
) -> list[Segment]:
    """Return a word with its figures."""
    if not columns:
        return []
    segments = [
        Segment(f"{PICKED if is_picked else ' '} ", look.sign),
        Segment(_padded(fitted(row.item, columns[0]), columns[0]), look.node),
    ]
    for column, shown in zip(columns[1:], row.shown, strict=False):
        segments.append(Segment(GAP + " " * (column - cells(shown)) + shown, look.ground))
    room = width - 2 - sum(columns) - len(GAP) * len(columns)
    if row.example and room > 0:
        segments.append(Segment(GAP + fitted(row.example, room), look.quiet))
    return segments


def _cut(flat: str, width: int) -> int:
    """Return how many characters fit in a width."""
    used = 0
    for place, char in enumerate(flat):
        used += cells(char)
        if used > width:
            return place
    return len(flat)


def _source(row: Row | None, *, or_title: bool) -> str:
    if row is None:
        return ""
    return displayed(row.source or (row.title if or_title else ""))


def _padded(text: str, width: int) -> str:
    return text + " " * max(width - cells(text), 0)
