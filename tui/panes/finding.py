"""What a pane needs so that the find bar can find in it while the user types."""

from __future__ import annotations

from typing import ClassVar, Protocol

from textual.message import Message
from textual.widget import Widget

from store.language import Lazy


class Findable(Protocol):
    """A widget in which something is found while the user types."""

    FIND_HINT: ClassVar[Lazy]
    """What can be typed. It is shown in the empty find bar."""

    @property
    def focus_target(self) -> Widget:
        """What gets the focus when the find bar is closed."""

    @property
    def find_status(self) -> str:
        """The number of the current match and of all, or why there is none. Empty without a search."""

    async def find_live(self, query: str) -> bool:
        """Find what was typed so far, from where typing began.

        :return: False if meanwhile something else was typed: then nothing has changed.
        """

    async def finish_finding(self, query: str) -> None:
        """Stay at the match, and report if there is none."""

    def cancel_finding(self) -> None:
        """Clear the search, and go back to where typing began."""


class FindRequested(Message):
    """The user wants to find something in a pane: open the find bar."""

    def __init__(self, pane: Findable) -> None:
        super().__init__()
        self.pane = pane
        """The pane that is searched. It gets the focus afterwards."""
