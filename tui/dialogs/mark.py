"""An annotation in full: its words, its tags, its note, who made it and when."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.annotation import Annotation
from tui.dialogs.dialog import Dialog, entitle
from tui.typesetting import displayed


class MarkDialog(Dialog[None]):
    """Shows an annotation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Leave"),
        Binding("j,down", "scroll(1)", "Down", priority=True),
        Binding("k,up", "scroll(-1)", "Up", priority=True),
        Binding("space,pagedown,ctrl+f", "scroll(10)", "Page down", priority=True),
        Binding("pageup,ctrl+b", "scroll(-10)", "Page up", priority=True),
    ]

    def __init__(self, mark: Annotation) -> None:
        super().__init__()
        self._mark = mark

    def compose(self) -> ComposeResult:
        """The annotation, in a window that scrolls."""
        mark = self._mark
        page = Text()
        page.append(f"{displayed(mark.exact)}\n", "italic")
        if mark.tags:
            page.append("\n" + "  ".join(f"#{displayed(tag)}" for tag in mark.tags) + "\n")
        page.append(f"\n{displayed_lines(mark.note)}\n" if mark.note else "\nNo note: c writes one.\n")
        made = mark.modified[:16].replace("T", " ")
        page.append(f"\n{displayed(mark.creator)}  {made} UTC", "dim")
        with VerticalScroll(classes="dialog") as dialog:
            entitle(dialog, "Annotation", "c edits · esc leave")
            yield Static(page)

    def action_scroll(self, step: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss(None)


def displayed_lines(note: str) -> str:
    """A note as it is displayed, its lines kept."""
    return "\n".join(displayed(line) for line in note.split("\n"))
