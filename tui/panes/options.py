"""A pane that is a list of options: what the tags pane and the notes pane share."""

from __future__ import annotations

from textual.widgets import OptionList

from tui.panes.pane import Pane


class OptionsPane(OptionList, Pane, can_focus=True):
    """A list of options with the motions of the registry."""

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
