"""The terminal's own cursor, which braille displays and screen readers follow. Textual hides it.

It is shown, on request, where the user is: at the reading cursor, the row of a list, or the caret of an
input. Textual moves the hidden cursor to ``App.cursor_position`` when it has painted, for input methods.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Offset, Spacing
from textual.widget import Widget
from textual.widgets import Input

HIDE_CURSOR = "\x1b[?25l"
"""DECTCEM, reset."""

SHOW_CURSOR = "\x1b[?25h"
"""DECTCEM, set."""

BEHIND_THE_TEXT = Spacing(0, 1, 0, 0)
"""A caret may stand in the cell to the right of a widget's text."""


def show_cursor_in(widget: Widget | None, write: Callable[[str], None]) -> None:
    """Show the terminal's cursor where the user is in a widget, or hide it where that is out of sight.

    :param widget: the widget with the focus. None hides the cursor.
    """
    place = None if widget is None else cursor_place(widget)
    if widget is None or place is None:
        write(HIDE_CURSOR)
        return
    widget.app.cursor_position = place
    write(f"\x1b[{place.y + 1};{place.x + 1}H{SHOW_CURSOR}")


def cursor_place(widget: Widget) -> Offset | None:
    """The cell of the screen, from 0, where the user is in a widget: its cursor, or else its first cell.

    A widget with a cursor has the property ``cursor_screen_offset``, as the inputs of Textual do.

    :return: None if the cell is scrolled out of sight.
    """
    if not widget.is_attached:
        return None
    place: Offset | None = getattr(widget, "cursor_screen_offset", widget.content_region.offset)
    if place is None:
        return None
    if isinstance(widget, Input) and widget.cursor_at_end:
        place -= Offset(1, 0)  # Textual counts the cell of the caret twice there
    seen = widget.content_region.grow(BEHIND_THE_TEXT).intersection(widget.screen.region)
    return place if seen.contains_point(place) else None
