"""Shows a text that cannot be changed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from store.language import lazy
from tui.dialogs.base.dialog import PageDialog, set_frame
from tui.dialogs.base.wrapped_text import WrappedText

KEYS = lazy("j k scroll · space page down · g G ends · esc close")


class TextDialog(PageDialog[None]):
    """Shows a text in a window that scrolls, in lines as the reading view has them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g,home", "end(0)", "To the start"),
        Binding("G,end", "end(1)", "To the end"),
        Binding("escape,q,enter", "leave", "Leave"),
    ]

    def __init__(self, subject: str, text: str) -> None:
        """Create the dialog.

        :param text: the text, one paragraph a line.
        """
        super().__init__()
        self._subject = subject
        self._text = text

    def compose(self) -> ComposeResult:
        """A window that scrolls."""
        with VerticalScroll(classes="dialog help") as dialog:
            set_frame(dialog, self._subject, KEYS)
            yield WrappedText(self._text)

    def action_end(self, which: int) -> None:
        """Scroll to the start or the end."""
        window = self.query_one(VerticalScroll)
        if which:
            window.scroll_end(animate=False)
        else:
            window.scroll_home(animate=False)

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(None)
