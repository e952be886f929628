"""Chinese typesetting in terminal cells: turns a text and a line length into lines. Imports no widgets.

- :mod:`~tui.typesetting.glyphs`: what is drawn for each code point, and how wide it is.
- :mod:`~tui.typesetting.breaking`: where a line may end.
- :mod:`~tui.typesetting.galley`: in which row and cell each character of an article is.
"""

from __future__ import annotations

from tui.typesetting.breaking import BASIC, GB_STYLE, STRICT, Line, Prohibitions, break_lines
from tui.typesetting.galley import Galley, Row, TypesettingOptions
from tui.typesetting.glyphs import cells, displayed
from tui.typesetting.ruby import Ruby

__all__ = [
    "BASIC",
    "GB_STYLE",
    "STRICT",
    "Galley",
    "Line",
    "Prohibitions",
    "Row",
    "Ruby",
    "TypesettingOptions",
    "break_lines",
    "cells",
    "displayed",
]
