"""An annotation in full: its words, tags and note, who made it, where it links and what links to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar, TypeAlias

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.model.annotation import Annotation
from store.note_syntax.wikilinks import Link
from store.notes.all_notes import Note
from tui.dialogs.base.dialog import PageDialog, entitle
from tui.note_editing.rendering import linked_lines
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted, wrapped

KEYS = "c edit · esc leave"
KEYS_WITH_LINKS = f"1-9 follow · {KEYS}"

WIDTH, AROUND = 72, 5
"""Cells of the dialog where there is room, and of its frame, its padding and its scroll bar."""

DIGITS = 9
"""Links that have a digit."""

EDIT = "edit"

Answer: TypeAlias = str | Sequence[Link] | Note
""":data:`EDIT`: its note is to be edited; links, of which one is to be followed; a note to be gone to."""


class MarkDialog(PageDialog[Answer | None]):
    """Shows an annotation; gives what is to be done then, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Leave"),
        Binding("c", "edit", "Edit"),
        # The second key of `g d`: the first does nothing here.
        Binding("d", "follow", "Follow"),
        *(Binding(str(digit), f"take({digit})", "Follow") for digit in range(1, DIGITS + 1)),
    ]

    def __init__(self, mark: Annotation, links: Sequence[Link] = ()) -> None:
        """Show a mark; ``links`` are those of its note."""
        super().__init__()
        self._mark = mark
        self._links = links
        self._dead: Collection[Link] = ()
        self._back: Sequence[Note] = ()

    def compose(self) -> ComposeResult:
        """The annotation, in a window that scrolls."""
        with VerticalScroll(classes="dialog"):
            yield Static()

    def on_mount(self) -> None:
        """Show what is known at once."""
        self._update()

    def on_resize(self) -> None:
        """Set the words for the width there is, as the reading view would."""
        # Afterwards: what is updated while the screen takes its size gets no new height.
        self.call_after_refresh(self._update)

    def show(self, dead: Collection[Link], back: Sequence[Note]) -> None:
        """Show which links lead nowhere, and the notes that link here."""
        self._dead, self._back = dead, back
        if self.is_mounted:
            self._update()

    def _update(self) -> None:
        keys = KEYS_WITH_LINKS if self._links or self._back else KEYS
        entitle(self.query_one(VerticalScroll), "Annotation", keys)
        self.query_one(Static).update(self._page())

    def _page(self) -> Text:
        width = min(WIDTH, self.app.size.width * 96 // 100) - AROUND
        mark, page = self._mark, Text()
        for line in wrapped(mark.exact, width):
            page.append(f"{line}\n", "italic")
        if mark.tags:
            page.append("\n" + "  ".join(f"#{displayed(tag)}" for tag in mark.tags) + "\n")
        page.append("\n")
        for linked in linked_lines(mark.note or "No note yet: c writes one.", width):
            page.append_text(linked).append("\n")
        page.append(f"\n{displayed(mark.creator)}  {mark.modified[:16].replace('T', ' ')} UTC", "dim")
        self._add_links(page, width)
        return page

    def _add_links(self, page: Text, width: int) -> None:
        """Add where the note links, and what links to it, each with its digit as long as there are digits."""
        lines = []
        for link in self._links:
            dead = "  leads nowhere" if link in self._dead else ""
            lines.append(f"→ {fitted(link.shown, width - len(dead) - 4)}{dead}")
        for note in self._back:
            title = fitted(note.title, width // 3)
            lines.append(f"← {title}  {fitted(note.note, width - width // 3 - 8)}")
        for number, line in enumerate(lines, 1):
            page.append("\n\n" if number == 1 else "\n")
            page.append(f"{number} " if number <= DIGITS else "  ", "bold").append(line)

    def action_take(self, digit: int) -> None:
        """Follow the link of that digit, or go to the note."""
        if digit <= len(self._links):
            self.dismiss(self._links[digit - 1 : digit])
        elif digit <= len(self._links) + len(self._back):
            self.dismiss(self._back[digit - len(self._links) - 1])

    def action_follow(self) -> None:
        """Follow the link of the note; which of several is asked."""
        if self._links:
            self.dismiss(self._links)

    def action_edit(self) -> None:
        """Have the note edited."""
        self.dismiss(EDIT)

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss(None)
