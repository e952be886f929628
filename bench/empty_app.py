"""The peer of the reader: a Textual app that shows one line and counts keys."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class EmptyApp(App[None]):
    """The smallest Textual app that responds to keys."""

    def compose(self) -> ComposeResult:
        """Show one line."""
        yield Static("ready")

    def on_mount(self) -> None:
        """Start counting."""
        self.count = 0

    def on_key(self, event: events.Key) -> None:
        """Show the key and the count."""
        self.count += 1
        self.query_one(Static).update(f"{event.key} {self.count}")


if __name__ == "__main__":
    EmptyApp().run()
