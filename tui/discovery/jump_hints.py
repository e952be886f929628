"""Jump hints: letters over the screen as it is; typing those of a thing jumps there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from tui.dialogs.base.dismissed_once import DismissedOnce
from tui.discovery.jump_labels import jump_labels
from tui.panes.jump_target import JumpTarget


class JumpHints(DismissedOnce["JumpTarget | str | None"]):
    """Shows the hints. Returns the target whose letters are typed, or other keys typed, or None if cancelled.

    It paints the picture of the main screen that it is given, so that nothing on it moves.
    """

    CSS = "JumpHints { layers: default; & .jump-hints--label { color: $background; background: $accent; } }"
    AUTO_FOCUS = "_Picture"

    def __init__(self, picture: Sequence[Strip], targets: Iterable[JumpTarget]) -> None:
        """Create the screen. ``picture`` has the rows of the main screen."""
        super().__init__()
        self._picture = _Picture(picture, targets)

    def compose(self) -> ComposeResult:
        """The picture, which fills the screen."""
        yield self._picture

    def on_key(self, event: events.Key) -> None:
        """Take a letter. Any other key than those shown cancels."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
            return
        typed = self._picture.typed + (event.character or f" {event.key}")
        found = self._picture.narrowed(typed)
        if found is not None:
            self.dismiss(found)
        elif not self._picture.hints:
            self.dismiss(typed.strip())

    def on_click(self) -> None:
        """Cancel."""
        self.dismiss(None)

    def on_resize(self, event: events.Resize) -> None:
        """Cancel when the terminal gets another size, because the picture no longer fits it."""
        rows = self._picture.rows
        if event.size != (rows[0].cell_length if rows else 0, len(rows)):
            self.dismiss(None)


class _Picture(Widget, can_focus=True):
    """The rows of a screen with the hints that are left."""

    DEFAULT_CSS = "_Picture { width: 1fr; height: 1fr; }"
    COMPONENT_CLASSES = {"jump-hints--label", "jump-hints--typed"}  # noqa: RUF012 - declared so in Textual

    def __init__(self, rows: Sequence[Strip], targets: Iterable[JumpTarget]) -> None:
        super().__init__()
        self.rows = rows
        self.typed = ""
        """The letters typed so far."""
        there = _apart(targets)
        self.hints = dict(zip(jump_labels(len(there)), there, strict=False))
        """The targets that are left, by their letters."""

    def narrowed(self, typed: str) -> JumpTarget | None:
        """Leave the hints that begin with the letters typed. Return the target of one that is complete."""
        self.typed = typed
        self.hints = {label: target for label, target in self.hints.items() if label.startswith(typed)}
        self.refresh()
        return self.hints.get(typed)

    def render_line(self, y: int) -> Strip:
        """Paint a row: the letters that are still to be typed, over the picture."""
        row = self.rows[y] if y < len(self.rows) else Strip.blank(self.size.width)
        style = self.get_component_rich_style("jump-hints--label") + Style(bold=True)
        for label, target in self.hints.items():
            if target.y == y:
                letters = label.removeprefix(self.typed)
                row = Strip.join(
                    [
                        row.crop(0, target.x),
                        Strip([Segment(letters, style)]),
                        row.crop(target.x + len(letters), row.cell_length),
                    ]
                )
        return row


def _apart(targets: Iterable[JumpTarget]) -> list[JumpTarget]:
    """The targets in the order of the screen, without those whose letters would cover another's."""
    kept: list[JumpTarget] = []
    for target in sorted(targets, key=lambda each: (each.y, each.x)):
        if not kept or target.y != kept[-1].y or target.x >= kept[-1].x + 2:
            kept.append(target)
    return kept
