"""A text and a width become lines: Chinese typesetting in cells, without a widget in sight.

:mod:`~tui.typesetting.glyphs` knows what is drawn and how wide, :mod:`~tui.typesetting.breaking` where a
line may end, :mod:`~tui.typesetting.galley` where each character of an article stands.
"""

from __future__ import annotations

from tui.typesetting.breaking import Line, set_paragraph
from tui.typesetting.galley import Galley, Row
from tui.typesetting.glyphs import cells, displayed

__all__ = ["Galley", "Line", "Row", "cells", "displayed", "set_paragraph"]
