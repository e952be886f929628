"""Lists the texts that an article had before it was updated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList

from store.language import _, lazy
from store.language.amounts import moment
from store.wording import counted
from tui.dialogs.base.dialog import ListDialog, set_frame
from tui.dialogs.base.wrapped_text import WrappedText
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList

if TYPE_CHECKING:
    from store.storage.history.former_texts import FormerText

KEYS = lazy("enter read · j k move · esc close")
SEARCHING = lazy("Looking through the history…")
NONE = lazy("This article has no earlier text in the history: importing a changed file again makes one.")


class FormerTextsDialog(ListDialog[None]):
    """Lists former texts, the last one first. Opens before they are found; :meth:`show` adds them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "Leave")]

    def __init__(self, subject: str, read: Callable[[int], None]) -> None:
        """Create the dialog.

        :param read: called with the index of a text that is to be shown.
        """
        super().__init__()
        self._subject = subject
        self._read = read
        self._texts: Sequence[FormerText] = ()

    def compose(self) -> ComposeResult:
        """The list, and a message."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, self._subject, KEYS)
            yield WrappedText(str(SEARCHING), classes="hint")
            yield PagedOptionList()

    def on_mount(self) -> None:
        """Show no list yet."""
        self.query_one(OptionList).display = False

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.call_after_refresh(self._list_texts)

    @late_answer
    def show(self, texts: Sequence[FormerText]) -> None:
        """List the texts."""
        self._texts = texts
        self.query_one(WrappedText).show("" if texts else str(NONE))
        options = self.query_one(OptionList)
        options.display = bool(texts)
        self._list_texts()
        options.focus()

    @late_answer
    def fail(self, message: str) -> None:
        """Show why they cannot be found."""
        self.query_one(WrappedText).show(message)

    def _list_texts(self) -> None:
        self._list_lines([_line(number, each) for number, each in enumerate(self._texts, 1)])

    @on(OptionList.OptionSelected)
    def read(self, event: OptionList.OptionSelected) -> None:
        """Show a text."""
        event.stop()
        self._read(event.option_index)

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(None)


def _line(number: int, former: FormerText) -> str:
    beginning = " ".join(former.text[:200].split())
    length = counted(len(former.text), "character", "characters")
    until = _("until {moment}", moment=moment(former.replaced))
    return f"{number}  {until}  {length}  {beginning}"
