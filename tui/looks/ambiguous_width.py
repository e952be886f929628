"""Terminals that draw ambiguous characters two cells wide (UAX #11): asked about, and written to so.

Textual counts one cell for ``“ ” ‘ ’ — … ·`` and for the lines of frames; a terminal with the habits of East
Asian fonts draws two, and everything behind them in the row is shifted. The reading view makes room there
(:data:`tui.typesetting.glyphs.SECOND_CELL`); elsewhere a character that takes one cell stands in.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import east_asian_width

from textual.driver import Driver

from tui.typesetting.glyphs import SECOND_CELL

ASK = "\x1b7\x1b[1;1H“\x1b[6n\x1b8"
"""Writes an ambiguous character in the corner and has the terminal report the cursor (CPR): it is in the
second column, or in the third. What the corner shows is painted afterwards."""

WIDE_COLUMN = 2
"""The column, from 0, that is reported where the character takes two cells."""

_STAND_INS: dict[str, str] = {
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
"""What stands for an ambiguous character where there is one cell for it."""

_doubtful = re.compile(f"([^\x00-\x7f\u2e80-\ud7ff\uf900-\uffef])({SECOND_CELL})?")


def for_wide(output: str) -> str:
    """What is to be written, for a terminal that draws ambiguous characters two cells wide."""
    return _doubtful.sub(_written, output)


def _written(match: re.Match[str]) -> str:
    character, second_cell = match.groups()
    if second_cell or not _is_ambiguous(character):
        return str(character)
    return _STAND_INS.get(character, "?")


@cache
def _is_ambiguous(character: str) -> bool:
    return east_asian_width(character) == "A"


def aware_of_wide(driver: type[Driver]) -> type[Driver]:
    """The driver, able to write to a terminal that draws ambiguous characters two cells wide."""

    class AwareDriver(driver):  # type: ignore[misc, valid-type]  # which one it is depends on the platform
        """Writes as the terminal needs it."""

        is_wide = False

        def write(self, data: str) -> None:
            """Write to the terminal."""
            super().write(for_wide(data) if self.is_wide else data)

    return AwareDriver
