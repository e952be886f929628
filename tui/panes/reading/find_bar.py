"""The line for typing what to find, in the place of the bottom line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from tui.panes.reading.finding import FindView

if TYPE_CHECKING:
    from textual.widgets import Input


class FindBar(Horizontal):
    """Has the reading view find what is typed, while it is typed, and shows the outcome."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("up,down", "last", "Last"),
    ]
    DEFAULT_CSS = """
    FindBar {
        height: 1; dock: bottom; display: none;
        Static { width: auto; padding: 0 1; }
        Input, Input:focus { height: 1; width: 1fr; border: none; padding: 0 1; }
    }
    """

    def __init__(self, view: FindView, hints: Widget) -> None:
        """A line for finding in ``view``; while it is open it takes the place of ``hints``."""
        super().__init__()
        self._view = view
        self._hints = hints
        self.line: Input | None = None
        """The input; made when it is first needed, because its import is slow."""
        self._last = ""

    async def open(self) -> None:
        """Let the reader type."""
        self._hints.display = False
        self.display = False
        if self.line is None:
            from textual.widgets import Input

            hint = "characters, pinyin, or re: and a regular expression · ↑ the last one"
            self.line = Input(placeholder=hint, select_on_focus=False)
            await self.mount(Static("/"), self.line, Static("", markup=False, id="outcome"))
        self.line.value = ""
        self._show("")
        self.display = True
        self.screen.set_focus(self.line)

    def _close(self) -> None:
        """Give the bottom line back, and the focus to the reading view."""
        self.display = False
        self._hints.display = True
        self.screen.set_focus(self._view)

    def _show(self, outcome: str) -> None:
        self.query_one("#outcome", Static).update(outcome)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find what was typed so far."""
        event.stop()
        if self.display:
            self._view.find_live(event.value)
            self._show(self._view.outcome)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Stay at what was found; an empty line finds the last query again."""
        event.stop()
        query = event.value or self._last
        self._last = query
        self._close()
        if query:
            self._view.find_settled(query)
        else:
            self._view.find_dropped()

    def action_last(self) -> None:
        """Put in the last query."""
        if self.line is not None:
            self.line.value = self._last
            self.line.cursor_position = len(self._last)

    def action_leave(self) -> None:
        """Find nothing, and go back to where the reader was."""
        self._close()
        self._view.find_dropped()
