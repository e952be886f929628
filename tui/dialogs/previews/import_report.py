"""Lists what became of the files of the last import: what was refused and why, and the remarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList

from store.language import _, lazy
from tui.dialogs.base.dialog import ListDialog, set_frame
from tui.dialogs.base.wrapped_text import WrappedText
from tui.paged_option_list import PagedOptionList

KEYS = lazy("↑ ↓ move · esc close")


class ImportReportDialog(ListDialog[None]):
    """Lists lines; the highlighted one is shown in full below the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Leave", priority=True),
    ]

    def __init__(self, total: str, lines: Sequence[str], details: Sequence[str]) -> None:
        """Create the dialog.

        :param total: the counts of the import, as a phrase.
        :param lines: a line about each file or remark.
        :param details: what is shown in full of each.
        """
        super().__init__()
        self._total = total
        self._lines = lines
        self._details = details

    def compose(self) -> ComposeResult:
        """The total, the lines, and the highlighted one in full."""
        with Vertical(classes="dialog -wide -report") as dialog:
            set_frame(dialog, _("The last import"), KEYS)
            yield WrappedText(self._total, classes="hint")
            yield PagedOptionList()
            yield WrappedText(classes="detail")

    def on_mount(self) -> None:
        """List the lines."""
        self._list_lines(self._lines)

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.call_after_refresh(self._list_lines, self._lines)

    @on(OptionList.OptionHighlighted)
    def show_in_full(self, event: OptionList.OptionHighlighted) -> None:
        """Show the highlighted line in full."""
        self.query_one(".detail", WrappedText).show(self._details[event.option_index])

    def action_leave(self) -> None:
        """Close the list."""
        self.dismiss(None)
