"""A list of the values of a setting, each of which is shown while it is highlighted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.widgets import OptionList

from tui.dialogs.base.choice import ChoiceDialog


class ValueDialog(ChoiceDialog):
    """Asks for one of the values of a setting. Returns its index, or None if cancelled."""

    def __init__(self, name: str, values: Sequence[str], chosen: int, preview: Callable[[int], None]) -> None:
        """Create the dialog.

        :param name: the setting.
        :param chosen: the index of the present value.
        :param preview: shows a value, given its index.
        """
        super().__init__(name, values, chosen)
        self._preview = preview

    @on(OptionList.OptionHighlighted)
    def preview(self, event: OptionList.OptionHighlighted) -> None:
        """Show the highlighted value."""
        self._preview(event.option_index)
