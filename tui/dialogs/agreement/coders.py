"""Asks whose agreement is measured."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rich.text import Text
from textual import on
from textual.widgets import OptionList

from store.language import _, lazy
from tui.dialogs.base.checklist import ChecklistDialog
from tui.dialogs.base.dialog import set_frame
from tui.late_answers import late_answer
from tui.typesetting.fitting import fitted

KEYS = lazy("space tick · a all · enter measure · esc cancel")
TOO_FEW = lazy("Agreement needs two coders: tick another one, or press esc.")

WIDTH = 8
"""Cells of a number in the list."""


class CoderDialog(ChecklistDialog[str]):
    """Lists the coders with the number of their annotations. Returns those that are ticked."""

    def __init__(self, ticked: Collection[str]) -> None:
        """Create the dialog.

        :param ticked: the coders that are ticked at first; all if there are none.
        """
        super().__init__()
        self._first_ticked = ticked
        self._counts: Mapping[str, int] = {}

    def on_mount(self) -> None:
        """Say that the coders are still looked for."""
        super().on_mount()
        set_frame(self.query_one(".dialog"), _("Agreement: reading the notes…"), KEYS)

    @late_answer
    def show(self, counts: Mapping[str, int]) -> None:
        """List the coders.

        :param counts: the number of annotations of each.
        """
        self._counts = counts
        self.items = sorted(counts)
        known = {index for index, name in enumerate(self.items) if name in self._first_ticked}
        self.ticked = known if len(known) > 1 else set(range(len(self.items)))
        self.list_items()
        set_frame(self.query_one(".dialog"), _("Agreement of which coders?"), KEYS)

    @late_answer
    def fail(self, message: str) -> None:
        """Show why the coders could not be read."""
        self._show_error(message)

    def line(self, index: int) -> Text:
        """The line of a coder: the number of annotations, and the name."""
        name = self.items[index]
        line = Text(f"{self._counts[name]:>{WIDTH},}  ", "dim", no_wrap=True, overflow="ellipsis")
        return line.append(fitted(name or _("(no name)"), self.width - WIDTH - 2), "bold")

    @on(OptionList.OptionSelected)
    def measure(self, event: OptionList.OptionSelected) -> None:
        """Return the ticked coders, if they are two or more."""
        event.prevent_default()  # one coder is not enough
        self.accept()

    def accept(self) -> None:
        """Return the ticked coders, if they are two or more."""
        if len(self.ticked) > 1:
            self.dismiss([self.items[index] for index in sorted(self.ticked)])
        elif self.items:
            self._show_error(str(TOO_FEW))
