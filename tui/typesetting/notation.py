"""What stands above words between the lines: pinyin (CLREQ's interlinear annotation, 行间注)."""

from __future__ import annotations

from typing import NamedTuple


class Notation(NamedTuple):
    """Words above ``text[start:end]``, which is never broken between two lines; narrow characters alone."""

    start: int
    end: int
    words: str
