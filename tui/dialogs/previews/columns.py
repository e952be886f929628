"""Shows which column of a table becomes which field, and its first rows as articles; takes other columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.language import _, lazy
from store.wording import listed
from tui.dialogs.base.dialog import ListDialog, line_width, set_frame
from tui.dialogs.base.wrapped_text import WrappedText
from tui.dialogs.previews.column_list import NO_COLUMN, ColumnLine, ColumnListDialog
from tui.late_answers import late_answer, unless_gone
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted

KEYS = lazy("enter import · h l column · space pick · v view · esc back")

READING = lazy("Reading all rows… esc stops it.")
NO_TEXT = lazy("No column holds the text yet: choose the one that has it, with h, l or space.")
COPIED = lazy("Copied the command {where}.")

FIELDS = {
    "title": lazy("Title", "field of a table"),
    "text": lazy("Text", "field of a table"),
    "date": lazy("Date", "field of a table"),
    "author": lazy("Authors", "field of a table"),
    "source": lazy("Source", "field of a table"),
    "url": lazy("Address", "field of a table"),
    "tags": lazy("Tags", "field of a table"),
    "note": lazy("Note", "field of a table"),
    "kicker": lazy("Kicker", "field of a table"),
    "subtitle": lazy("Subtitle", "field of a table"),
    "column": lazy("Column", "field of a table"),
    "id": lazy("ID of the row", "field of a table"),
}
"""The fields in the order in which they are listed, and what they are called."""

MOST_ARTICLES = 5
"""Articles that are shown."""

_NAME = 22
"""Cells of the name of a column."""

_LEAST_SAMPLE = 6
"""Cells from which the first cell of a column is shown beside its name."""


class ArticleLines(NamedTuple):
    """An article as it would come in."""

    title: str
    about: str
    """Authors, date, source and tags."""
    beginning: str
    """The beginning of its text, as one line."""


class Mapped(NamedTuple):
    """What the columns of a table become."""

    columns: Mapping[str, Sequence[int]]
    """The numbers of the columns of each field that has some."""
    unused: Sequence[str]
    """The names of the columns that become nothing."""
    articles: Sequence[ArticleLines]
    """The first ones."""
    problem: str
    """Why there are no articles, as a sentence."""
    command: str
    """The command that imports the table so."""


NOTHING = Mapped({}, (), (), "", "")
"""What is shown until the first rows were looked at."""


class ColumnsDialog(ListDialog[bool]):
    """Lists the fields with their columns. Returns whether the articles are to be imported.

    The caller reads the table and closes the dialog; what was chosen stays until then.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Import", priority=True),
        Binding("l,right", "change(1)", "Next column", priority=True),
        Binding("h,left", "change(-1)", "Previous column", priority=True),
        Binding("x,delete,backspace", "clear", "No column", priority=True),
        Binding("space", "pick", "Pick a column", priority=True),
        Binding("v", "view", "Look at all articles"),
        Binding("y", "copy", "Copy the command"),
        Binding("escape,q", "leave", "Leave"),
    ]

    def __init__(
        self,
        subject: str,
        facts: str,
        columns: Sequence[ColumnLine],
        *,
        look: Callable[[ColumnsDialog, Mapping[str, int]], None],
        accept: Callable[[ColumnsDialog, Mapping[str, int]], None],
        view: Callable[[ColumnsDialog, Mapping[str, int]], None],
        copy: Callable[[str], str],
        keys: str = "",
    ) -> None:
        """Create the dialog.

        Each function is given the columns that the user has chosen: by field, the number of the column or
        :data:`NO_COLUMN`.

        :param facts: how many rows and columns there are.
        :param columns: all columns that can be chosen.
        :param look: finds what the columns become, and passes it to :meth:`show`.
        :param accept: reads all rows and closes the dialog with True; an error is passed to :meth:`fail`.
        :param view: reads all rows and shows the articles over the dialog.
        :param copy: copies the command, and returns where it went.
        :param keys: the bottom line, if accepting the columns does not import the articles.
        """
        super().__init__()
        self._subject = subject
        self._facts = facts
        self._columns = columns
        self._look = look
        self._accept = accept
        self._view = view
        self._copy = copy
        self._keys = keys or str(KEYS)
        self._chosen: dict[str, int] = {}
        self._guessed: Mapping[str, Sequence[int]] | None = None
        self._mapped = NOTHING
        self._is_reading = False

    def holds_keys(self) -> bool:
        """Whether keys wait for the rows that are read: see :class:`tui.keys.key_queue.Busy`."""
        return (self._is_reading or self._guessed is None) and self.is_current and not self.is_dismissed

    def compose(self) -> ComposeResult:
        """The fields, the columns that are not used, the first articles, and the command."""
        with Vertical(classes="dialog -wide -report") as dialog:
            set_frame(dialog, self._subject, self._keys)
            yield WrappedText(self._facts, classes="hint facts")
            yield PagedOptionList()
            yield WrappedText(classes="hint unused")
            yield WrappedText(classes="error")
            yield WrappedText(classes="articles")
            yield WrappedText(classes="hint command")

    def on_mount(self) -> None:
        """List the fields, and look at the first rows."""
        self._list_fields()
        self._look(self, self._chosen)

    def on_resize(self) -> None:
        """Fit the lines to the width, and show as many articles as there is room for."""
        self.call_after_refresh(self._show_again)

    @late_answer
    def show(self, chosen: Mapping[str, int], mapped: Mapped) -> None:
        """Show what the columns become, unless others have been chosen meanwhile."""
        if dict(chosen) != self._chosen:
            return
        self._mapped = mapped
        if self._guessed is None:
            self._guessed = mapped.columns
            if "text" not in mapped.columns:
                self.query_one(OptionList).highlighted = list(FIELDS).index("text")
        self._show_again()

    @late_answer
    def wait(self) -> None:
        """Hold keys until the answer comes, or until :meth:`resume`."""
        self._is_reading = True
        self._show_error("")
        self.query_one(".facts", WrappedText).show(str(READING))

    @late_answer
    def resume(self) -> None:
        """Take keys again: the articles were looked at, or the reading was stopped."""
        self._end_reading()
        self._look(self, dict(self._chosen))  # what is still being read for this dialog is dropped

    @late_answer
    def fail(self, message: str) -> None:
        """Show why the table cannot be imported. What was chosen stays."""
        self._guessed = self._guessed or {}
        self._end_reading()
        self._show_error(message)

    @late_answer
    def close(self) -> None:
        """Close: the articles are read and are to be imported."""
        self.dismiss(True)

    def _end_reading(self) -> None:
        self._is_reading = False
        self.query_one(".facts", WrappedText).show(self._facts)

    def action_change(self, step: int) -> None:
        """Choose the next or the previous column for the highlighted field; before the first one is none."""
        field = self._field
        self._choose(field, (self._column_of(field) + 1 + step) % (len(self._columns) + 1) - 1)

    def action_clear(self) -> None:
        """Choose no column for the highlighted field."""
        self._choose(self._field, NO_COLUMN)

    def action_pick(self) -> None:
        """Choose a column from the list of all."""
        field = self._field

        def keep(column: int | None) -> None:
            if column is not None:
                self._choose(field, column)

        subject = _("Which column is this: {field}?", field=FIELDS[field])
        listed = ColumnListDialog(subject, self._columns, self._column_of(field))
        self.app.push_screen(listed, unless_gone(self, keep))

    @on(OptionList.OptionSelected)
    def click(self, event: OptionList.OptionSelected) -> None:
        """Choose a column for a field that was clicked."""
        event.stop()
        self.action_pick()

    def action_accept(self) -> None:
        """Import all rows, if the text has a column."""
        if self._may_read():
            self._accept(self, dict(self._chosen))

    def action_view(self) -> None:
        """Look at all articles before they are imported."""
        if self._may_read():
            self._view(self, dict(self._chosen))

    def action_copy(self) -> None:
        """Copy the command that imports the table so."""
        if self._mapped.command:
            where = self._copy(self._mapped.command)
            self.query_one(".facts", WrappedText).show(COPIED.format(where=where))

    def action_leave(self) -> None:
        """Stop reading; else go back."""
        if self._is_reading:
            self.resume()
        else:
            self.dismiss(False)

    def _may_read(self) -> bool:
        if self._is_reading or self._guessed is None:
            return False
        if self._column_of("text") == NO_COLUMN:
            self.query_one(OptionList).highlighted = list(FIELDS).index("text")
            self._show_error(str(NO_TEXT))
            return False
        self.wait()
        return True

    @property
    def _field(self) -> str:
        return list(FIELDS)[self.query_one(OptionList).highlighted or 0]

    def _column_of(self, field: str) -> int:
        """Return the number of the column of a field, as it was chosen or else guessed."""
        if field in self._chosen:
            return self._chosen[field]
        return next(iter(self._mapped.columns.get(field, ())), NO_COLUMN)

    def _choose(self, field: str, column: int) -> None:
        others = {at for each, at in self._chosen.items() if each != field}
        guessed = (self._guessed or {}).get(field, (NO_COLUMN,))[0]
        if column == guessed and (column == NO_COLUMN or column not in others):
            self._chosen.pop(field, None)
        else:
            self._chosen[field] = column
        self._mapped = self._mapped._replace(columns={**self._mapped.columns, field: _without_none(column)})
        self._show_error("")
        self._list_fields()
        self._look(self, dict(self._chosen))

    def _show_again(self) -> None:
        self._list_fields()
        unused = listed(self._mapped.unused)
        words = self.query_one(".unused", WrappedText)
        width = max(10, words.content_size.width)
        words.show(fitted(_("Not used: {columns}", columns=unused), width) if unused else "")
        has_text = self._column_of("text") != NO_COLUMN
        self._show_error(self._mapped.problem if has_text or self._guessed is None else str(NO_TEXT))
        self.query_one(".articles", WrappedText).show(self._articles(width))
        command = self._mapped.command
        self.query_one(".command", WrappedText).show(
            _("y copies the same command: {command}", command=command) if command else ""
        )

    def _articles(self, width: int) -> str:
        most = max(1, min(MOST_ARTICLES, (self.size.height - 18) // 3))
        lines: list[str] = []
        for each in self._mapped.articles[:most]:
            about = f" · {each.about}" if each.about else ""
            lines += [fitted(f"{each.title}{about}", width), fitted(f"  {each.beginning}", width)]
        return "\n".join(lines)

    def _list_fields(self) -> None:
        options = self.query_one(OptionList)
        highlighted, width = options.highlighted or 0, line_width(options)
        room = max(cell_len(str(label)) for label in FIELDS.values())
        options.clear_options()
        options.add_options([Option(self._line(field, room, width)) for field in FIELDS])
        options.highlighted = highlighted

    def _line(self, field: str, room: int, width: int) -> Text:
        """One line: the field, its column, and what stands in that."""
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{_padded(str(FIELDS[field]), room)}  ")
        columns = [self._columns[at] for at in self._mapped.columns.get(field, ())]
        if not columns:
            return line.append("← —", "dim")
        name = fitted(" / ".join(each.name for each in columns), max(2, min(_NAME, width - room - 4)))
        line.append(f"← {name}", "bold" if field in self._chosen else "")
        left = width - room - 4 - _NAME - 2
        if left < _LEAST_SAMPLE:
            return line
        line.append(" " * (_NAME - cell_len(name)))
        return line.append(f"  {fitted(columns[0].sample, left)}", "dim")

    def _show_error(self, message: str) -> None:
        self.query_one(".error", WrappedText).show(message)


def _without_none(column: int) -> tuple[int, ...]:
    return () if column == NO_COLUMN else (column,)


def _padded(words: str, room: int) -> str:
    return words + " " * max(0, room - cell_len(words))
