"""Paints the list of articles, and the saved searches above it."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from store.language import lazy
from tui.looks.colours import legible
from tui.panes.articles.article_rows import (
    RowLook,
    ShownRow,
    facts_line,
    head_line,
    table_line,
    title_line,
)
from tui.panes.articles.list_view import ArticleList
from tui.typesetting.fitting import fitted
from tui.typesetting.punctuation import shown_title

OPENING = lazy("Opening the library…")

NO_MATCH = lazy("No article matches:\n\n{query}\n\nesc shows all articles again.")

EMPTY = lazy(
    "No articles yet.\n\nPress I to import text files,\nor leave with q and type:\npizhu import FILE…\n\n"
    "Ten articles to try it with:\npizhu --starters"
)


class PaintedList(ArticleList):
    """Paints rows, by Textual's line API."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "articles--facts",
        "articles--sign",
        "articles--star",
        "articles--cursor",
        "articles--cursor-blurred",
    }

    def render_line(self, y: int) -> Strip:
        """Paint the row ``y`` of the pane."""
        width = self.scrollable_content_region.width
        quiet = self.get_component_rich_style("articles--facts")
        if y < self._folders.height:
            return self._folder_line(y, width)
        if not self._count:
            y -= self._folders.height
            hint = NO_MATCH if self.filter_query else EMPTY if self._is_ready else OPENING
            lines = hint.format(query=fitted(str(self.filter_query), max(1, width - 2))).split("\n")
            text = lines[y - 1] if 0 < y <= len(lines) else ""
            return Strip([Segment(" " + text, quiet)]).adjust_cell_length(width, self.rich_style)
        if y < self._head:
            return Strip(head_line(width, quiet, self.columns)).adjust_cell_length(width, self.rich_style)
        number, part = divmod(y - self._head + self.scroll_offset.y, self._lines)
        row = self.row(number)
        if row is None:
            return Strip.blank(width, self.rich_style)
        look = self._look(number)
        if part == 1:
            segments = facts_line(row, look, width)
        else:
            shown = ShownRow(
                row,
                shown_title(row.title, self.punctuation),
                is_picked=self._is_picked(number, row.id),
                is_found=row.id in self._find,
            )
            segments = (
                table_line(shown, look, width, self.columns)
                if self._is_table
                else title_line(shown, look, width)
            )
        return Strip(segments).adjust_cell_length(width, look.ground)

    def _folder_line(self, place: int, width: int) -> Strip:
        """Paint a line of the saved searches."""
        look = self._ground_look(is_highlighted=place == self._folders.place)
        folder = self._folders.at(place)
        is_shown = folder is not None and folder == self._folders.of(self.filter_query)
        segments = self._folders.line(place, width, ground=look.ground, quiet=look.facts, is_shown=is_shown)
        return Strip(segments).adjust_cell_length(width, look.ground)

    def _look(self, number: int) -> RowLook:
        """The styles of the article at a place in the list."""
        return self._ground_look(is_highlighted=number == self.cursor and self._folders.place is None)

    def _ground_look(self, *, is_highlighted: bool) -> RowLook:
        """The styles of a line. All its text is legible on its background."""
        ground = self.rich_style
        if is_highlighted:
            name = "articles--cursor" if self.has_focus else "articles--cursor-blurred"
            ground = self.get_component_rich_style(name)
        behind = Color.from_rich_color(ground.bgcolor) if ground.bgcolor else self.background_colors[1]

        def ink(name: str) -> Style:
            colour = self.get_component_rich_style(f"articles--{name}").color
            return ground + Style(color=legible(Color.from_rich_color(colour), (behind,)).rich_color)

        return RowLook(ground, ink("sign"), ink("star"), ink("facts"))
