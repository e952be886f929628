"""Asks whether a text that seems to hold several articles is split."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from store.language import Lazy, _, lazy
from tui.dialogs.base.choice import ChoiceDialog

KEYS_OF_SPLIT = lazy("s split · enter choose · esc back")


class SplitDialog(ChoiceDialog):
    """Asks for one article, 0, or several, 1. Returns None if cancelled."""

    KEYS: ClassVar[Lazy] = KEYS_OF_SPLIT
    BINDINGS: ClassVar[list[BindingType]] = [Binding("s", "split", "Split")]

    def __init__(self, name: str, what: str, example: str) -> None:
        """Create the dialog.

        :param name: what the file or text is called.
        :param what: such as ``12 articles``.
        :param example: the line that begins each of them, such as ``第…篇``.
        """
        super().__init__(
            _("{name} looks like {what}", name=name, what=what),
            [_("Import it as one article"), _("Split into {what}, by {example}", what=what, example=example)],
        )

    def action_split(self) -> None:
        """Split it."""
        self.dismiss(1)
