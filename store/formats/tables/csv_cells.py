"""CSV as RFC 4180 has it, in UTF-8, for spreadsheets: a BOM tells Excel the encoding, no cell is a formula.

What a spreadsheet would take for a formula has an apostrophe in front. That can be undone, since a cell that
already looks like one with an apostrophe gets another: :func:`unescape_formula`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.exporting.sanitise import printable

BOM = "\ufeff"

VALUE_SEPARATOR = "|"
"""Between several values in one cell."""

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
"""OWASP, CSV injection: the signs in either width, also after spaces; a tab or a line end in front."""
_SPECIAL = re.compile('[",\r\n]')


def csv_row(cells: Iterable[str | int]) -> str:
    """The line of a row, its CRLF with it; numbers as they are, words harmless and printable."""
    return ",".join(str(each) if isinstance(each, int) else _field(each) for each in cells) + "\r\n"


def escape_formula(words: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{words}" if _FORMULA.match(words) else words


def unescape_formula(words: str) -> str:
    """Harmless words as they were."""
    return words[1:] if words.startswith("'") and _FORMULA.match(words) else words


def _field(words: str) -> str:
    kept = escape_formula(printable(words))
    return '"' + kept.replace('"', '""') + '"' if _SPECIAL.search(kept) else kept
