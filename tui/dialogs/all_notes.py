"""All notes of the library: found as one types, newest first or in the list's order, gone to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.chinese.folding import fold
from store.noting import Note
from tui.dialogs.dialog import Dialog, entitle
from tui.typesetting.fitting import fitted

SHOWN = 200
"""Notes that are listed; who types on finds the others."""

KEYS = "enter go to · ctrl+o order · esc leave"
WIDTH = 64
"""Cells of a line."""


class AllNotesDialog(Dialog[Note | None]):
    """Asks which note to go to; gives it, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("down,ctrl+n", "move(1)", "Down", priority=True),
        Binding("up,ctrl+p", "move(-1)", "Up", priority=True),
        Binding("ctrl+o", "order", "Order", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._notes: Sequence[Note] | None = None
        self._listed: list[Note] = []
        self._newest_first = True

    def compose(self) -> ComposeResult:
        """A line to type on, and the notes below it."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, "All notes", KEYS)
            yield Input(placeholder="Reading the notes…")
            yield OptionList()

    def on_mount(self) -> None:
        """The list follows the line."""
        self.query_one(OptionList).can_focus = False
        if self._notes is not None:
            self._show()

    def show(self, notes: Sequence[Note]) -> None:
        """Show the notes that were read."""
        self._notes = notes
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        field = self.query_one(Input)
        empty = "No notes yet: c writes one" if not self._notes else "Words of a note, of its quote, or a tag"
        field.placeholder = empty
        self._list(field.value)

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """List the notes that fit."""
        self._list(event.value)

    def _list(self, typed: str) -> None:
        words = fold(typed.strip())
        found = [note for note in self._notes or () if note.has(words) or words in fold(note.title)]
        if self._newest_first:
            found.sort(key=lambda note: note.changed, reverse=True)
        self._listed = found[:SHOWN]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_lines(note)) for note in self._listed])
        options.highlighted = 0 if self._listed else None
        order = "newest first" if self._newest_first else "in the list's order"
        many = f"{len(found):,}{f', {SHOWN} shown' if len(found) > SHOWN else ''}"
        self.query_one(".dialog").border_title = f"All notes {many}, {order}"

    def action_order(self) -> None:
        """Sort the other way."""
        self._newest_first = not self._newest_first
        self._list(self.query_one(Input).value)

    def action_move(self, step: int) -> None:
        """Highlight the next note, or the one before."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = ((options.highlighted or 0) + step) % options.option_count

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def take(self) -> None:
        """Give the highlighted note."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(self._listed[place])

    def action_leave(self) -> None:
        """Leave without one."""
        self.dismiss(None)


def _lines(note: Note) -> Text:
    """A note as it is listed: itself, and what it is on."""
    lines = Text(no_wrap=True, overflow="ellipsis")
    lines.append(fitted(note.note, WIDTH) + "\n")
    quote = f"「{fitted(note.annotation.exact, 24)}」 " if note.annotation else ""
    tags = "".join(f" #{tag}" for tag in note.tags)
    lines.append("  " + fitted(f"{quote}{fitted(note.title, 24)}{tags}", WIDTH - 2), "dim")
    return lines
