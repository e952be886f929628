"""The list of what a search found. It uses Textual's line API and paints only the visible rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.finding.concordance import Line
from store.finding.passages import Passage
from store.model.listing.rows import Row
from tui.looks.colours import legible
from tui.search.gathering import FoundRow
from tui.search.results.line_painter import (
    ROWS,
    Look,
    article_rows,
    columns_of,
    concordance_row,
    passage_rows,
    word_row,
)
from tui.search.tables.word_table import WordRow
from tui.typesetting.glyphs import cells

Result: TypeAlias = Line | FoundRow | Passage | WordRow

MEASURED = 2000
"""The lines whose nodes decide how wide the middle column is: the first ones."""

CONTEXTS = (8, 14, 20, 30, 40, 60, 80)
"""The widths of a context that keys choose from, in cells."""


class ResultList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows results of one kind, and moves a cursor over them. The screen has the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "results--quiet", "results--node", "results--sign", "results--tag", "results--cursor",
        "results--cursor-blurred",
    }  # fmt: skip

    cursor: var[int] = var(0, init=False)
    """The place of the highlighted result, from 0."""

    class Moved(Message):
        """Another result is highlighted, or what is picked has changed."""

    class Opened(Message):
        """The user wants to read the place of a result."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place
            """The place of the result in the list, from 0."""

    def __init__(self, row_of: Callable[[str], Row | None]) -> None:
        """Create an empty list.

        :param row_of: returns the row of an article by its ID.
        """
        super().__init__()
        self._row_of = row_of
        self.results: list[Result] = []
        """What is listed. Use :meth:`show` and :meth:`add` to change it."""
        self.picked: set[int] = set()
        """The places of the picked results."""
        self._range_from: int | None = None
        self._node_cells = 1
        self._breadth = len(CONTEXTS) - 1
        self.word_columns: tuple[int, ...] = ()
        """The widths of the columns of words, in cells."""

    # What is listed

    def show(self, results: Iterable[Result], cursor: int = 0) -> None:
        """List other results; nothing is picked then."""
        self.results = list(results)
        self.picked.clear()
        self._range_from = None
        self._node_cells = 1
        self._measure(0)
        self._resize()
        self.set_reactive(ResultList.cursor, min(max(cursor, 0), max(len(self.results) - 1, 0)))
        self._keep_cursor_visible()
        self.refresh()
        self.post_message(self.Moved())

    def reorder(self, results: Sequence[Result]) -> None:
        """List the same results in another order, or some of them: what is picked stays picked."""
        picked = [id(self.results[place]) for place in self.picked]
        anchor = None if self._range_from is None else id(self.results[self._range_from])
        current = id(self.current) if picked else None
        self.show(results)
        if picked:
            places = {id(each): place for place, each in enumerate(self.results)}
            self.picked = {places[each] for each in picked if each in places}
            self._range_from = places.get(anchor) if anchor is not None else None
            self.set_reactive(ResultList.cursor, places.get(current or 0, 0))
            self._keep_cursor_visible()

    def add(self, results: Sequence[Result]) -> None:
        """List more results below the others."""
        if results:
            first = len(self.results)
            self.results += results
            self._measure(first)
            self._resize()
            self.refresh()
            if not first:
                self.post_message(self.Moved())

    def replace(self, replaced: Mapping[int, Result]) -> None:
        """Show other results in the places of some.

        :param replaced: what takes the place of a result, by the ``id`` of the result.
        """
        self.results = [replaced.get(id(each), each) for each in self.results]
        self.refresh()
        self.post_message(self.Moved())

    @property
    def current(self) -> Result | None:
        """The highlighted result."""
        return self.results[self.cursor] if self.cursor < len(self.results) else None

    def chosen(self) -> list[Result]:
        """Return the picked results, or the highlighted one if none is picked."""
        if self.picked:
            return [self.results[place] for place in sorted(self.picked)]
        return [self.current] if self.current is not None else []

    def drop_picks(self) -> bool:
        """Pick nothing any more; return whether something was picked."""
        had = bool(self.picked) or self._range_from is not None
        self.picked.clear()
        self._range_from = None
        if had:
            self.refresh()
            self.post_message(self.Moved())
        return had

    def _measure(self, first: int) -> None:
        lines = self.results[first:MEASURED]
        widths = (cells(each.node) for each in lines if isinstance(each, Line))
        self._node_cells = max(self._node_cells, max(widths, default=1))

    @property
    def _height(self) -> int:
        """The rows of one result."""
        return ROWS[type(self.results[0])] if self.results else 1

    def _resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.results) * self._height)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the highlighted result visible."""
        self._resize()
        self._keep_cursor_visible()

    # Moving and picking

    def watch_cursor(self, before: int, now: int) -> None:
        """Show the highlighted result. Only the rows of two results change, unless the list scrolls."""
        if self._range_from is not None:
            self._pick_range()
            self.refresh()
        self._keep_cursor_visible()
        for place in (before, now):
            self._refresh_result(place)
        self.post_message(self.Moved())

    def _refresh_result(self, place: int) -> None:
        top = place * self._height - self.scroll_offset.y
        self.refresh(Region(0, top, self.scrollable_content_region.width, self._height))

    def _keep_cursor_visible(self) -> None:
        top, height = self.cursor * self._height, self._height
        room = self.scrollable_content_region.height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif room and top + height > self.scroll_offset.y + room:
            self.scroll_to(y=top + height - room, animate=False, immediate=True)

    def _go(self, place: int) -> None:
        self.cursor = min(max(place, 0), max(len(self.results) - 1, 0))

    def move(self, by: int) -> None:
        """Highlight the next or the previous result."""
        self._go(self.cursor + by)

    def page(self, pages: float) -> None:
        """Move by a part of a page."""
        by = max(int(abs(pages) * self.scrollable_content_region.height) // self._height, 1)
        self._go(self.cursor + (by if pages > 0 else -by))

    def go_to_first(self) -> None:
        """Highlight the first result."""
        self._go(0)

    def go_to_last(self) -> None:
        """Highlight the last result."""
        self._go(len(self.results) - 1)

    def pick(self) -> None:
        """Pick the highlighted result, or no longer, and go to the next one. End a range."""
        if self._range_from is not None:
            self._range_from = None
            self.post_message(self.Moved())
        elif self.results:
            self.picked ^= {self.cursor}
            self._refresh_result(self.cursor)
            self.move(1)
            self.post_message(self.Moved())

    def pick_range(self) -> None:
        """Pick all results from here to where the cursor goes, until space or V."""
        if self._range_from is not None:
            self._range_from = None
        elif self.results:
            self._range_from = self.cursor
            self._pick_range()
        self.refresh()
        self.post_message(self.Moved())

    def _pick_range(self) -> None:
        first, last = sorted((self._range_from or 0, self.cursor))
        self.picked.update(range(first, last + 1))

    def pick_all(self) -> None:
        """Pick all results; if all are picked, none."""
        every = set(range(len(self.results)))
        self.picked = set() if self.picked == every else every
        self._range_from = None
        self.refresh()
        self.post_message(self.Moved())

    def narrow(self) -> None:
        """Show less context beside the nodes."""
        self._breadth = max(min(self._breadth, self._widest) - 1, 0)
        self.refresh()

    def widen(self) -> None:
        """Show more context beside the nodes."""
        self._breadth = min(self._breadth + 1, len(CONTEXTS) - 1)
        self.refresh()

    @property
    def _widest(self) -> int:
        """The first of the widths that all of the room is not enough for."""
        return next(
            (at for at, width in enumerate(CONTEXTS) if 2 * width > self.size.width), len(CONTEXTS) - 1
        )

    def open(self) -> None:
        """Read the place of the highlighted result."""
        if self.results:
            self.post_message(self.Opened(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Highlight the clicked result; a second click opens it."""
        place = (event.y + self.scroll_offset.y) // self._height
        if place < len(self.results):
            if place == self.cursor and event.chain > 1:
                self.open()
            self._go(place)

    # Painting

    def render_line(self, y: int) -> Strip:
        """Paint a row of the visible part."""
        place, row = divmod(y + self.scroll_offset.y, self._height)
        width = self.scrollable_content_region.width
        if place >= len(self.results):
            return Strip.blank(width, self.rich_style)
        ground = self._ground(place)
        look = self._look(ground)
        segments = self._rows(place, width, look)[row]
        return Strip(segments).adjust_cell_length(width, ground)

    def _rows(self, place: int, width: int, look: Look) -> list[list[Segment]]:
        result, is_picked = self.results[place], place in self.picked
        if isinstance(result, Line):
            columns = columns_of(width, self._node_cells, CONTEXTS[self._breadth])
            row = self._row_of(result.article) if columns.source else None
            return [concordance_row(result, row, columns, look, is_picked=is_picked)]
        if isinstance(result, WordRow):
            return [word_row(result, self.word_columns, width, look, is_picked=is_picked)]
        if isinstance(result, FoundRow):
            return article_rows(result, width, look, is_picked=is_picked)
        return passage_rows(result, self._row_of(result.article), width, look, is_picked=is_picked)

    def _ground(self, place: int) -> Style:
        if place != self.cursor:
            return self.rich_style
        name = "results--cursor" if self.has_focus else "results--cursor-blurred"
        return self.get_component_rich_style(name)

    def _look(self, ground: Style) -> Look:
        """Return the styles of a result. All its text is legible on its background."""
        behind = Color.from_rich_color(ground.bgcolor) if ground.bgcolor else self.background_colors[1]

        def ink(name: str) -> Style:
            colour = self.get_component_rich_style(f"results--{name}").color
            return ground + Style(color=legible(Color.from_rich_color(colour), (behind,)).rich_color)

        return Look(ground, ink("node") + Style(bold=True), ink("quiet"), ink("sign"), ink("tag"))
