"""The bottom line: the keys that matter where the reader is.

One widget that draws a line; Textual's own footer is a widget a key, remounted whenever the focus moves.
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

from tui.keys.keymap import Action, Scope, actions_in, key_names

PROGRESS_EVERY = 0.1
"""Seconds between two reports of progress that are shown."""


class KeyHints(Widget):
    """The keys of a scope, and those that work everywhere, as far as they fit; each can be clicked."""

    DEFAULT_CSS = "KeyHints { height: 1; dock: bottom; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key"}

    class Chosen(Message):
        """A hint was clicked."""

        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action
            """What it stands for."""

    class Progressed(Message):
        """Work in the background has got further."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words
            """How far it is; empty when it is done."""

    def __init__(self) -> None:
        super().__init__()
        self._actions: list[Action] = []
        self._words = ""
        self._work = ""
        self._progressed_at = 0.0

    def tell_progress(self, work: str, done: int, total: int) -> None:
        """Show how far work in the background is, now and then; callable on any thread."""
        now = time.monotonic()
        if done >= total:
            self.post_message(self.Progressed(""))
        elif done and now - self._progressed_at > PROGRESS_EVERY:
            self.post_message(self.Progressed(f"{work} {done:,}/{total:,}"))
        elif done:
            return
        self._progressed_at = now

    def on_key_hints_progressed(self, event: Progressed) -> None:
        """Show how far work in the background is, before the other words."""
        event.stop()
        if event.words != self._work:
            self._work = event.words
            self.refresh()

    def tell(self, words: str) -> None:
        """Show words at the right end of the line."""
        if words != self._words:
            self._words = words
            self.refresh()

    def show(self, scope: Scope) -> None:
        """Show the keys of another scope."""
        everywhere = [action for action in actions_in(Scope.APP) if scope.leaves(action)]
        self._actions = [action for action in actions_in(scope) + everywhere if action.footer]
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is one line
        """The line."""
        told = "".join(f" {words} " for words in (self._work, self._words) if words)
        key, plain = self.get_component_rich_style("hints--key"), self.rich_style
        segments, room = [], self.size.width - cell_len(told)
        for number, action in enumerate(self._actions):
            name, label = f" {key_names(action).split()[0]}", f" {action.label} "
            room -= cell_len(name + label)
            if room < 0:
                break
            click = Style.from_meta({"@click": f"choose({number})"})
            segments += [Segment(name, key + click), Segment(label, plain + click)]
        hints = Strip(segments).adjust_cell_length(self.size.width - cell_len(told), plain)
        return Strip([*hints, Segment(told, plain)])

    def action_choose(self, number: int) -> None:
        """A hint was clicked: say which."""
        self.post_message(self.Chosen(self._actions[number]))
