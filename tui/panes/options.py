"""A pane that is a list of options: what the tags pane and the notes pane share."""

from __future__ import annotations

from textual.widgets import OptionList

from tui.panes.pane import Pane


class OptionsPane(OptionList, Pane, can_focus=True):
    """A list of options with the motions of the registry."""

    def arrive(self) -> None:
        """Highlight the first option, so that every key has something to work on."""
        if self.highlighted is None:
            self.highlight_near(0)

    def highlight_near(self, place: int) -> None:
        """Highlight the option at a place, or the last one; nothing where there is only a hint."""
        if self.option_count and not self.get_option_at_index(0).disabled:
            self._go(place)

    @property
    def is_in_use(self) -> bool:
        """Whether keys go here, or will when a dialog over it is left."""
        return self.screen.focused is self

    def _go(self, number: int) -> None:
        """Highlight an option, counted from 0, or the first or last where there is no such."""
        if self.option_count:
            self.highlighted = max(0, min(number, self.option_count - 1))

    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height // 2) * (self.take_count() or 1)

    def action_down(self) -> None:
        """Down an option."""
        here = -1 if self.highlighted is None else self.highlighted
        self._go(here + (self.take_count() or 1))

    def action_up(self) -> None:
        """Up an option."""
        self._go((self.highlighted or 0) - (self.take_count() or 1))

    def action_half_down(self) -> None:
        """Down half a page."""
        self._go((self.highlighted or 0) + self._page())

    def action_half_up(self) -> None:
        """Up half a page."""
        self._go((self.highlighted or 0) - self._page())

    def action_first(self) -> None:
        """To the first option, or to the one whose number was typed."""
        self._go((self.take_count() or 1) - 1)

    def action_last(self) -> None:
        """To the last option, or to the one whose number was typed."""
        self._go((self.take_count() or self.option_count) - 1)
