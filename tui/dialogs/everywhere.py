"""Tag everywhere: the places where words stand, to be ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from store.tags.autocoding import MAX_PLACES, Place
from tui.dialogs.base.checklist import ChecklistDialog
from tui.dialogs.base.dialog import entitle
from tui.typesetting.fitting import fitted

KEYS = "space tick · a all · w where · enter tag · esc leave"


class EverywhereDialog(ChecklistDialog[Place]):
    """Asks which places are meant; gives them, or None when it was left. Those of the article are ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "where", "Where"),
    ]

    def __init__(self, words: str, places: Sequence[Place], article: str) -> None:
        """Ask about the places of some words.

        :param places: those in the article; :meth:`show` gives all, these first, when they have been found.
        :param article: its ID.
        """
        super().__init__()
        self._words = words
        self.items = list(places)
        self._article = article
        self.ticked = set(range(len(places)))
        self._has_all = False
        """Whether the whole library has been looked through."""
        self._is_wide = True
        """Whether the places of the whole library are listed; else those of the article."""

    def on_mount(self) -> None:
        """List what was found meanwhile, too, and highlight the first."""
        self.list_items()
        self._entitle()

    def show(self, places: Sequence[Place]) -> None:
        """List the places of the whole library; those that are listed already stay as they are."""
        known, self._has_all = len(self.items), True
        is_as_known = list(places[:known]) == self.items
        self.items = list(places)
        if not is_as_known:  # the article was changed meanwhile
            self.ticked = {number for number, place in enumerate(places) if place.article == self._article}
        if not self.is_mounted:
            return
        if is_as_known and known and self._is_wide:
            self.add_items(range(known, len(places)))
        else:
            self.list_items()
        self._entitle()

    def listed(self) -> range:
        """The places that are listed, by number: those of the article come first."""
        if self._is_wide:
            return range(len(self.items))
        return range(sum(place.article == self._article for place in self.items))

    def _title(self) -> str:
        many = len(self.listed())
        if not self._is_wide:
            where = "of this article"
        elif self._has_all:
            where = "and more" if many >= MAX_PLACES else "of the library"
        else:
            where = "so far: looking through the library…"
        places = f"{many:,} place{'' if many == 1 else 's'}"
        return f"「{fitted(self._words, 20)}」 in {places} {where}"

    def _entitle(self) -> None:
        entitle(self.query_one(".dialog"), self._title(), KEYS)

    def line(self, number: int) -> Text:
        """A place as it is listed: the words with what stands round them, and the article."""
        place = self.items[number]
        line = Text(no_wrap=True, overflow="ellipsis")
        room, title = self.width, self.width // 4 + 2
        line.append(fitted(place.hit.snippet, room - title - 2))
        line.append(f"  {fitted(place.title, room - line.cell_len - 2)}", "dim")
        return line

    def action_where(self) -> None:
        """List the places of this article alone, or those of the whole library."""
        self._is_wide = not self._is_wide
        self.list_items()
        self._entitle()
