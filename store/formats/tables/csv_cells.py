"""CSV for spreadsheets: RFC 4180 in UTF-8 with a BOM, which tells Excel the encoding, and no formulas.

A cell that a spreadsheet would take for a formula gets an apostrophe in front. So does one that already looks
like an escaped formula, so that :func:`unescape_formula` is the exact inverse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.exporting.sanitise import clean_text

BOM = "\ufeff"

VALUE_SEPARATOR = "|"
"""Between several values in one cell."""

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
"""Source: OWASP, CSV injection. Signs of either width, also after spaces; a tab or a line end at the start.
"""
_SPECIAL = re.compile('[",\r\n]')


def csv_row(cells: Iterable[str | int | float]) -> str:
    """Return a row with its CRLF. Text is escaped and sanitised."""
    return ",".join(str(each) if isinstance(each, int | float) else _field(each) for each in cells) + "\r\n"


def escape_formula(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """Return the text that :func:`escape_formula` escaped."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _field(text: str) -> str:
    cell = escape_formula(clean_text(text))
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell
