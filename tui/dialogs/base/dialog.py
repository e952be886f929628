"""What all dialogs have in common: how they look, over the panes, which stay in sight."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from rich.markup import escape
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList

from tui.typesetting import displayed

T = TypeVar("T")

ROOM_FOR_KEYS = 60
"""Cells that the keys of a dialog may take, so that they are whole in a terminal of 70 columns, too."""

BESIDE = 3
"""Cells of a list that no words stand on: its padding and its scroll bar."""

UNKNOWN_WIDTH = 64
"""Cells a line is given before the dialog has been laid out."""


def entitle(box: Widget, title: str, keys: str) -> None:
    """Write a title and the keys into the frame of a dialog, as words, not as markup."""
    box.border_title = escape(displayed(title))
    box.border_subtitle = escape(keys)


def room(options: OptionList) -> int:
    """Cells that a line of a list in a dialog has."""
    width = options.content_region.width - BESIDE
    return width if width > 0 else UNKNOWN_WIDTH


class Dialog(ModalScreen[T]):
    """A question; its look is read when the first one opens, not before the first screen."""

    SCOPED_CSS = False  # the rules are of the dialog itself, too
    CSS = """
    Dialog {
        align: center middle;
        background: $background 55%;
    }

    .dialog {
        width: 72;
        max-width: 96%;
        height: auto;
        max-height: 90%;
        background: $surface;
        border: round $border;
        border-title-color: $primary;
        border-title-style: bold;
        border-subtitle-color: $foreground 60%;
        padding: 0 1;

        Input { border: none; height: 1; padding: 0; margin: 1 0; background: $panel; }
        OptionList {
            border: none; background: $surface; max-height: 14; padding: 0; scrollbar-size-vertical: 1;
            & > .option-list--option-highlighted {
                color: $block-cursor-foreground; background: $block-cursor-background; text-style: none;
            }
        }
        TextArea { border: none; height: 10; margin: 1 0; background: $panel; padding: 0 1; }
        .formats { max-height: 7; }
        .preview { height: 8; margin-top: 1; }
        .refusal { color: $error; height: auto; }
        .explained { color: $foreground 60%; height: auto; }
    }

    /* Lists of what stands in the texts take the room there is. */
    .dialog.-wide { width: 96%; max-width: 120; }

    .help { width: 90; height: 90%; scrollbar-size-vertical: 1; }
    """


class PageDialog(Dialog[T]):
    """A dialog to read in: a window that scrolls, left without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", "Down", priority=True),
        Binding("k,up", "scroll(-1)", "Up", priority=True),
        Binding("space,pagedown,ctrl+f", "page(1)", "Page down", priority=True),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", priority=True),
    ]

    def action_scroll(self, step: int) -> None:
        """Scroll by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Scroll by a page."""
        window = self.query_one(VerticalScroll)
        window.scroll_relative(y=step * max(1, window.size.height - 1), animate=False)


class FindDialog(Dialog[T]):
    """A dialog with a line to type on and a list of what fits, which is moved through from the line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", "Down", priority=True),
        Binding("up,ctrl+p", "move(-1)", "Up", priority=True),
    ]

    def on_mount(self) -> None:
        """The line keeps the focus."""
        self.query_one(OptionList).can_focus = False

    def action_move(self, step: int) -> None:
        """Highlight the next line of the list, or the one before; after the last comes the first."""
        options = self.query_one(OptionList)
        if options.option_count:
            nowhere = -1 if step > 0 else 0
            here = nowhere if options.highlighted is None else options.highlighted
            options.highlighted = (here + step) % options.option_count


class ListDialog(Dialog[T]):
    """A dialog with a list, of which ``j`` and ``k`` highlight the next line and the one before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move(1)", "Down"),
        Binding("k", "move(-1)", "Up"),
    ]

    def action_move(self, step: int) -> None:
        """Highlight the next line, or the one before."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
