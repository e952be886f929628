"""Paints the articles of a list: on two lines each in a narrow pane, as the rows of a table in a wide one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from store.language.amounts import amount
from store.model.article import Status
from store.model.listing.rows import Row
from tui.looks.article_wording import COLUMN_NAMES, length, notes
from tui.typesetting.fitting import fitted
from tui.typesetting.glyphs import displayed

TABLE_WIDTH = 96
"""The width in cells from which on a list is a table."""

SIGNS = {Status.UNREAD: "▪", Status.READING: "▸", Status.READ: " "}
"""The sign before a title, by status."""

PICKED = "●"
"""The sign before the title of a picked article, as in the tags pane."""

GAP = "  "
"""Between facts, and between columns."""


FEWEST_CELLS = 8
"""The width that tags need at least to be shown, cut."""


MAX_AUTHOR_WIDTH = 12
"""The width in cells to which an author is cut on the second line."""


LEAST_TITLE = 16
"""Cells that columns of attributes leave to the title."""


class RowLook(NamedTuple):
    """The styles of one article."""

    ground: Style
    """The background, and the colour of the title."""
    sign: Style
    star: Style
    facts: Style


class ShownRow(NamedTuple):
    """An article as it is shown now."""

    row: Row
    title: str
    """With its punctuation as the text shows it."""
    is_picked: bool
    is_found: bool
    """Whether it matches what the user finds."""


def columns(width: int, attributes: Sequence[str] = ()) -> tuple[int, ...]:
    """The widths in cells of the columns of a table: title, source, date, length, notes, attributes, tags."""
    source = max(12, width // 8)
    tags = max(12, width // 7) if attributes else max(16, width // 5)
    fixed = (source, 10, 8, 6, *(max(10, width // 14) for _name in attributes), tags)
    return (width - 4 - sum(fixed) - len(GAP) * len(fixed), *fixed)


def shown_attributes(width: int, chosen: Sequence[str]) -> tuple[str, ...]:
    """The attributes for which a table of a width has room, of those that the user has chosen."""
    shown = tuple(chosen)
    while shown and columns(width, shown)[0] < LEAST_TITLE:
        shown = shown[:-1]
    return shown


def head_line(width: int, style: Style, chosen: Sequence[str] = ()) -> list[Segment]:
    """The heads of the columns.

    :param chosen: the attributes that the user has chosen as columns.
    """
    attributes = shown_attributes(width, chosen)
    *names, tags = map(str, COLUMN_NAMES)
    heads = (*names, *map(displayed, attributes), tags)
    return [Segment("    ", style), *_cells(heads, columns(width, attributes), style)]


def table_line(shown: ShownRow, look: RowLook, width: int, chosen: Sequence[str] = ()) -> list[Segment]:
    """An article as a row of a table.

    :param chosen: the attributes that the user has chosen as columns.
    """
    attributes = shown_attributes(width, chosen)
    row, (title_width, *widths) = shown.row, columns(width, attributes)
    tags = " ".join(f"#{tag}" for tag in row.tags)
    facts = (
        *(row.source, row.date, amount(row.chars), amount(row.annotations) if row.annotations else ""),
        *(displayed(row.attributes.get(name, "")) for name in attributes),
        tags,
    )
    title = fitted(shown.title, title_width)
    return [
        Segment(f"{_sign(shown)} ", look.sign),
        Segment("✶ " if row.starred else "  ", look.star),
        Segment(title, _title_style(shown, look)),
        Segment(" " * (title_width - cell_len(title)) + GAP, look.facts),
        *_cells(facts, widths, look.facts, first=1),
    ]


def _cells(texts: Iterable[str], widths: Iterable[int], style: Style, first: int = 0) -> list[Segment]:
    """Cells of a table. Numbers, which are the columns 3 and 4, are at the right."""
    cells = []
    for number, (text, width) in enumerate(zip(texts, widths, strict=True), first):
        shown = fitted(text, width)
        blank = " " * (width - cell_len(shown))
        cells.append(blank + shown if number in (3, 4) else shown + blank)
    return [Segment(GAP.join(cells), style)]


def title_line(shown: ShownRow, look: RowLook, width: int) -> list[Segment]:
    """The first line of an article: its title."""
    row = shown.row
    title = fitted(shown.title, width - (5 if row.starred else 3))
    star = [Segment(" ✶", look.star)] if row.starred else []
    return [Segment(f"{_sign(shown)} ", look.sign), Segment(title, _title_style(shown, look)), *star]


def facts_line(row: Row, look: RowLook, width: int) -> list[Segment]:
    """The second line: date, author, notes, length and tags, as far as they fit. Numbers are never cut."""
    left, shown = width - 2, ""
    who = fitted(row.authors[0] if row.authors else row.column, MAX_AUTHOR_WIDTH)
    for fact in (row.date, who, notes(row), length(row)):
        room = left - cell_len(shown) - len(GAP)
        if fact and cell_len(fact) <= room + (len(GAP) if not shown else 0):
            shown += (GAP if shown else "") + fact
    tags = " ".join(f"#{tag}" for tag in row.tags)
    if tags and left - cell_len(shown) >= len(GAP) + FEWEST_CELLS:
        shown = fitted(f"{shown}{GAP if shown else ''}{tags}", left)
    return [Segment(f"  {shown}", look.facts)]


def _sign(shown: ShownRow) -> str:
    return PICKED if shown.is_picked else SIGNS[shown.row.status]


def _title_style(shown: ShownRow, look: RowLook) -> Style:
    """The style of a title: bold if it is unread, underlined if it is found."""
    return look.ground + Style(
        bold=True if shown.row.status is Status.UNREAD else None, underline=True if shown.is_found else None
    )
