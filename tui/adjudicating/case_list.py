"""The list of cases. It uses Textual's line API and paints only the visible rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.library.adjudication.cases import KIND_NAMES
from tui.adjudicating.gathering import CaseRow
from tui.adjudicating.marked_text import sign_of
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted
from tui.typesetting.glyphs import cells

DECIDED = "✓"
"""Before a case that is decided."""

MARKED_BY = 12
"""Cells of who marked something, at most."""

TITLE_FROM = 64
"""The width in cells from which the title of the article is shown too."""


class CaseList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a case a row, and moves a cursor over them. The screen has the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"cases--quiet", "cases--cursor", "cases--cursor-blurred"}

    cursor: var[int] = var(0, init=False)
    """The place of the highlighted case, from 0."""

    class Moved(Message):
        """Another case is highlighted, or it has changed."""

    class Opened(Message):
        """The user wants to read the place of the highlighted case."""

    def __init__(self) -> None:
        """Create an empty list."""
        super().__init__()
        self.rows: list[CaseRow] = []
        """What is listed. Use :meth:`show` to change it."""

    def show(self, rows: Sequence[CaseRow], cursor: int) -> None:
        """List other cases."""
        self.rows = list(rows)
        self._resize()
        self.set_reactive(CaseList.cursor, min(max(cursor, 0), max(len(self.rows) - 1, 0)))
        self._keep_cursor_visible()
        self.refresh()
        self.post_message(self.Moved())

    @property
    def current(self) -> CaseRow | None:
        """The highlighted case."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def _resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.rows))

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the highlighted case visible."""
        self._resize()
        self._keep_cursor_visible()

    # Moving

    def watch_cursor(self, before: int, now: int) -> None:
        """Show the highlighted case. Only two rows change, unless the list scrolls."""
        self._keep_cursor_visible()
        for place in (before, now):
            self.refresh(Region(0, place - self.scroll_offset.y, self.scrollable_content_region.width, 1))
        self.post_message(self.Moved())

    def _keep_cursor_visible(self) -> None:
        room = self.scrollable_content_region.height
        if self.cursor < self.scroll_offset.y:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif room and self.cursor >= self.scroll_offset.y + room:
            self.scroll_to(y=self.cursor + 1 - room, animate=False, immediate=True)

    def go(self, place: int) -> None:
        """Highlight the case at a place, or the nearest one."""
        self.cursor = min(max(place, 0), max(len(self.rows) - 1, 0))

    def page(self, pages: float) -> None:
        """Move by a part of a page."""
        by = max(int(abs(pages) * self.scrollable_content_region.height), 1)
        self.go(self.cursor + (by if pages > 0 else -by))

    def open_from(self, step: int) -> int | None:
        """Return the place of the next case that is not decided, around the ends; None if there is none."""
        for by in range(1, len(self.rows) + 1):
            place = (self.cursor + by * step) % len(self.rows)
            if not self.rows[place].case.is_decided:
                return place
        return None

    def on_click(self, event: events.Click) -> None:
        """Highlight the clicked case; a second click opens its place."""
        place = event.y + self.scroll_offset.y
        if place < len(self.rows):
            if place == self.cursor and event.chain > 1:
                self.post_message(self.Opened())
            self.go(place)

    # Painting

    def render_line(self, y: int) -> Strip:
        """Paint a row of the visible part."""
        place, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if place >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        ground = self._ground(place)
        return Strip(list(self._segments(self.rows[place], width, ground))).adjust_cell_length(width, ground)

    def _segments(self, row: CaseRow, width: int, ground: Style) -> list[Segment]:
        quiet = ground + Style(dim=True)
        kinds = {kind: str(name) for kind, name in KIND_NAMES.items()}
        for_kind = max(map(cells, kinds.values()))
        kind = kinds[row.case.kind]
        by = fitted(
            "".join(
                sign_of(number) if coder in row.case.answers else "·"
                for number, coder in enumerate(row.case.coders, 1)
            ),
            MARKED_BY,
        )
        for_title = width // 4 if width >= TITLE_FROM else 0
        room = max(width - for_kind - cells(by) - for_title - 8, 4)
        quote = fitted(displayed(_quote(row)), room)
        title = fitted(displayed(row.title), for_title) if for_title else ""
        mark = DECIDED if row.case.is_decided else " "
        return [
            Segment(f" {mark} ", ground),
            Segment(kind + " " * (for_kind - cells(kind)) + "  ", quiet if row.case.is_decided else ground),
            Segment(quote + " " * (room - cells(quote)) + " ", ground),
            Segment(by + "  ", ground),
            Segment(title, quiet),
        ]

    def _ground(self, place: int) -> Style:
        if place != self.cursor:
            return self.rich_style
        name = "cases--cursor" if self.has_focus else "cases--cursor-blurred"
        return self.get_component_rich_style(name)


def _quote(row: CaseRow) -> str:
    return " ".join(max((each.exact for each in row.case.annotations), key=len).split())
