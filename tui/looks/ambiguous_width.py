"""Support for terminals that draw ambiguous characters two cells wide (UAX #11).

Textual counts one cell for ``“ ” ‘ ’ — … ·`` and for the lines of frames. Some terminals, usually with East
Asian fonts, draw two, which shifts the rest of the row. The reading view leaves room for the second cell
(:data:`tui.typesetting.glyphs.SECOND_CELL`). Elsewhere such a character is replaced by a narrow one.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import east_asian_width

from textual.driver import Driver

from tui.typesetting.glyphs import SECOND_CELL

WIDTH_QUERY = "\x1b7\x1b[1;1H“\x1b[6n\x1b8"
"""Asks the terminal for its width of ambiguous characters. Writes one in the top left corner, requests the
position of the cursor (CPR) and restores the cursor. The next painting overwrites the corner."""

WIDE_COLUMN = 2
"""The column, from 0, of the cursor after the query if the character takes two cells."""

_NARROW_FORMS: dict[str, str] = {
    **dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺—―", "-"),
    **dict.fromkeys("│┃┆┇┊┋╎╏║▏▎▍▌▋▊▉▐", "|"),
    **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬", "+"),
    **dict.fromkeys("▁▂▃▄▅▆▇░▒", " "),
    **dict.fromkeys("█▓■▪◼", "#"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("●★◆※", "*"),
    **dict.fromkeys("○◎☆◇°", "o"),
    **dict.fromkeys("→▷▶", ">"),
    **dict.fromkeys("←◁◀", "<"),
    **dict.fromkeys("·…‥", "."),
    "↑": "^",
    "↓": "v",
    "×": "x",
    "–": "-",
}
"""The narrow replacements of ambiguous characters."""

_MAYBE_AMBIGUOUS = f"([^\x00-\x7f\u2e80-\ud7ff\uf900-\uffef])({SECOND_CELL})?"
"""A pattern. ``re`` compiles it at its first use, which most terminals never reach."""


def rewrite_for_wide(output: str) -> str:
    """Rewrite output for a terminal that draws ambiguous characters two cells wide."""
    return re.sub(_MAYBE_AMBIGUOUS, _narrow, output)


def _narrow(match: re.Match[str]) -> str:
    character, second_cell = match.groups()
    if second_cell or not _is_ambiguous(character):
        return str(character)
    return _NARROW_FORMS.get(character, "?")


@cache
def _is_ambiguous(character: str) -> bool:
    return east_asian_width(character) == "A"


def with_wide_support(driver: type[Driver]) -> type[Driver]:
    """A subclass of the driver. If its ``is_wide`` is set, ambiguous characters may take two cells."""

    class WideDriver(driver):  # type: ignore[misc, valid-type]  # its class depends on the platform
        """Rewrites its output if the terminal is wide."""

        is_wide = False

        def write(self, data: str) -> None:
            """Write to the terminal."""
            super().write(rewrite_for_wide(data) if self.is_wide else data)

    return WideDriver
