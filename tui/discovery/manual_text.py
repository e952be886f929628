"""The text of a page of the manual: Markdown, set as Chinese is, whose tables have no lines between cells."""

from __future__ import annotations

from itertools import pairwise

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Markdown, Static
from textual.widgets._markdown import MarkdownParagraph, MarkdownTable

from tui.typesetting.fitting import wrapped_with_offsets

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


class ManualParagraph(MarkdownParagraph):
    """A paragraph of the manual. Textual breaks lines at spaces alone, of which Chinese has few."""

    def render(self) -> Content:
        """The paragraph in lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """The number of lines at a width in cells."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        words = self._content.plain
        ends = [*(start for start, _ in wrapped_with_offsets(words, max(2, width))), len(words)]
        return [self._content[start:end].rstrip() for start, end in pairwise(ends)]


class ManualText(Markdown):
    """A page of the manual."""

    BLOCKS = {  # noqa: RUF012 - declared by the base
        **Markdown.BLOCKS,
        "table_open": ManualTable,
        "paragraph_open": ManualParagraph,
    }

    DEFAULT_CSS = """
    ManualText MarkdownFence > Label { width: 1fr; padding: 0 1; }
    """
    """Long lines of code are wrapped: a window cannot be scrolled sideways by keys."""
