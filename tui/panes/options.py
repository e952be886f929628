"""The base of the tags pane and the notes pane: a list of options."""

from __future__ import annotations

from tui.paged_option_list import PagedOptionList
from tui.panes.pane import Pane


class OptionsPane(PagedOptionList, Pane, can_focus=True):
    """A list of options with the motions of the keymap."""

    def arrive(self) -> None:
        """Highlight the first option if none is, so that every key has a target."""
        if self.highlighted is None:
            self.highlight_near(0)

    def highlight_near(self, place: int) -> None:
        """Highlight the option at a place, or the last one. Do nothing if there is only a hint."""
        if self.option_count and not self.get_option_at_index(0).disabled:
            self._go(place)

    @property
    def is_in_use(self) -> bool:
        """Whether the pane has the focus, or will have it once a dialog is closed."""
        return self.screen.focused is self

    def _go(self, number: int) -> None:
        """Highlight an option, counted from 0. If there is no such option, highlight the first or last."""
        if self.option_count:
            self.highlighted = max(0, min(number, self.option_count - 1))

    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height // 2) * (self.take_count() or 1)

    def action_down(self) -> None:
        """Move down an option."""
        here = -1 if self.highlighted is None else self.highlighted
        self._go(here + (self.take_count() or 1))

    def action_up(self) -> None:
        """Move up an option."""
        self._go((self.highlighted or 0) - (self.take_count() or 1))

    def action_half_down(self) -> None:
        """Move down half a page."""
        self._go((self.highlighted or 0) + self._page())

    def action_half_up(self) -> None:
        """Move up half a page."""
        self._go((self.highlighted or 0) - self._page())

    def action_first(self) -> None:
        """Move to the first option, or to the one whose number was typed."""
        self._go((self.take_count() or 1) - 1)

    def action_last(self) -> None:
        """Move to the last option, or to the one whose number was typed."""
        self._go((self.take_count() or self.option_count) - 1)
