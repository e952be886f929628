"""The uses of a tag, to be picked from: those that another tag fits better."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from store.tags.usage import Use
from tui.dialogs.base.checklist import ChecklistDialog
from tui.dialogs.base.dialog import entitle
from tui.looks.wording import number_of
from tui.typesetting.fitting import fitted

KEYS = "space tick · a all/none · enter go on · esc leave"


class UsesDialog(ChecklistDialog[Use]):
    """Asks which uses of a tag are meant; gives them, or None when it was left."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self._tag = tag
        self._is_read = False

    def show(self, uses: Sequence[Use]) -> None:
        """List the uses."""
        self.items = list(uses)
        self._is_read = True
        if self.is_mounted:
            self._list()

    def on_mount(self) -> None:
        """List what was read meanwhile."""
        entitle(self.query_one(".dialog"), f"{self._tag}: reading where it is used…", KEYS)
        if self._is_read:
            self._list()

    def _list(self) -> None:
        self.list_items()
        title = f"Split {self._tag}: which of {number_of(len(self.items), 'use')}?"
        entitle(self.query_one(".dialog"), title, KEYS)

    def line(self, number: int) -> Text:
        """A use as it is listed: its words, its note, where it is."""
        use = self.items[number]
        line = Text(no_wrap=True, overflow="ellipsis")
        room, title = self.width, self.width // 4 + 4
        quote = fitted(use.words, room - title - 2) if use.annotation else "the article"
        line.append(quote, "" if use.annotation else "italic")
        line.append(f"  {fitted(use.title, room - line.cell_len - 2)}", "dim")
        return line
