"""The find bar: an input on the bottom line, with the result of the search while the user types."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerError

from tui.panes.finding import Findable

if TYPE_CHECKING:
    from textual.widgets import Input


class FindBar(Horizontal):
    """Finds in a pane while the user types, and shows the result."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("up,down", "last", "Last query"),
    ]
    DEFAULT_CSS = """
    FindBar {
        height: 1; dock: bottom; display: none;
        Static { width: auto; padding: 0 1; }
        Input, Input:focus { height: 1; width: 1fr; border: none; padding: 0 1; }
    }
    """

    def __init__(self, hints: Widget) -> None:
        """Create a closed find bar.

        :param hints: the widget that is hidden while the find bar is open.
        """
        super().__init__()
        self._pane: Findable | None = None
        """The pane to find in, once the bar was opened."""
        self._hints = hints
        self.line: Input | None = None
        """The input. It is created when it is first needed, because its import is slow."""
        self._last: dict[Findable, str] = {}
        """What was found last in each pane."""
        self._live: Worker[None] | None = None
        """The search for what was typed last."""

    async def open(self, pane: Findable) -> None:
        """Show the bar and move the focus to its input.

        :param pane: the pane to find in.
        """
        self._pane = pane
        self._hints.display = False
        self.display = False
        if self.line is None:
            from textual.widgets import Input

            self.line = Input(select_on_focus=False)
            await self.mount(Static("/"), self.line, Static("", markup=False, id="outcome"))
        self.line.placeholder = str(pane.FIND_HINT)
        self.line.value = ""
        self._show("")
        self.display = True
        self.screen.set_focus(self.line)

    def _close(self) -> None:
        """Show the key hints again, and move the focus to the pane."""
        self.display = False
        self._hints.display = True
        if self._pane is not None:
            self.screen.set_focus(self._pane.focus_target)

    def _show(self, status: str) -> None:
        self.query_one("#outcome", Static).update(status)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find the text typed so far. What is typed meanwhile takes its place."""
        event.stop()
        if self.display and self._pane is not None:
            live = self._find_live(self._pane, event.value)
            self._live = self.run_worker(live, group="find", exclusive=True)

    async def _find_live(self, pane: Findable, query: str) -> None:
        if await pane.find_live(query) and self.display and pane is self._pane:
            self._show(pane.find_status)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Stay at the match. An empty input repeats the last query."""
        event.stop()
        pane = self._pane
        if pane is None:
            return
        query = event.value or self._last.get(pane, "")
        self._last[pane] = query
        if self._live is not None:
            with suppress(WorkerError):
                await self._live.wait()  # so that the next key finds the cursor at the match
        self._close()
        if query:
            await pane.finish_finding(query)
        else:
            pane.cancel_finding()

    def action_last(self) -> None:
        """Insert the last query."""
        if self.line is not None and self._pane is not None:
            self.line.value = self._last.get(self._pane, "")
            self.line.cursor_position = len(self.line.value)

    def action_leave(self) -> None:
        """Cancel the search and move the cursor back."""
        self._close()
        if self._pane is not None:
            self._pane.cancel_finding()
