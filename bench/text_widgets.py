"""The peers of the reading view: Textual's widgets for long texts, each alone in an app.

Usage: ``python -m bench.text_widgets textarea|static FILE``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static, TextArea


class TextAreaApp(App[None]):
    """A read-only TextArea."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Show the text."""
        area = TextArea(self._text, read_only=True, soft_wrap=True)
        area.cursor_blink = False  # a blinking cursor would never be idle
        yield area


class StaticApp(App[None]):
    """A Static in a scrolling container."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Show the text."""
        with VerticalScroll():
            yield Static(self._text, markup=False)


if __name__ == "__main__":
    kind, path = sys.argv[1:]
    text = Path(path).read_text("utf-8")
    (TextAreaApp(text) if kind == "textarea" else StaticApp(text)).run()
