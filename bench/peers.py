"""The peers of the reading view: Textual's own ways to show a long text, each alone in an app.

python -m bench.peers textarea|static FILE
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static, TextArea


class TextAreaApp(App[None]):
    """A text in a TextArea that cannot be written to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text."""
        area = TextArea(self._text, read_only=True, soft_wrap=True)
        area.cursor_blink = False  # else it would never be at rest
        yield area


class StaticApp(App[None]):
    """A text in a Static that scrolls."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text."""
        with VerticalScroll():
            yield Static(self._text, markup=False)


if __name__ == "__main__":
    kind, path = sys.argv[1:]
    text = Path(path).read_text("utf-8")
    (TextAreaApp(text) if kind == "textarea" else StaticApp(text)).run()
