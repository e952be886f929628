"""Lists suggested tags with the reason for each. The user accepts some or dismisses them for good."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.language import lazy
from store.suggestions.suggestion import Suggestion
from tui.dialogs.base.dialog import UNKNOWN_WIDTH, ListDialog, line_width, set_frame
from tui.late_answers import late_answer
from tui.looks.themes import tag_colour
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted, wrapped

KEYS = lazy("enter accept · space tick · d dismiss for good · esc cancel")
LOOKING = lazy("Looking for tags that may fit…")
NO_MORE = lazy("Nothing else to suggest.")

NEW_TAG = lazy("new tag")

INDENT = "    "
"""The indent of a reason, which is below the name of its tag."""


class SuggestionsDialog(ListDialog[tuple[str, ...] | None]):
    """Asks which suggested tags to accept. Returns them, or None if cancelled.

    It opens before the suggestions are found. :meth:`show` adds them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("space", "tick", "Tick", priority=True),
        Binding("d", "dismiss_for_good", "Dismiss for good"),
    ]

    def __init__(self, subject: str, empty: str, dismiss_tag: Callable[[str], None]) -> None:
        """Create the dialog.

        :param subject: what the tags are for, for the title.
        :param empty: the message if there are no suggestions.
        :param dismiss_tag: called with a tag that the user dismisses for good.
        """
        super().__init__()
        self._subject = subject
        self._empty = empty
        self._dismiss_tag = dismiss_tag
        self._text = str(LOOKING)
        """The text that is shown while there are no suggestions."""
        self._suggestions: list[Suggestion] = []
        self._colours: Mapping[str, str] = {}
        self._ticked: set[str] = set()

    def compose(self) -> ComposeResult:
        """The list of suggestions."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, self._subject, KEYS)
            yield PagedOptionList(markup=False)

    def on_mount(self) -> None:
        """Show that suggestions are being looked for."""
        self._list(0)

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self.call_after_refresh(self._list_again)

    @late_answer
    def show(self, suggestions: Sequence[Suggestion], colours: Mapping[str, str]) -> None:
        """Show the suggestions.

        :param colours: the colours of the tags of the codebook, by name.
        """
        self._suggestions, self._colours, self._text = list(suggestions), colours, self._empty
        self._list_again()

    @late_answer
    def show_error(self, message: str) -> None:
        """Show why suggestions could not be found."""
        self._text = message
        self._list_again()

    def _list_again(self) -> None:
        self._list(self.query_one(OptionList).highlighted or 0)

    def _list(self, highlighted: int) -> None:
        options = self.query_one(OptionList)
        width = min(line_width(options), UNKNOWN_WIDTH)
        options.clear_options()
        if self._suggestions:
            options.add_options([Option(self._lines(each, width)) for each in self._suggestions])
            options.highlighted = min(highlighted, len(self._suggestions) - 1)
        else:
            options.add_option(Option(Text("\n".join(wrapped(self._text, width)), "dim"), disabled=True))

    def _lines(self, suggestion: Suggestion, width: int) -> Text:
        """The lines of a suggestion: its tick, colour and name, and below them the reason."""
        lines = Text(no_wrap=True, overflow="ellipsis")
        lines.append("✓ " if suggestion.tag in self._ticked else "  ", "bold")
        colour = self._colours.get(suggestion.tag, "")
        drawn = tag_colour(colour, self.app.current_theme).hex
        lines.append("+ " if suggestion.new else "■ ", "bold" if suggestion.new else drawn)
        lines.append(fitted(suggestion.tag, width - cell_len(f"    {NEW_TAG}")), "bold")
        lines.append(f"  {NEW_TAG}" if suggestion.new else "", "italic dim")
        for line in wrapped(suggestion.reason, width - len(INDENT)):
            lines.append(f"\n{INDENT}{line}", "dim")
        return lines

    def _highlighted(self) -> Suggestion | None:
        index = self.query_one(OptionList).highlighted
        if index is None or index >= len(self._suggestions):
            return None
        return self._suggestions[index]

    def action_tick(self) -> None:
        """Tick or untick the highlighted suggestion, and go to the next."""
        suggestion, options = self._highlighted(), self.query_one(OptionList)
        if suggestion is not None:
            self._ticked ^= {suggestion.tag}
            self._list_again()
            options.highlighted = min((options.highlighted or 0) + 1, len(self._suggestions) - 1)

    def action_dismiss_for_good(self) -> None:
        """Dismiss the highlighted tag, so that it is not suggested here again."""
        suggestion = self._highlighted()
        if suggestion is not None:
            self._suggestions.remove(suggestion)
            self._ticked.discard(suggestion.tag)
            self._text = str(NO_MORE)
            self._list_again()
            self._dismiss_tag(suggestion.tag)

    @on(OptionList.OptionSelected)
    def accept(self) -> None:
        """Return the ticked tags in the order of the list. If none is ticked, return the highlighted one."""
        chosen = [each.tag for each in self._suggestions if each.tag in self._ticked]
        highlighted = self._highlighted()
        if not chosen and highlighted is not None:
            chosen = [highlighted.tag]
        self.dismiss(tuple(chosen) or None)

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
