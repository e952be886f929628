"""Autocoding: asks at which occurrences of some words to add tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from store.language import _, lazy
from store.tags.autocoding import MAX_PLACES, Place
from store.wording import counted
from tui.dialogs.base.checklist import ChecklistDialog
from tui.dialogs.base.dialog import set_frame
from tui.late_answers import late_answer
from tui.typesetting.fitting import fitted

KEYS = lazy("space tick · a all · w where · enter tag · esc cancel")


class AutocodingDialog(ChecklistDialog[Place]):
    """Asks for places to tag. Returns them, or None if cancelled. Those in the open article start ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "where", "Where"),
    ]

    def __init__(self, words: str, places: Sequence[Place], article: str) -> None:
        """Create the dialog.

        :param words: the words that are searched for, for the title.
        :param places: their places in the open article. :meth:`show` adds those in the rest of the library.
        :param article: the ID of the open article.
        """
        super().__init__()
        self._words = words
        self.items = list(places)
        self._article = article
        self.ticked = set(range(len(places)))
        self._is_complete = False
        """Whether the whole library has been searched."""
        self._lists_library = True
        """Whether the list has the places in the whole library, or only those in the open article."""

    def on_mount(self) -> None:
        """List the places that are known so far."""
        self.list_items()
        self._update_title()

    @late_answer
    def show(self, places: Sequence[Place]) -> None:
        """List the places in the whole library, those in the open article first.

        Ticks are kept, unless the open article was changed in the meantime.
        """
        known, self._is_complete = len(self.items), True
        is_extended = list(places[:known]) == self.items
        self.items = list(places)
        if not is_extended:  # the open article was changed
            self.ticked = {number for number, place in enumerate(places) if place.article == self._article}
        if is_extended and known and self._lists_library:
            self.add_items(range(known, len(places)))
        else:
            self.list_items()
        self._update_title()

    def listed(self) -> range:
        """The indexes of the places in the list. Those in the open article come first."""
        if self._lists_library:
            return range(len(self.items))
        return range(sum(place.article == self._article for place in self.items))

    def _title(self) -> str:
        count = len(self.listed())
        words, places = fitted(self._words, 20), counted(count, "place", "places")
        if not self._lists_library:
            title = _("「{words}」 in {places} of this article", words=words, places=places)
        elif not self._is_complete:
            title = _("「{words}」 in {places} so far, searching the library…", words=words, places=places)
        elif count >= MAX_PLACES:
            title = _("「{words}」 in {places} and more", words=words, places=places)
        else:
            title = _("「{words}」 in {places} of the library", words=words, places=places)
        return title

    def _update_title(self) -> None:
        set_frame(self.query_one(".dialog"), self._title(), KEYS)

    def line(self, index: int) -> Text:
        """The line of a place: the words with their context, and the title of the article."""
        place = self.items[index]
        line = Text(no_wrap=True, overflow="ellipsis")
        width, title = self.width, self.width // 4 + 2
        line.append(fitted(place.hit.snippet, width - title - 2))
        line.append(f"  {fitted(place.title, width - line.cell_len - 2)}", "dim")
        return line

    def action_where(self) -> None:
        """Switch between the places in the whole library and those in the open article."""
        self._lists_library = not self._lists_library
        self.list_items()
        self._update_title()
