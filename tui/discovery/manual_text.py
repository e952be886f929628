"""The text of a page of the manual: Markdown, whose tables have no lines between their cells."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Markdown, Static
from textual.widgets._markdown import MarkdownTable

WIDEST = 24
"""The cells that the first column may take without being wrapped."""


class ManualTable(MarkdownTable):
    """A table of the manual, as one widget: Textual's has one for each cell, 600 in the page of keys."""

    def compose(self) -> ComposeResult:
        """The table, as wide as its texts and the window allow."""
        headers, rows = self._get_headers_and_rows()
        first = max(cell.cell_length for cell in (headers[0], *(row[0] for row in rows)))
        theme = self.app.theme_variables
        table = Table(box=None, padding=(0, 2, 0, 0), header_style=f"bold {theme['primary']}")
        for number, header in enumerate(headers):
            table.add_column(Text(header.plain), no_wrap=number == 0 and first <= WIDEST, overflow="fold")
        for row in rows:
            table.add_row(*(_text(cell, f"bold {theme['secondary']}") for cell in row))
        yield Static(table)


def _text(cell: Content, code: str) -> Text:
    """The text of a cell, with its code in a style."""
    text = Text(cell.plain)
    for span in cell.spans:
        if "code" in str(span.style):
            text.stylize(code, span.start, span.end)
    return text


class ManualText(Markdown):
    """A page of the manual."""

    BLOCKS = {**Markdown.BLOCKS, "table_open": ManualTable}  # noqa: RUF012 - declared by the base
