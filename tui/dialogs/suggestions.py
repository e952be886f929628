"""Suggested tags, each with why: taken one by one or ticked, or dismissed for good."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.suggestions.suggestion import Suggestion
from tui.dialogs.base.dialog import UNKNOWN_WIDTH, ListDialog, entitle, room
from tui.looks.themes import tag_colour
from tui.typesetting.fitting import fitted, wrapped

KEYS = "enter take · space tick · d dismiss for good · esc leave"
LOOKING = "Looking for tags that may fit…"
NO_MORE = "Nothing else to suggest."

INDENT = "    "
"""What stands before a reason: it is under the tag's name."""


class SuggestionsDialog(ListDialog[tuple[str, ...] | None]):
    """Asks which suggested tags to give; gives those, or None when it was left.

    It opens at once, and shows the suggestions as soon as they have been found.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("space", "tick", "Tick", priority=True),
        Binding("d", "dismiss_for_good", "Dismiss for good"),
    ]

    def __init__(self, subject: str, empty: str, dismissed: Callable[[str], None]) -> None:
        """Ask.

        :param subject: what the tags are for, for the title.
        :param empty: what it means that there are no suggestions.
        :param dismissed: called with a tag that is not to be suggested again.
        """
        super().__init__()
        self._subject = subject
        self._empty = empty
        self._dismissed = dismissed
        self._said = LOOKING
        """What stands there while there are no suggestions."""
        self._suggestions: list[Suggestion] = []
        self._colours: Mapping[str, str] = {}
        self._ticked: set[str] = set()

    def compose(self) -> ComposeResult:
        """The suggestions."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, self._subject, KEYS)
            yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Say what is being done."""
        self._list(0)

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.call_after_refresh(self._list_again)

    def show(self, suggestions: Sequence[Suggestion], colours: Mapping[str, str]) -> None:
        """Show what was found.

        :param colours: those of the tags that the codebook has, by name.
        """
        self._suggestions, self._colours, self._said = list(suggestions), colours, self._empty
        self._list_again()

    def tell(self, sentence: str) -> None:
        """Say why nothing could be found."""
        self._said = sentence
        self._list_again()

    def _list_again(self) -> None:
        if self.is_running:
            self._list(self.query_one(OptionList).highlighted or 0)

    def _list(self, highlighted: int) -> None:
        options = self.query_one(OptionList)
        width = min(room(options), UNKNOWN_WIDTH)
        options.clear_options()
        if self._suggestions:
            options.add_options([Option(self._lines(each, width)) for each in self._suggestions])
            options.highlighted = min(highlighted, len(self._suggestions) - 1)
        else:
            options.add_option(Option(Text("\n".join(wrapped(self._said, width)), "dim"), disabled=True))

    def _lines(self, suggestion: Suggestion, width: int) -> Text:
        """A suggestion as it is listed: ticked or not, its colour, its name, and why below that."""
        lines = Text(no_wrap=True, overflow="ellipsis")
        lines.append("✓ " if suggestion.tag in self._ticked else "  ", "bold")
        colour = self._colours.get(suggestion.tag, "")
        drawn = tag_colour(colour, self.app.current_theme).hex
        lines.append("+ " if suggestion.new else "■ ", "bold" if suggestion.new else drawn)
        lines.append(fitted(suggestion.tag, width - len("    new tag")), "bold")
        lines.append("  new tag" if suggestion.new else "", "italic dim")
        for line in wrapped(suggestion.reason, width - len(INDENT)):
            lines.append(f"\n{INDENT}{line}", "dim")
        return lines

    def _highlighted(self) -> Suggestion | None:
        place = self.query_one(OptionList).highlighted
        there = place is not None and place < len(self._suggestions)
        return self._suggestions[place] if there and place is not None else None

    def action_tick(self) -> None:
        """Tick the highlighted suggestion, or take its tick off, and go on to the next."""
        suggestion, options = self._highlighted(), self.query_one(OptionList)
        if suggestion is not None:
            self._ticked ^= {suggestion.tag}
            self._list_again()
            options.highlighted = min((options.highlighted or 0) + 1, len(self._suggestions) - 1)

    def action_dismiss_for_good(self) -> None:
        """Have the highlighted tag never suggested here again."""
        suggestion = self._highlighted()
        if suggestion is not None:
            self._suggestions.remove(suggestion)
            self._ticked.discard(suggestion.tag)
            self._said = NO_MORE
            self._list_again()
            self._dismissed(suggestion.tag)

    @on(OptionList.OptionSelected)
    def take(self) -> None:
        """Give what is ticked, in the order listed; with nothing ticked, the highlighted tag."""
        chosen = [each.tag for each in self._suggestions if each.tag in self._ticked]
        highlighted = self._highlighted()
        if not chosen and highlighted is not None:
            chosen = [highlighted.tag]
        self.dismiss(tuple(chosen) or None)

    def action_leave(self) -> None:
        """Leave without one."""
        self.dismiss(None)
