"""Base classes of the dialogs, which are shown over the panes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, TypeVar
from weakref import WeakKeyDictionary

from rich.cells import cell_len
from rich.markup import escape
from rich.text import Text
from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets._toast import Toast, ToastRack  # Textual exports them nowhere else
from textual.widgets.option_list import Option

from store.language import Lazy
from tui.dialogs.base.dismissed_once import DismissedOnce
from tui.paged_option_list import MOTIONS, PagedOptionList
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

T = TypeVar("T")

ROOM_FOR_KEYS = 60
"""The greatest width of a dialog's key hints, in cells. It fits in a terminal of 70 columns."""

TOAST_LINES = 4
"""Lines of toasts over a dialog that leaves less room below it."""

LEAST_TOAST_LINES = 2
"""Lines of toasts over a dialog without inputs that leaves less room below it."""

HINT_GAP = " · "
"""Between two key hints."""

FRAME = 6
"""Cells of the width of a dialog that its key hints cannot use: corners, lines and spaces."""

SHORT = 16
"""Rows below which dialogs leave out blank lines and previews, so that their lists have room."""

_ALL_KEYS = WeakKeyDictionary[Widget, str]()
"""The key hints of each dialog, of which those that fit are shown."""

LIST_MARGIN = 3
"""Cells of a list that its lines cannot use: its padding and its scrollbar."""

UNKNOWN_WIDTH = 64
"""The width of a line before the layout of the dialog is known, in cells."""


def set_frame(box: Widget, title: str | Lazy, keys: str | Lazy) -> None:
    """Set the title and the key hints in the frame of a dialog. Neither is parsed as markup."""
    box.border_title = escape(displayed(str(title)))
    set_keys(box, keys)


def set_keys(box: Widget, keys: str | Lazy) -> None:
    """Set the key hints in the frame of a dialog: those that fit in its width."""
    _ALL_KEYS[box] = str(keys)
    _fit_keys(box)


def _fit_keys(box: Widget) -> None:
    width = box.outer_size.width if box.is_mounted else 0
    shown = escape(fitted_hints(_ALL_KEYS.get(box, ""), width - FRAME if width else UNKNOWN_WIDTH))
    if shown != box.border_subtitle:
        box.border_subtitle = shown


def fitted_hints(keys: str, width: int) -> str:
    """As many key hints as fit. What enter and escape do is left out last.

    :param keys: the hints, with ``·`` between them.
    :param width: in cells.
    """
    hints = keys.split(HINT_GAP)
    while len(hints) > 1 and cell_len(HINT_GAP.join(hints)) > width:
        least = max(range(len(hints)), key=lambda at: (not hints[at].startswith(("enter", "esc")), at))
        if hints[least].startswith("esc"):
            least = 0  # how to leave is told in any case
        del hints[least]
    return HINT_GAP.join(hints)


def line_width(options: OptionList) -> int:
    """The width of the lines of a dialog's list, in cells."""
    width = options.content_region.width - LIST_MARGIN
    return width if width > 0 else UNKNOWN_WIDTH


class Dialog(ModalScreen[T], DismissedOnce[T]):
    """A dialog. Its CSS is parsed when the first dialog opens, so that the first screen is shown earlier.

    The CSS that all share is a file, which Textual reads once. As a variable it would be read again for each
    class, after the own rules of those that were opened before, which it would overrule.

    Once it is dismissed, it does nothing any more: see :class:`DismissedOnce`.
    """

    SCOPED_CSS = False  # the rules apply to the dialog itself too
    CSS_PATH = str(Path(__file__).with_suffix(".tcss"))

    def on_mount(self) -> None:
        """Keep toasts off the inputs, and off the last lines of lists. Show the key hints that fit."""
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self._fit())

    @on(events.Resize)
    def leave_room(self, event: events.Resize) -> None:
        """Leave out what a low terminal has no room for."""
        self.set_class(event.size.height < SHORT, "-short")

    def _fit(self) -> None:
        for box in self.query(".dialog"):
            _fit_keys(box)
        self._fit_toasts()

    def _fit_toasts(self) -> None:
        """Leave toasts, which stand at the bottom, the room below the inputs, or a few lines of it; below the
        box of a dialog without inputs.

        They are whole on the screen below once the dialog is closed.
        """
        inputs = [each for each in self.query("Input, TextArea") if each.display and each.region.height]
        racks = self.query(ToastRack)
        if not racks:
            return
        height = self.size.height
        below_box = height - max((box.region.bottom for box in self.query(".dialog")), default=height)
        below_inputs = height - max(
            (each.region.bottom for each in inputs), default=height - LEAST_TOAST_LINES
        )
        room = max(1, below_box, min(below_inputs, TOAST_LINES))
        toasts = list(self.query(Toast))
        for toast in (*racks, *toasts):
            toast.styles.margin = 0
            toast.styles.max_height = room
        for toast in toasts:
            toast.display = toast is toasts[-1]  # the newest


class PageDialog(Dialog[T]):
    """A dialog that shows a page in a window that scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", "Down", priority=True),
        Binding("k,up", "scroll(-1)", "Up", priority=True),
        Binding("space,pagedown,ctrl+f", "page(1)", "Page down", priority=True),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", priority=True),
        Binding("ctrl+d", "page(0.5)", "Half a page down", priority=True),
        Binding("ctrl+u", "page(-0.5)", "Half a page up", priority=True),
        Binding("g,home", "scroll_to_edge(0)", "Top", priority=True),
        Binding("G,end", "scroll_to_edge(1)", "Bottom", priority=True),
    ]

    def action_scroll(self, step: int) -> None:
        """Scroll by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_page(self, pages: float) -> None:
        """Scroll by a number of pages, or up if it is negative."""
        window = self.query_one(VerticalScroll)
        window.scroll_relative(y=int(pages * max(2, window.size.height - 1)), animate=False)

    def action_scroll_to_edge(self, edge: int) -> None:
        """Scroll to the top (0) or the bottom (1)."""
        window = self.query_one(VerticalScroll)
        window.scroll_to(y=edge * window.max_scroll_y, animate=False)


class FindDialog(Dialog[T]):
    """A dialog with an input and a list of matches. Keys in the input move the highlight of the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", "Down", priority=True),
        Binding("up,ctrl+p", "move(-1)", "Up", priority=True),
    ]

    def on_mount(self) -> None:
        """Keep the focus on the input."""
        self.query_one(OptionList).can_focus = False

    def action_move(self, step: int) -> None:
        """Move the highlight by one line. It wraps around at the ends."""
        options = self.query_one(OptionList)
        if options.option_count:
            nowhere = -1 if step > 0 else 0
            here = nowhere if options.highlighted is None else options.highlighted
            options.highlighted = (here + step) % options.option_count


class ListDialog(Dialog[T]):
    """A dialog with a focused list, whose highlight the motions of vim move: see :data:`MOTIONS`."""

    BINDINGS: ClassVar[list[BindingType]] = [*MOTIONS]

    def _list_lines(self, lines: Sequence[str]) -> None:
        """Show lines, each cut to the width of the list. The highlight stays where it is."""
        options = self.query_one(OptionList)
        highlighted, width = options.highlighted or 0, line_width(options)
        options.clear_options()
        options.add_options(
            [Option(Text(fitted(line, width), no_wrap=True, overflow="ellipsis")) for line in lines]
        )
        options.highlighted = min(highlighted, len(lines) - 1) if lines else None

    def action_move(self, step: int) -> None:
        """Move the highlight by one line."""
        self.query_one(PagedOptionList).action_move(step)

    def action_edge(self, edge: int) -> None:
        """Move the highlight to the first line (0) or the last (-1)."""
        self.query_one(PagedOptionList).action_edge(edge)

    def action_page(self, pages: float) -> None:
        """Move the highlight by a page, or by half of one."""
        self.query_one(PagedOptionList).action_page(pages)
