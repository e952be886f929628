"""The text of a page of the manual: Markdown, set as Chinese is, whose tables have no lines between cells."""

from __future__ import annotations

from itertools import pairwise

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
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

NARROWEST = 12
"""The cells that a column takes at least, if it has so many."""


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
            texts = [_text(cell, f"bold {theme['secondary']}") for cell in row]
            table.add_row(
                *(
                    text if each.no_wrap else _Filled(text)
                    for each, text in zip(table.columns, texts, strict=True)
                )
            )
        yield Static(table)


class _Filled:
    """A text in a cell of a table, whose lines are broken as those of a paragraph."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self._text.divide(breaks(self._text.plain, options.max_width))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(min(NARROWEST, self._text.cell_len), self._text.cell_len)


def breaks(words: str, width: int) -> list[int]:
    """The offsets at which lines of at most ``width`` cells begin, after the first one."""
    return [start for start, _ in wrapped_with_offsets(words, max(2, width))][1:]


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
        ends = [0, *breaks(words, width), len(words)]
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
