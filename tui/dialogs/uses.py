"""Asks which uses of a tag get another tag when the tag is split."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from store.language import _, lazy
from store.tags.usage import Use
from store.wording import counted
from tui.dialogs.base.checklist import ChecklistDialog
from tui.dialogs.base.dialog import set_frame
from tui.late_answers import late_answer
from tui.typesetting.fitting import fitted

KEYS = lazy("space tick · a all/none · enter continue · esc cancel")


class UsesDialog(ChecklistDialog[Use]):
    """Asks for some uses of a tag. Returns them, or None if cancelled."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self._tag = tag

    @late_answer
    def show(self, uses: Sequence[Use]) -> None:
        """List the uses."""
        self.items = list(uses)
        self.list_items()
        title = _(
            "Split {tag}: which of {uses}?", tag=self._tag, uses=counted(len(self.items), "use", "uses")
        )
        set_frame(self.query_one(".dialog"), title, KEYS)

    def on_mount(self) -> None:
        """Say that the uses are being read."""
        set_frame(self.query_one(".dialog"), _("{tag}: reading its uses…", tag=self._tag), KEYS)

    def line(self, index: int) -> Text:
        """The line of a use: its words and the title of its article."""
        use = self.items[index]
        line = Text(no_wrap=True, overflow="ellipsis")
        width, title = self.width, self.width // 4 + 4
        quote = fitted(use.words, width - title - 2) if use.annotation else _("the article")
        line.append(quote, "" if use.annotation else "italic")
        line.append(f"  {fitted(use.title, width - line.cell_len - 2)}", "dim")
        return line
