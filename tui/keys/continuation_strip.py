"""Shows which keys may follow a count or an unfinished key sequence, above the bottom line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from store.language import lazy
from tui.keys.sequences import Continuation, SequenceParser
from tui.typesetting.fitting import fitted

DELAY = 0.5
"""Seconds after a key until the keys that may follow are shown."""

ROOM_BESIDE = 5
"""Rows of the screen that are left: the frame of the strip, the bottom line, and the top of the panes."""

MORE = lazy("{count} more in the help")

FRAME = 4
"""Cells of the frame and the padding of the strip."""

GAP = 3
"""Cells between two columns."""

MOST_LINES = 12
"""The greatest number of lines. More continuations than fit are left out."""


class ContinuationStrip(Widget):
    """A list in columns, over the panes. It is gone with the next key."""

    DEFAULT_CSS = """
    ContinuationStrip {
        layer: over; dock: bottom; margin-bottom: 1; height: auto; display: none;
        background: $surface; border: round $border-blurred; border-title-color: $primary;
        border-title-style: bold; padding: 0 1;
        & > .continuations--key { color: $primary; text-style: bold; }
    }
    """
    COMPONENT_CLASSES = {"continuations--key"}  # noqa: RUF012 - declared like this in Textual

    def __init__(self) -> None:
        super().__init__()
        self._continuations: Sequence[Continuation] = ()
        self._timer: Timer | None = None

    def follow(self, sequences: SequenceParser) -> None:
        """Hide what is shown, and show what may follow after a while, if something has begun."""
        self.clear()
        if sequences.pending:
            self._timer = self.set_timer(DELAY, partial(self._show, sequences, sequences.pending))

    def clear(self) -> None:
        """Hide what is shown, and show nothing later."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.display = False

    def _show(self, sequences: SequenceParser, pending: str) -> None:
        """Show what may follow, unless another key has been typed or a dialog opened meanwhile."""
        if sequences.pending != pending or not self.screen.is_current:
            return
        self._continuations = sequences.continuations
        self.border_title = pending
        width = max(1, self.screen.size.width - FRAME)
        shown = self._columns(width) * self._shown_lines(width, self.screen.size.height)
        more = len(self._continuations) - shown
        self.border_subtitle = MORE.format(count=more) if more > 0 else ""
        self.display = bool(self._continuations)
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's signature
        """All of the width there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The number of lines at a width in cells."""
        return self._shown_lines(width, viewport.height)

    def _shown_lines(self, width: int, screen_height: int) -> int:
        return min(self._lines(width), MOST_LINES, max(1, screen_height - ROOM_BESIDE))

    def _lines(self, width: int) -> int:
        return -(-len(self._continuations) // self._columns(width))

    def _columns(self, width: int) -> int:
        return max(1, (width + GAP) // (self._column_width(width) + GAP))

    def _column_width(self, width: int) -> int:
        widest = (self._keys_width + 1 + cell_len(each.title) for each in self._continuations)
        return min(max(widest, default=1), max(1, width))

    @property
    def _keys_width(self) -> int:
        return max((cell_len(each.keys) for each in self._continuations), default=0)

    def render_line(self, y: int) -> Strip:
        """Paint a line. The columns are read from top to bottom."""
        width, height = self.content_size.width, max(1, self.content_size.height)
        plain, key = self.rich_style, self.get_component_rich_style("continuations--key")
        column, keys = self._column_width(width), self._keys_width
        segments = []
        for place in range(y, min(len(self._continuations), height * self._columns(width)), height):
            each = self._continuations[place]
            segments += [
                Segment(each.keys.rjust(keys), key),
                *_cut(f" {each.title}", column - keys, plain),
                Segment(" " * GAP, plain),
            ]
        return Strip(segments).adjust_cell_length(width, plain)


def _cut(words: str, width: int, style: Style) -> list[Segment]:
    """The words in exactly ``width`` cells."""
    shown = fitted(words, width)
    return [Segment(shown + " " * (width - cell_len(shown)), style)]
