"""Shows what importing a folder, a pattern or several files would do, while it is being looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.language import _, lazy
from tui.dialogs.base.dialog import ListDialog, line_width, set_frame, set_keys
from tui.dialogs.base.wrapped_text import WrappedText
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted
from tui.typesetting.glyphs import cells

KEYS = lazy("enter import all · r refused only · c columns · esc back")
KEYS_OF_REFUSED = lazy("enter import all · r all · c columns · esc back")

FINDING = lazy("Looking for files… esc stops it.")
NONE_REFUSED = lazy("Nothing was refused so far.")

_NARROW = (10, 10, 10)
_WIDE = (20, 10, 18)
"""Cells of the columns with authors, date and source."""
_WIDE_FROM = 100
"""Cells from which a line is wide."""


class FolderLine(NamedTuple):
    """What would become of an article, or why a file is refused."""

    mark: str
    """A sign: ``+`` added, ``~`` updated, ``=`` unchanged, ``✗`` refused."""
    title: str
    """The title of the article; of a refused file its name."""
    authors: str
    date: str
    source: str
    detail: str
    """What is shown of it when it is highlighted."""
    is_refused: bool
    place: str = ""
    """The path of the file, or its address."""


class FolderDialog(ListDialog[bool]):
    """Lists the articles as they would come in. Returns whether they are to be imported."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Import all", priority=True),
        Binding("r", "show_refused", "Refused only"),
        Binding("c", "choose_columns", "Columns of a table"),
        Binding("escape,q", "leave", "Leave"),
    ]

    def __init__(
        self,
        subject: str,
        kinds: str,
        look: Callable[[FolderDialog], None],
        choose_columns: Callable[[FolderDialog, str], None],
    ) -> None:
        """Create the dialog.

        :param kinds: how many files of which kinds there are, as far as is known, as a phrase.
        :param look: called when the dialog is open; it passes what it finds to :meth:`add`.
        :param choose_columns: called with the place of a file whose columns are to be chosen; it calls
            :meth:`resume` or :meth:`look_again`, or passes why it cannot to :meth:`refuse`.
        """
        super().__init__()
        self._subject = subject
        self._kinds = kinds
        self._look = look
        self._choose_columns = choose_columns
        self._is_choosing = False
        self._lines: list[FolderLine] = []
        self._only_refused = False
        self._is_begun = False

    def holds_keys(self) -> bool:
        """Whether keys wait until the files are found: see :class:`tui.keys.key_queue.Busy`."""
        return (self._is_choosing or not self._is_begun) and self.is_current and not self.is_dismissed

    def compose(self) -> ComposeResult:
        """The counts, the articles, and the highlighted one in full."""
        with Vertical(classes="dialog -wide -report") as dialog:
            set_frame(dialog, self._subject, KEYS)
            yield WrappedText(self._kinds, classes="hint kinds")
            yield WrappedText(str(FINDING), classes="hint total")
            yield PagedOptionList()
            yield WrappedText(classes="detail")

    def on_mount(self) -> None:
        """Begin to look at the files."""
        self._look(self)

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.call_after_refresh(self._list_again)

    @late_answer
    def begin(self, kinds: str) -> None:
        """Take keys: the files are found.

        :param kinds: how many files of which kinds there are, as a phrase.
        """
        self._is_begun = True
        self.query_one(".kinds", WrappedText).show(kinds)
        self.query_one(".total", WrappedText).show(_("Looking at the files…"))

    @late_answer
    def add(self, lines: Sequence[FolderLine], total: str) -> None:
        """List more articles and refused files.

        :param total: what is known by now, as a sentence.
        """
        options = self.query_one(OptionList)
        is_first = not options.option_count
        self._lines += lines
        width = line_width(options)
        options.add_options(_option(line, width) for line in lines if self._is_shown(line))
        if is_first and options.option_count:
            options.highlighted = 0
        self.query_one(".total", WrappedText).show(total)

    @late_answer
    def fail(self, message: str) -> None:
        """Show why the files cannot be looked at."""
        self._is_begun = True
        self.query_one(".total", WrappedText).show(message)

    @late_answer
    def resume(self) -> None:
        """Take keys again: the columns are shown, or were left as they were."""
        self._is_choosing = False

    @late_answer
    def refuse(self, message: str) -> None:
        """Show why the columns of a file cannot be chosen."""
        self._is_choosing = False
        self.query_one(".detail", WrappedText).show(message)

    @late_answer
    def look_again(self) -> None:
        """Look at all files again, since columns were chosen."""
        self._is_choosing = False
        self._lines = []
        self.query_one(OptionList).clear_options()
        self.query_one(".detail", WrappedText).show("")
        self._look(self)

    @late_answer
    def give_up(self) -> None:
        """Close: there is nothing to import."""
        self.dismiss(None)

    @property
    def _shown(self) -> list[FolderLine]:
        return [line for line in self._lines if self._is_shown(line)]

    def _is_shown(self, line: FolderLine) -> bool:
        return line.is_refused or not self._only_refused

    def _list_again(self) -> None:
        options = self.query_one(OptionList)
        highlighted, width = options.highlighted or 0, line_width(options)
        options.clear_options()
        options.add_options(_option(line, width) for line in self._shown)
        options.highlighted = min(highlighted, options.option_count - 1) if options.option_count else None

    @on(OptionList.OptionHighlighted)
    def show_in_full(self, event: OptionList.OptionHighlighted) -> None:
        """Show the highlighted article or file in full."""
        shown = self._shown
        if event.option_index < len(shown):
            self.query_one(".detail", WrappedText).show(shown[event.option_index].detail)

    def action_show_refused(self) -> None:
        """List only the refused files, or all again."""
        self._only_refused = not self._only_refused
        self.query_one(OptionList).highlighted = None
        self._list_again()
        if not self._shown:
            self.query_one(".detail", WrappedText).show(str(NONE_REFUSED) if self._only_refused else "")
        set_keys(self.query_one(".dialog"), KEYS_OF_REFUSED if self._only_refused else KEYS)

    def action_choose_columns(self) -> None:
        """Choose the columns of the highlighted table, and of all that have the same ones."""
        highlighted, shown = self.query_one(OptionList).highlighted, self._shown
        if highlighted is None or highlighted >= len(shown):
            return
        self._is_choosing = True
        self._choose_columns(self, shown[highlighted].place)

    def action_accept(self) -> None:
        """Import all, also what was not looked at yet."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(False)


def _option(line: FolderLine, width: int) -> Option:
    """One line: the sign and the title; at the right authors, date and source."""
    style = "dim" if line.mark == "=" else ""
    if line.is_refused:
        words = fitted(f"{line.mark} {line.title}", width)
        return Option(Text(words, no_wrap=True, overflow="ellipsis"))
    widths = _WIDE if width >= _WIDE_FROM else _NARROW
    parts = [
        _padded(value, room)
        for value, room in zip((line.authors, line.date, line.source), widths, strict=True)
    ]
    room = max(10, width - sum(widths) - 2 * len(widths))
    shown = "  ".join([_padded(f"{line.mark} {line.title}", room), *parts]).rstrip()
    return Option(Text(shown, style, no_wrap=True, overflow="ellipsis"))


def _padded(words: str, room: int) -> str:
    shown = fitted(words, room)
    return shown + " " * max(0, room - cells(shown))
