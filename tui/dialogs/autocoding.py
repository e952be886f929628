"""Autocoding: asks at which occurrences of some words to add tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from store.chinese.variants import SPELLING, VariantKind
from store.chinese.variants.reasons import why_without
from store.index.search import Hit
from store.language import _, lazy
from store.tags.autocoding import MAX_PLACES, Place
from store.wording import counted
from tui.dialogs.base.checklist import TICK, ChecklistDialog
from tui.dialogs.base.dialog import set_frame
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted, fitted_at_start
from tui.typesetting.glyphs import cells, displayed

KEYS = lazy("space tick · a all · w where · enter tag · esc cancel")

LABELS = {
    VariantKind.MARKS: lazy("marks", "kind of variants"),
    VariantKind.FUNCTION: lazy("function words", "kind of variants"),
    VariantKind.NUMBERS: lazy("numbers", "kind of variants"),
    VariantKind.WORDS: lazy("other words", "kind of variants"),
}
"""What the kinds of differences are called."""

SWITCHES = {
    VariantKind.MARKS: "m",
    VariantKind.FUNCTION: "f",
    VariantKind.NUMBERS: "n",
    VariantKind.WORDS: "o",
}
"""The keys that switch the kinds of differences."""


AFTER = 8
"""Cells after the match that are kept where the line is too short for all of its context."""


class AutocodingDialog(ChecklistDialog[Place]):
    """Asks for places to tag. Returns them, or None if cancelled. Those in the open article start ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "where", "Where"),
        *(Binding(key, f"switch('{kind}')", str(kind)) for kind, key in SWITCHES.items()),
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
        self._possible = SPELLING
        """The kinds of differences that the words can have, as far as is known."""
        self._chosen = SPELLING
        """The kinds of differences that the places in the list may have."""
        self._is_complete = False
        """Whether the whole library has been searched."""
        self._lists_library = True
        """Whether the list has the places in the whole library, or only those in the open article."""

    def compose(self) -> ComposeResult:
        """The kinds of differences, the list and an error message below it."""
        with Vertical(classes="dialog -wide"):
            yield Static(classes="kinds")
            yield PagedOptionList()
            yield Static(classes="error")

    def on_mount(self) -> None:
        """List the places that are known so far."""
        self._list_again()

    @late_answer
    def show(self, found: tuple[Sequence[Place], frozenset[VariantKind]]) -> None:
        """List the places in the whole library, with all differences, those in the open article first.

        Ticks are kept, unless the open article was changed in the meantime.

        :param found: the places, and the kinds of differences that the words can have.
        """
        places, self._possible = found
        here = {place.hit for place in places if place.article == self._article}
        unticked = {place.hit for number, place in enumerate(self.items) if number not in self.ticked}
        if not here.issuperset(place.hit for place in self.items):  # the open article was changed
            unticked = set()
        self.items = list(places)
        self.ticked = {
            number
            for number, place in enumerate(places)
            if place.article == self._article and place.hit not in unticked
        }
        self._is_complete = True
        self._list_again()

    def listed(self) -> Sequence[int]:
        """The indexes of the places in the list: those with the chosen differences."""
        return self._with(self._chosen)

    def _with(self, kinds: frozenset[VariantKind]) -> list[int]:
        """The indexes of the places whose differences are of some kinds."""
        return [
            index
            for index, place in enumerate(self.items)
            if place.hit.kinds <= kinds and (self._lists_library or place.article == self._article)
        ]

    def _list_again(self) -> None:
        self.list_items()
        self._update_title()

    def _kinds(self) -> Text:
        """The kinds of differences, each with its key and how many places it adds."""
        line = Text(no_wrap=True, overflow="ellipsis")
        for kind, key in SWITCHES.items():
            is_possible = kind in self._possible or not self._is_complete
            line.append(key, "bold" if is_possible else "dim").append(" ")
            line.append(str(LABELS[kind]), "" if is_possible else "dim").append(" ")
            line.append(f"{self._added_by(kind)}   ", "bold" if kind in self._chosen else "dim")
        return line

    def _added_by(self, kind: VariantKind) -> str:
        """How many places a kind of differences adds or would add, with a tick if it is chosen."""
        if kind not in self._possible:
            return "–" if self._is_complete else "…"
        added = len(self._with(self._chosen | {kind})) - len(self._with(self._chosen - {kind}))
        return f"{TICK}{added:,}" if kind in self._chosen else f"+{added:,}"

    def action_switch(self, name: str) -> None:
        """Let the listed places have differences of a kind, or no longer."""
        kind = VariantKind(name)
        self._show_error("")
        if kind in self._possible:
            self._chosen ^= {kind}
            self._list_again()
        elif self._is_complete:
            self._show_error(why_without(kind))

    def _title(self) -> str:
        count = len(self.listed())
        words, places = fitted(self._words, 20), counted(count, "place", "places")
        if not self._lists_library:
            title = _("「{words}」 in {places} of this article", words=words, places=places)
        elif not self._is_complete:
            title = _("「{words}」 in {places} so far, searching the library…", words=words, places=places)
        elif len(self.items) >= MAX_PLACES:
            title = _("「{words}」 in {places} and more", words=words, places=places)
        else:
            title = _("「{words}」 in {places} of the library", words=words, places=places)
        return title

    def _update_title(self) -> None:
        set_frame(self.query_one(".dialog"), self._title(), KEYS)
        self.query_one(".kinds", Static).update(self._kinds())

    def line(self, index: int) -> Text:
        """The line of a place: the words with their context, and the title of the article."""
        place = self.items[index]
        line = Text(no_wrap=True, overflow="ellipsis")
        width, title = self.width, self.width // 4 + 2
        line.append_text(_preview(place.hit, width - title - 2))
        line.append(f"  {fitted(place.title, width - line.cell_len - 2)}", "dim")
        return line

    def action_where(self) -> None:
        """Switch between the places in the whole library and those in the open article."""
        self._lists_library = not self._lists_library
        self._list_again()


def _preview(hit: Hit, width: int) -> Text:
    """A place in its context, its differences written out. What stands before gives way to the match."""
    match = Text()
    for piece, is_other in hit.pieces():
        match.append(displayed(piece), "bold reverse" if is_other else "bold")
    before, after = hit.snippet[: hit.lead], hit.after
    room = width - match.cell_len - min(cells(after), AFTER)
    line = Text(fitted_at_start(before, room) if room > 1 else "").append_text(match)
    line.truncate(width, overflow="ellipsis")
    if after and line.cell_len < width:
        line.append(fitted(after, width - line.cell_len))
    return line
