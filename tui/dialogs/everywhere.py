"""Tag everywhere: the places where words stand, to be ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.everywhere import MOST, Place
from tui.dialogs.dialog import ListDialog, entitle
from tui.typesetting.fitting import fitted

KEYS = "space tick · a all or none · enter tag those · esc leave"
WIDTH = 64
"""Cells of a line."""


class EverywhereDialog(ListDialog[list[Place] | None]):
    """Asks which places are meant; gives them, or None when it was left. Those of the article are ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("space", "tick", "Tick", priority=True),
        Binding("a", "all", "All"),
    ]

    def __init__(self, words: str, places: Sequence[Place], article: str) -> None:
        super().__init__()
        self._words = words
        self._places = places
        self._ticked = {number for number, place in enumerate(places) if place.article == article}

    def compose(self) -> ComposeResult:
        """The places."""
        with Vertical(classes="dialog") as dialog:
            many = f"{len(self._places):,}{' and more' if len(self._places) >= MOST else ''}"
            entitle(dialog, f"「{fitted(self._words, 24)}」 in {many} places", KEYS)
            yield OptionList(*(Option(self._line(number)) for number in range(len(self._places))))

    def on_mount(self) -> None:
        """Highlight the first."""
        self.query_one(OptionList).highlighted = 0

    def _line(self, number: int) -> Text:
        place = self._places[number]
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append("✓ " if number in self._ticked else "  ", "bold")
        line.append(fitted(place.hit.snippet, WIDTH - 22))
        line.append(f"  {fitted(place.title, 18)}", "dim")
        return line

    def action_tick(self) -> None:
        """Tick the highlighted place, or take its tick off, and go on to the next."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self._ticked ^= {options.highlighted}
            options.replace_option_prompt_at_index(options.highlighted, self._line(options.highlighted))
            options.action_cursor_down()

    def action_all(self) -> None:
        """Tick all; when all are, none."""
        everything = set(range(len(self._places)))
        self._ticked = set() if self._ticked == everything else everything
        options = self.query_one(OptionList)
        for number in everything:
            options.replace_option_prompt_at_index(number, self._line(number))

    @on(OptionList.OptionSelected)
    def take(self) -> None:
        """Give the places that are ticked."""
        self.dismiss([self._places[number] for number in sorted(self._ticked)])

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
