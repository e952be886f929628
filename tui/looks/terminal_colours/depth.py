"""How many colours are shown."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

MONOCHROME_TERMINALS = frozenset({"dumb", "unknown", "vt100", "vt102", "vt220", "xterm-mono"})
"""Values of ``TERM`` of terminals without colours, as terminfo has them."""


class Depth(Enum):
    """The colours that are shown."""

    NONE = auto()
    """None: bold, underlined, dim and reversed text only."""
    OWN = auto()
    """The terminal's own: its foreground and background, and the first 8 colours as its user chose them."""
    EIGHT_GROUNDS = auto()
    """16 colours of text, but only the first 8 as backgrounds: the Linux console."""
    SIXTEEN = auto()
    EIGHT_BIT = auto()
    """The 256 colours of xterm."""
    TRUE = auto()
    """All."""


def depth_of(colour_system: str | None, environ: Mapping[str, str]) -> Depth:
    """The colours of the terminal.

    :param colour_system: Rich's name of what it has found out from ``COLORTERM`` and ``TERM``.
    :param environ: the environment. ``NO_COLOR`` counts unless it is empty (https://no-color.org).
    """
    term = environ.get("TERM", "").strip().lower()
    if environ.get("NO_COLOR") or colour_system is None or term in MONOCHROME_TERMINALS:
        return Depth.NONE
    if colour_system == "truecolor":
        return Depth.TRUE
    if colour_system == "256":
        return Depth.EIGHT_BIT
    return Depth.EIGHT_GROUNDS if term.partition("-")[0] == "linux" else Depth.SIXTEEN
