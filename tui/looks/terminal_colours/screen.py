"""Translates what is painted on the screen, after everything else has been done with it."""

from __future__ import annotations

from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.color import Color
from textual.strip import Strip

from tui.looks.terminal_colours.translation import TerminalColours

_NOWHERE = Color(0, 0, 0)
"""The background that Textual's filters are told; the translation reads each segment's own."""


def in_terminal_colours(update: object, colours: TerminalColours) -> None:
    """Translate the strips of an update of the screen. Each strip remembers its translation."""
    translated: dict[int, Strip] = {}  # of this update: many rows share the strips of frames and scroll bars

    def shown(strip: Strip) -> Strip:
        known = translated.get(id(strip))
        if known is None:
            known = translated[id(strip)] = strip.apply_filter(colours, _NOWHERE)
        return known

    if isinstance(update, ChopsUpdate):
        rows = {y for y, _, _ in update.spans}
        update.chops = [
            {x: shown(strip) if strip else strip for x, strip in row.items()} if y in rows else row
            for y, row in enumerate(update.chops)
        ]
    elif isinstance(update, LayoutUpdate):
        update.strips = [[shown(strip) for strip in row] for row in update.strips]
