"""An annotation in full: its words, its tags, its note, who made it and when."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.annotation import Annotation
from tui.dialogs.dialog import PageDialog, entitle
from tui.typesetting import displayed
from tui.typesetting.fitting import wrapped

WIDTH, AROUND = 72, 5
"""Cells of the dialog where there is room, and of its frame, its padding and its scroll bar."""


class MarkDialog(PageDialog[bool | None]):
    """Shows an annotation; gives whether its note is to be edited."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Leave"),
        Binding("c", "edit", "Edit"),
    ]

    def __init__(self, mark: Annotation) -> None:
        super().__init__()
        self._mark = mark

    def compose(self) -> ComposeResult:
        """The annotation, in a window that scrolls."""
        with VerticalScroll(classes="dialog") as dialog:
            entitle(dialog, "Annotation", "c edit · esc leave")
            yield Static(self._page())

    def on_resize(self) -> None:
        """Set the words for the width there is, as the reading view would."""
        # Afterwards: what is updated while the screen takes its size gets no new height.
        self.call_after_refresh(lambda: self.query_one(Static).update(self._page()))

    def _page(self) -> Text:
        width = min(WIDTH, self.app.size.width * 96 // 100) - AROUND
        mark, page = self._mark, Text()
        for line in wrapped(mark.exact, width):
            page.append(f"{line}\n", "italic")
        if mark.tags:
            page.append("\n" + "  ".join(f"#{displayed(tag)}" for tag in mark.tags) + "\n")
        for line in ["", *wrapped(mark.note or "No note yet: c writes one.", width), ""]:
            page.append(f"{line}\n")
        page.append(f"{displayed(mark.creator)}  {mark.modified[:16].replace('T', ' ')} UTC", "dim")
        return page

    def action_edit(self) -> None:
        """Have the note edited."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss(None)
