"""Ruby: small text above words, between the lines, such as pinyin.

CLREQ calls it interlinear annotation, 行间注.
"""

from __future__ import annotations

from typing import NamedTuple


class Ruby(NamedTuple):
    """Text above ``text[start:end]``. The words under it are not broken between two lines."""

    start: int
    end: int
    reading: str
    """The text above the words. Every character of it must be one cell wide."""
