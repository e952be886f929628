"""The bottom line: the most important keys of the current pane, and the status.

A single widget paints the line. Textual's own footer has a widget per key and remounts them whenever the
focus moves.
"""

from __future__ import annotations

import time
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.keys.action import Action, Scope
from tui.keys.keymap import actions_in, key_names

PROGRESS_INTERVAL = 0.1
"""Seconds between updates of the progress."""


class KeyHints(Widget):
    """Shows the keys of a scope and those that work everywhere, as far as they fit. Each can be clicked."""

    DEFAULT_CSS = "KeyHints { height: 1; dock: bottom; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key"}

    class Clicked(Message):
        """A hint was clicked."""

        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action
            """The action of the hint."""

    class ProgressChanged(Message):
        """Work in the background has made progress."""

        def __init__(self, progress: str) -> None:
            super().__init__()
            self.progress = progress
            """The progress as text. Empty when the work is done."""

    def __init__(self) -> None:
        super().__init__()
        self._actions: list[Action] = []
        self._status = ""
        self._progress = ""
        self._last_progress_time = 0.0

    def show_begin(self, work: str) -> None:
        """Show at once that work begins, until its progress or its end is shown."""
        self.post_message(self.ProgressChanged(work))

    def show_progress(self, work: str, done: int, total: int) -> None:
        """Show the progress of work in the background. May be called often, and in any thread."""
        now = time.monotonic()
        if done >= total:
            self.post_message(self.ProgressChanged(""))
        elif done and now - self._last_progress_time > PROGRESS_INTERVAL:
            self.post_message(self.ProgressChanged(f"{work} {done:,}/{total:,}"))
        elif done:
            return
        self._last_progress_time = now

    def on_key_hints_progress_changed(self, event: ProgressChanged) -> None:
        """Show the progress instead of the status, whose reading time would look like that of the work."""
        event.stop()
        if event.progress != self._progress:
            self._progress = event.progress
            self.refresh()

    def show_status(self, status: str) -> None:
        """Show a text at the right end of the line."""
        if status != self._status:
            self._status = status
            self.refresh()

    def show(self, scope: Scope) -> None:
        """Show the keys of a scope."""
        everywhere = [action for action in actions_in(Scope.APP) if scope.allows(action)]
        self._actions = [action for action in actions_in(scope) + everywhere if action.hint and action.keys]
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is one line
        """Paint the line."""
        right = f" {shown} " if (shown := self._progress or self._status) else ""
        key, plain = self.get_component_rich_style("hints--key"), self.rich_style
        segments, room = [], self.size.width - cell_len(right)
        for number, action in enumerate(self._actions):
            name, label = f" {key_names(action).split()[0]}", f" {action.hint} "
            room -= cell_len(name + label)
            if room < 0:
                break
            click = Style.from_meta({"@click": f"choose({number})"})
            segments += [Segment(name, key + click), Segment(label, plain + click)]
        hints = Strip(segments).adjust_cell_length(self.size.width - cell_len(right), plain)
        return Strip([*hints, Segment(right, plain)])

    def action_choose(self, number: int) -> None:
        """Post which hint was clicked."""
        self.post_message(self.Clicked(self._actions[number]))
