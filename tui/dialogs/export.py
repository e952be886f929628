"""Taking notes out: in which format, of which articles, to which file; with a look at its beginning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

import msgspec
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import UsageError
from store.exporting import FORMATS, Format, check_destination
from tui.config import expanded
from tui.dialogs.base.dialog import FindDialog, entitle
from tui.looks.wording import number_of
from tui.typesetting.fitting import fitted

KEYS = "↑ ↓ format · tab which · enter write · esc leave"

PREVIEWED = 8
"""Lines of a file that are shown beforehand."""

WIDTH = 66
"""Cells of a line."""


class Which(StrEnum):
    """Which articles are taken out."""

    ALL = "all articles"
    LISTED = "those in the list now"
    ONE = "the article being read"


class Wish(msgspec.Struct, frozen=True):
    """What is to be written."""

    kind: Format
    which: Which
    path: str
    """As it was typed."""


class ExportDialog(FindDialog[Wish | None]):
    """Asks what to write where; gives it, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("tab", "which(1)", "Which", priority=True),
        Binding("shift+tab", "which(-1)", "Which", priority=True),
    ]

    def __init__(self, counts: Mapping[Which, int], preview: Callable[[Wish], None]) -> None:
        """Ask.

        :param counts: how many articles each choice takes out; those that are not there cannot be chosen.
        :param preview: begins to find out how a file would begin, to be given to :meth:`show`.
        """
        super().__init__()
        self._counts = counts
        self._which = Which.ALL
        self._preview = preview
        self._formats = list(FORMATS.values())
        self._kind = self._formats[0]

    def compose(self) -> ComposeResult:
        """The formats, where to, and the beginning of what would be written."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, "Export", KEYS)
            yield Static(classes="explained")
            yield Input(f"pizhu-notes{self._kind.suffixes[0]}", select_on_focus=False)
            yield OptionList(*(Option(_line(kind)) for kind in self._formats), classes="formats")
            yield Static(classes="preview", markup=False)
            yield Static(classes="refusal", markup=False)

    def on_mount(self) -> None:
        """Begin with the first format."""
        self.query_one(OptionList).highlighted = 0
        self._explain()

    @on(OptionList.OptionHighlighted)
    def choose(self, event: OptionList.OptionHighlighted) -> None:
        """Take the format, and let the file end as it should."""
        self._kind = self._formats[event.option_index]
        field = self.query_one(Input)
        path = Path(field.value)
        endings = {ending for kind in FORMATS.values() for ending in kind.suffixes}
        if path.suffix.lower() in endings:
            field.value = field.value[: -len(path.suffix)] + self._kind.suffixes[0]
            field.cursor_position = len(field.value)
        self._look()

    @on(OptionList.OptionSelected)
    def click(self, event: OptionList.OptionSelected) -> None:
        """A click chooses a format."""
        event.stop()
        self.query_one(Input).focus()

    def action_which(self, step: int) -> None:
        """Go on to the next choice of articles, or back."""
        choices = list(self._counts)
        self._which = choices[(choices.index(self._which) + step) % len(choices)]
        self._explain()
        self._look()

    def _explain(self) -> None:
        articles = number_of(self._counts[self._which], "article")
        self.query_one(".explained", Static).update(f"Of {self._which}: {articles}")

    def _look(self) -> None:
        self._preview(self._wish())

    def _wish(self) -> Wish:
        return Wish(self._kind, self._which, self.query_one(Input).value.strip())

    def show(self, wish: Wish, beginning: str) -> None:
        """Show how a file would begin, if it is still what is wished for."""
        if self.is_mounted and (wish.kind, wish.which) == (self._kind, self._which):
            lines = beginning.splitlines()[:PREVIEWED]
            preview = Text("\n".join(fitted(line, WIDTH) for line in lines), "dim", no_wrap=True)
            self.query_one(".preview", Static).update(preview)

    @on(Input.Changed)
    def warn(self, event: Input.Changed) -> None:
        """Say in the frame that there is such a file."""
        self.query_one(".refusal", Static).update("")
        is_there = bool(event.value.strip()) and expanded(event.value.strip()).is_file()
        again = "there is such a file: enter writes it anew · esc leave"
        entitle(self.query_one(".dialog"), "Export", again if is_there else KEYS)

    @on(Input.Submitted)
    def take(self) -> None:
        """Give what is wished for, if there is a place for it."""
        wish = self._wish()
        try:
            _check(wish)
        except UsageError as error:
            self.query_one(".refusal", Static).update(str(error))
        else:
            self.dismiss(wish)

    def action_leave(self) -> None:
        """Leave without writing."""
        self.dismiss(None)


def _line(kind: Format) -> Text:
    line = Text(f"{kind.name:<12}", "bold", no_wrap=True, overflow="ellipsis")
    return line.append(f"{kind.title}", "dim")


def _check(wish: Wish) -> None:
    """Refuse a place where nothing can be written.

    :raises UsageError: it is none.
    """
    if not wish.path:
        raise UsageError("Type the name of a file.")
    path = expanded(wish.path)
    check_destination(path, wish.kind.suffixes, force=False)
    if not path.resolve().parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}: name one that is there.")
