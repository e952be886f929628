"""Makes text harmless for a terminal. All that the command line writes to one passes through here.

Names and messages come from strangers' files: an escape sequence in one could move the cursor, hide text or
rename the window, and a directional control could show a path backwards.
"""

from __future__ import annotations

import codecs
import re
import sys
from typing import TYPE_CHECKING, TextIO

from store.model.surrogates import writable
from store.patterns import late_pattern

if TYPE_CHECKING:
    from rich.console import Console

_HARMFUL = late_pattern(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ue0f8\ufeff"
    "\ufff9-\ufffb]"
)
"""The characters that :func:`visible` replaces, except the newline, so that other text costs one search."""

_JSON_HARMFUL = late_pattern("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff]")
"""Characters that JSON may contain as they are, but a terminal may obey."""

_DIRECTION_MARKS = {0x061C: "·", 0x200E: "·", 0x200F: "·"}
"""Marks that turn the direction of neighbouring characters: a name needs none."""


def visible(text: str, *, keep: str = "") -> str:
    r"""Return text with control characters and directional controls made visible, one character for one.

    Bytes of a file name that are not UTF-8 are shown as ``\xff``.

    :param keep: control characters that stay as they are, such as newlines.
    """
    text = writable(text)
    if not _HARMFUL.search(text) and (keep == "\n" or "\n" not in text):
        return text
    from tui.typesetting.glyphs import displayed

    if keep:
        return "".join(
            piece if piece in keep else visible(piece)
            for piece in re.split(f"([{re.escape(keep)}])", text)
            if piece
        )
    return displayed(text.translate(_DIRECTION_MARKS))


def visible_json(line: str) -> str:
    r"""Return JSON with the characters that a terminal may obey escaped as ``\u0080``: the same values."""
    return _JSON_HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def write_visible(stream: TextIO, text: str) -> None:
    """Write lines of text to a stream with everything but the newlines made visible."""
    stream.write(visible(text, keep="\n"))


def visible_console(*, stderr: bool = False) -> Console:
    """Return a Rich console that makes control characters visible in all that it renders."""
    from collections.abc import Iterable

    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class VisibleConsole(Console):
        """The last step of rendering a renderable to the terminal replaces control characters."""

        def render(
            self, renderable: RenderableType, options: ConsoleOptions | None = None
        ) -> Iterable[Segment]:
            for segment in super().render(renderable, options):
                if segment.control or not _HARMFUL.search(segment.text):
                    yield segment
                else:
                    yield Segment(visible(segment.text, keep="\n"), segment.style)

    return VisibleConsole(stderr=stderr, highlight=False, markup=False, emoji=False)


class TerminalBytes:
    """A binary stream to standard output that makes control characters visible. It is given UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def write(self, data: bytes) -> int:
        """Write bytes of a text."""
        write_visible(sys.stdout, self._decoder.decode(data))
        return len(data)
