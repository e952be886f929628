"""The peer: a Textual app with nothing but a line of text and a cursor to count keys with."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class EmptyApp(App[None]):
    """As little as a Textual app can be and still answer keys."""

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("ready")

    def on_mount(self) -> None:
        """No keys yet."""
        self.count = 0

    def on_key(self, event: events.Key) -> None:
        """Show how many keys there were."""
        self.count += 1
        self.query_one(Static).update(f"{event.key} {self.count}")


if __name__ == "__main__":
    EmptyApp().run()
