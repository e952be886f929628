"""A text and a width become lines: Chinese typesetting in cells, without a widget in sight.

:mod:`~tui.typesetting.glyphs` knows what is drawn and how wide, :mod:`~tui.typesetting.breaking` where a
line may end, :mod:`~tui.typesetting.galley` where each character of an article stands.
"""

from __future__ import annotations

from tui.typesetting.breaking import BASIC, GB_STYLE, STRICT, Line, Prohibitions, set_paragraph
from tui.typesetting.galley import Galley, Row, Setting
from tui.typesetting.glyphs import cells, displayed
from tui.typesetting.notation import Notation

__all__ = [
    "BASIC",
    "GB_STYLE",
    "STRICT",
    "Galley",
    "Line",
    "Notation",
    "Prohibitions",
    "Row",
    "Setting",
    "cells",
    "displayed",
    "set_paragraph",
]
