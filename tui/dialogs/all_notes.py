"""Notes of the library, all or some: found as one types, gathered by kind and writer, sorted, gone to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.chinese.folding import fold
from store.model.annotation import is_question
from store.note_syntax.tasks import find_tasks
from store.notes.all_notes import Note, NoteKind
from tui.dialogs.base.dialog import FindDialog, entitle, room
from tui.typesetting.fitting import fitted

NONE_OF = {
    NoteKind.QUESTION: "None here: a note that begins with ? is a question.",
    NoteKind.TODO: "None here: a line - [ ] in a note is a to-do.",
}
"""What is said where there is no note of a kind."""

NONE_FITS = "No note has these words: type others, or esc leaves."

SHOWN = 200
"""Notes that are listed; who types on finds the others."""

KEYS = "ctrl+o order · ctrl+t kind · ctrl+w writer · enter go · esc"

LONGEST_WRITER = 16
"""Cells of a name in the title."""

T = TypeVar("T")


class AllNotesDialog(FindDialog[Note | None]):
    """Asks which note to go to; gives it, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("ctrl+o", "order", "Order", priority=True),
        Binding("ctrl+t", "kind", "NoteKind", priority=True),
        Binding("ctrl+w", "writer", "Writer", priority=True),
    ]

    def __init__(self, subject: str = "All notes", none: str = "No notes yet: c writes one") -> None:
        """Ask for one of the notes that :meth:`show` is given.

        :param subject: what they are, for the title.
        :param none: what is said when there are none.
        """
        super().__init__()
        self._subject = subject
        self._none = none
        self._kind: NoteKind | None = None
        """The kind that alone is listed; None for all."""
        self._writer = ""
        """Whose notes alone are listed; empty for everybody's."""
        self._notes: Sequence[Note] | None = None
        self._listed: list[Note] = []
        self._newest_first = True

    def compose(self) -> ComposeResult:
        """A line to type on, and the notes below it."""
        with Vertical(classes="dialog -wide") as dialog:
            entitle(dialog, self._subject, KEYS)
            yield Input(placeholder="Reading the notes…")
            yield OptionList()

    def on_mount(self) -> None:
        """The list follows the line."""
        if self._notes is not None:
            self._show()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.call_after_refresh(self._list_again)

    def _list_again(self) -> None:
        here = self.query_one(OptionList).highlighted
        self._list(self.query_one(Input).value, here or 0)

    def show(self, notes: Sequence[Note]) -> None:
        """Show the notes that were read."""
        self._notes = notes
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        field = self.query_one(Input)
        field.placeholder = "Words of a note, of its quote, or a tag" if self._notes else self._none
        self._list(field.value)

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """List the notes that fit."""
        self._list(event.value)

    def _list(self, typed: str, highlighted: int = 0) -> None:
        words = fold(typed.strip())
        found = [note for note in self._notes or () if self._is_wanted(note, words)]
        if self._newest_first:
            found.sort(key=lambda note: note.changed, reverse=True)
        self._listed = found[:SHOWN]
        options = self.query_one(OptionList)
        width = room(options)
        options.clear_options()
        options.add_options([Option(_lines(note, width)) for note in self._listed])
        if not self._listed and self._notes:
            none = NONE_FITS if self._kind is None else NONE_OF[self._kind]
            options.add_option(Option(Text(none, "dim"), disabled=True))
        options.highlighted = min(highlighted, len(self._listed) - 1) if self._listed else None
        entitle(self.query_one(".dialog"), self._title(len(found)), KEYS)

    def _is_wanted(self, note: Note, words: str) -> bool:
        if self._writer and note.creator != self._writer:
            return False
        if self._kind is not None and not note.is_of(self._kind):
            return False
        return note.has(words) or words in fold(note.title)

    def _title(self, count: int) -> str:
        what = f"{self._subject}: {self._kind}" if self._kind else self._subject
        whose = f" by {fitted(self._writer, LONGEST_WRITER)}" if self._writer else ""
        many = f"{count:,}{f', {SHOWN} shown' if count > SHOWN else ''}"
        order = "newest first" if self._newest_first else "in the list's order"
        return f"{what}{whose} {many}, {order}"

    def action_order(self) -> None:
        """Sort the other way."""
        self._newest_first = not self._newest_first
        self._list(self.query_one(Input).value)

    def action_kind(self) -> None:
        """List all, the questions, the open to-dos in turn."""
        self._kind = _following(list(NoteKind), self._kind)
        self._list(self.query_one(Input).value)

    def action_writer(self) -> None:
        """List everybody's notes, then those of each writer in turn."""
        writers = sorted({note.creator for note in self._notes or ()} - {""})
        self._writer = _following(writers, self._writer or None) or ""
        self._list(self.query_one(Input).value)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def take(self) -> None:
        """Give the highlighted note."""
        place = self.query_one(OptionList).highlighted
        if place is not None and place < len(self._listed):
            self.dismiss(self._listed[place])

    def action_leave(self) -> None:
        """Leave without one."""
        self.dismiss(None)


def _following(every: Sequence[T], now: T | None) -> T | None:
    """What comes after one of several: after none the first, after the last none."""
    places = [None, *every]
    return places[(places.index(now) + 1) % len(places)] if now in places else None


def _sign(note: str) -> str:
    """What is seen of a note's kind: a question, something to be done, all of it done."""
    todos = find_tasks(note)
    box = "" if not todos else "☐" if any(not todo.done for todo in todos) else "☑"
    sign = f"{'?' if is_question(note) else ''}{box}"
    return f"{sign} " if sign else ""


def _lines(note: Note, width: int) -> Text:
    """A note as it is listed: itself, and what it is on."""
    lines = Text(no_wrap=True, overflow="ellipsis")
    sign, words = _sign(note.note), note.note.lstrip("?？ \n") or note.note
    lines.append(sign, "bold").append(fitted(words, width - len(sign)) + "\n")
    part = width * 3 // 8  # what is left of the second line is for the tags
    quote = f"「{fitted(note.annotation.exact, part)}」 " if note.annotation else ""
    tags = "".join(f" #{tag}" for tag in note.tags)
    lines.append("  " + fitted(f"{quote}{fitted(note.title, part)}{tags}", width - 2), "dim")
    return lines
