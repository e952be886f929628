"""Names the other panes in the frame of the one that is shown alone."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.widget import Widget

from tui.keys.action import Scope
from tui.keys.keymap import key_for
from tui.panes.visibility import PaneName, neighbour

ROOM_FOR_TITLE = 24
"""Cells that the title of the pane needs. Where less would be left, only the next pane is named."""


class PaneTabs(Widget):
    """The other panes with their keys, over the top of the frame, at its right end. Each can be clicked."""

    DEFAULT_CSS = """
    PaneTabs {
        layer: over; dock: right; width: auto; height: 1; margin-right: 2; display: none;
        background: $background; color: $foreground 70%;
        & > .pane-tabs--key { color: $primary; text-style: bold; }
    }
    """
    COMPONENT_CLASSES = {"pane-tabs--key"}  # noqa: RUF012 - declared like this in Textual

    def __init__(self) -> None:
        super().__init__()
        self._current = PaneName.ARTICLES
        self._hidden: frozenset[PaneName] = frozenset()

    def show(self, current: PaneName, hidden: frozenset[PaneName]) -> None:
        """Name the panes other than the current one."""
        self.display = True
        self._current, self._hidden = current, hidden
        self.refresh(layout=True)  # the width may be another one too

    async def on_click(self, event: events.Click) -> None:
        """Go to the pane whose name was clicked."""
        event.stop()
        name = event.style.meta.get("pane")
        if name is not None:
            await self.run_action(f"screen.switch({name!r})")

    def render(self) -> RenderResult:
        """The names, as far as there is room."""
        others = [
            (key_for(Scope.APP, f"switch('{name}')"), name) for name in PaneName if name is not self._current
        ]
        following = neighbour(self._current, 1, self._hidden)
        for shown in (others, [(key_for(Scope.APP, "next_pane"), following)]):
            text = self._named(shown)
            if text.cell_len + ROOM_FOR_TITLE <= self.app.size.width:
                return text
        return Text()

    def _named(self, panes: list[tuple[str, PaneName]]) -> Text:
        key_look = self.get_component_rich_style("pane-tabs--key")
        text = Text(" ", no_wrap=True)
        for key, name in panes:
            pane = Style.from_meta({"pane": name.value})
            text.append(key, key_look + pane).append(f" {Scope[name.name].label}  ", pane)
        text.right_crop(1)
        return text
