"""Finds notes of the library: filters them by words, kind and writer, and sorts them."""

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
from store.language import _, lazy
from store.model.annotation import is_question
from store.note_syntax.remarks import names_in, whom
from store.note_syntax.tasks import find_tasks
from store.notes.all_notes import Note, NoteKind
from store.wording import in_quotes
from tui.dialogs.base.dialog import FindDialog, line_width, set_frame
from tui.keys.keymap import key_name
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted

KIND_NAMES = {
    NoteKind.QUESTION: lazy("questions"),
    NoteKind.TODO: lazy("to-dos"),
    NoteKind.MOVED: lazy("on changed words"),
}
"""The kinds of notes in the title."""

NONE_OF_KIND = {
    NoteKind.QUESTION: lazy("None here: a note that starts with ? is a question."),
    NoteKind.TODO: lazy("None here: a line - [ ] in a note is a to-do."),
    NoteKind.MOVED: lazy("None here: when a text is imported again, words under a note may have changed."),
}
"""The messages if there is no note of a kind."""

NO_MATCH = lazy("No note has these words. Type others, or press esc to cancel.")

MAX_LISTED = 200
"""The most notes in the list. Typing more words narrows it to the others."""

KEYS = lazy("ctrl+o order · ctrl+t kind · ctrl+w writer · enter go · esc")

MAX_WRITER_WIDTH = 16
"""The greatest width of a writer's name in the title, in cells."""

T = TypeVar("T")


class AllNotesDialog(FindDialog[Note | None]):
    """Asks which note to go to. Returns it, or None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("ctrl+o", "order", "Order", priority=True),
        Binding("ctrl+t", "kind", "NoteKind", priority=True),
        Binding("ctrl+w", "writer", "Writer", priority=True),
    ]

    def __init__(self, subject: str = "", empty: str = "", *, me: str = "") -> None:
        """Create the dialog. :meth:`show` adds the notes.

        :param subject: what the notes are, for the title.
        :param empty: the message if there are none.
        :param me: the name that ``@me`` stands for.
        """
        super().__init__()
        self._subject = subject or _("All notes")
        self._empty = empty or _("No notes yet: press {key} to write one", key=key_name("reading.write-note"))
        self._me = me
        self._kind: NoteKind | None = None
        """The kind of the notes in the list. None for all kinds."""
        self._writer = ""
        """The writer of the notes in the list. Empty for all writers."""
        self._notes: Sequence[Note] | None = None
        self._listed: list[Note] = []
        self._newest_first = True

    def compose(self) -> ComposeResult:
        """An input and the list of notes."""
        with Vertical(classes="dialog -wide") as dialog:
            set_frame(dialog, self._subject, KEYS)
            yield Input(placeholder=_("Reading the notes…"))
            yield PagedOptionList()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self.call_after_refresh(self._list_again)

    def _list_again(self) -> None:
        here = self.query_one(OptionList).highlighted
        self._list(self.query_one(Input).value, here or 0)

    @late_answer
    def show(self, notes: Sequence[Note]) -> None:
        """Show the notes to choose from."""
        self._notes = notes
        field = self.query_one(Input)
        field.placeholder = _("Words of a note, of its quote, a tag, or @me") if self._notes else self._empty
        self._list(field.value)

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """List the notes that match the input."""
        self._list(event.value)

    def _list(self, typed: str, highlighted: int = 0) -> None:
        words = typed.strip()
        found = [note for note in self._notes or () if self._matches(note, words)]
        if self._newest_first:
            found.sort(key=lambda note: note.changed, reverse=True)
        self._listed = found[:MAX_LISTED]
        options = self.query_one(OptionList)
        width = line_width(options)
        options.clear_options()
        options.add_options([Option(_lines(note, width)) for note in self._listed])
        if not self._listed and self._notes:
            message = NO_MATCH if self._kind is None else NONE_OF_KIND[self._kind]
            options.add_option(Option(Text(str(message), "dim"), disabled=True))
        options.highlighted = min(highlighted, len(self._listed) - 1) if self._listed else None
        set_frame(self.query_one(".dialog"), self._title(len(found)), KEYS)

    def _matches(self, note: Note, words: str) -> bool:
        if self._writer and note.creator != self._writer:
            return False
        if not (note.note if self._kind is None else note.is_of(self._kind)):
            return False
        if words.startswith(("@", "＠")) and len(words) > 1:
            wanted = fold(whom(words, self._me)).casefold()
            return any(fold(name).casefold().startswith(wanted) for name in names_in(note.note))
        return note.has(fold(words)) or fold(words) in fold(note.title)

    def _title(self, count: int) -> str:
        what = self._subject
        if self._kind:
            what = _("{notes}: {kind}", notes=what, kind=KIND_NAMES[self._kind])
        if self._writer:
            what = _("{notes} by {name}", notes=what, name=fitted(self._writer, MAX_WRITER_WIDTH))
        order = _("newest first") if self._newest_first else _("in the list's order")
        if count > MAX_LISTED:
            return _(
                "{notes} {count:,}, {shown} shown, {order}",
                notes=what,
                count=count,
                shown=MAX_LISTED,
                order=order,
            )
        return _("{notes} {count:,}, {order}", notes=what, count=count, order=order)

    def action_order(self) -> None:
        """Switch between the two orders."""
        self._newest_first = not self._newest_first
        self._list(self.query_one(Input).value)

    def action_kind(self) -> None:
        """Go to the next filter by kind: all, questions, open to-dos, on changed words if there are any."""
        is_moved = any(note.is_of(NoteKind.MOVED) for note in self._notes or ())
        kinds = [kind for kind in NoteKind if is_moved or kind is not NoteKind.MOVED]
        self._kind = _next(kinds, self._kind)
        self._list(self.query_one(Input).value)

    def action_writer(self) -> None:
        """Go to the next filter by writer: all, then each writer."""
        writers = sorted({note.creator for note in self._notes or ()} - {""})
        self._writer = _next(writers, self._writer or None) or ""
        self._list(self.query_one(Input).value)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def accept(self) -> None:
        """Return the highlighted note."""
        place = self.query_one(OptionList).highlighted
        if place is not None and place < len(self._listed):
            self.dismiss(self._listed[place])

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)


def _next(values: Sequence[T], current: T | None) -> T | None:
    """The value after the current one. The first comes after None, and None after the last."""
    cycle = [None, *values]
    return cycle[(cycle.index(current) + 1) % len(cycle)] if current in cycle else None


def _sign(note: str) -> str:
    """The signs of a note's kind: ``?`` a question, ``☐`` an open to-do, ``☑`` only finished to-dos."""
    todos = find_tasks(note)
    box = "" if not todos else "☐" if any(not todo.done for todo in todos) else "☑"
    sign = f"{'?' if is_question(note) else ''}{box}"
    return f"{sign} " if sign else ""


def _lines(note: Note, width: int) -> Text:
    """The lines of a note in the list: the note, and what it is on."""
    lines = Text(no_wrap=True, overflow="ellipsis")
    sign, words = _sign(note.note), note.note.lstrip("?？ \n") or note.note or "(no note)"
    lines.append(sign, "bold").append(fitted(words, width - len(sign)) + "\n")
    part = width * 3 // 8  # the rest of the second line is for the tags
    quote = f"{in_quotes(fitted(note.annotation.exact, part))} " if note.annotation else ""
    if note.annotation and note.annotation.moved:
        quote = f"{in_quotes(fitted(note.annotation.former, part // 2))}→{quote}"
    tags = "".join(f" #{tag}" for tag in note.tags)
    lines.append("  " + fitted(f"{quote}{fitted(note.title, part)}{tags}", width - 2), "dim")
    return lines
