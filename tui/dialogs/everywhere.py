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

KEYS = "space tick · a all/none · w article/library · enter tag · esc leave"
WIDTH = 64
"""Cells of a line."""


class EverywhereDialog(ListDialog[list[Place] | None]):
    """Asks which places are meant; gives them, or None when it was left. Those of the article are ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("space", "tick", "Tick", priority=True),
        Binding("a", "all", "All"),
        Binding("w", "where", "Where"),
    ]

    def __init__(self, words: str, places: Sequence[Place], article: str) -> None:
        """Ask about the places of some words.

        :param places: those in the article; :meth:`show` gives all, these first, when they have been found.
        :param article: its ID.
        """
        super().__init__()
        self._words = words
        self._places = list(places)
        self._article = article
        self._ticked = set(range(len(places)))
        self._has_all = False
        """Whether the whole library has been looked through."""
        self._is_wide = True
        """Whether the places of the whole library are listed; else those of the article."""

    def compose(self) -> ComposeResult:
        """The places."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, self._title(), KEYS)
            yield OptionList()

    def on_mount(self) -> None:
        """List what was found meanwhile, too, and highlight the first."""
        self._list()

    def show(self, places: Sequence[Place]) -> None:
        """List the places of the whole library; those that are listed already stay as they are."""
        known, self._has_all = len(self._places), True
        is_as_known = list(places[:known]) == self._places
        self._places = list(places)
        if not is_as_known:  # the article was changed meanwhile
            self._ticked = {number for number, place in enumerate(places) if place.article == self._article}
        if not self.is_mounted:
            return
        if is_as_known and known and self._is_wide:
            new = [Option(self._line(number)) for number in range(known, len(places))]
            self.query_one(OptionList).add_options(new)
            self._entitle()
        else:
            self._list()

    def _listed(self) -> range:
        """The places that are listed, by number: those of the article come first."""
        if self._is_wide:
            return range(len(self._places))
        return range(sum(place.article == self._article for place in self._places))

    def _list(self) -> None:
        options = self.query_one(OptionList)
        place = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(self._line(number)) for number in self._listed()])
        many = len(self._listed())
        options.highlighted = min(place, many - 1) if many else None
        self._entitle()

    def _title(self) -> str:
        many = len(self._listed())
        if not self._is_wide:
            where = "of this article"
        elif self._has_all:
            where = "and more" if many >= MOST else "of the library"
        else:
            where = "so far: looking through the library…"
        places = f"{many:,} place{'' if many == 1 else 's'}"
        return f"「{fitted(self._words, 20)}」 in {places} {where}"

    def _entitle(self) -> None:
        entitle(self.query_one(".dialog"), self._title(), KEYS)

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
        """Tick all that are listed; when all are, none."""
        listed = set(self._listed())
        self._ticked = self._ticked - listed if listed <= self._ticked else self._ticked | listed
        options = self.query_one(OptionList)
        for number in listed:
            options.replace_option_prompt_at_index(number, self._line(number))

    def action_where(self) -> None:
        """List the places of this article alone, or those of the whole library."""
        self._is_wide = not self._is_wide
        self._list()

    @on(OptionList.OptionSelected)
    def take(self) -> None:
        """Give the places that are listed and ticked."""
        self.dismiss([self._places[number] for number in self._listed() if number in self._ticked])

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
