"""The highlighted result of a search in full: where it is from, its tags, and the whole paragraph."""

from __future__ import annotations

from rich.text import Text

from store.finding.concordance import Line
from store.finding.passages import Passage
from store.model.listing.rows import Row
from tui.search.gathering import FoundRow
from tui.typesetting.glyphs import displayed

BEFORE = 120
"""Code points of the paragraph before the place that are shown, at most."""

SHOWN = 2_000
"""Code points that are shown, at most: more than there is room for."""


def detail_of(result: Line | FoundRow | Passage, row: Row | None, text: str) -> Text:
    """Return the detail of a result.

    :param row: the row of its article, if it is still there.
    :param text: the text of its article.
    """
    shown = Text()
    if row is not None:
        known = (row.title, " ".join(row.authors), row.source, row.date)
        shown.append("  ".join(filter(None, map(displayed, known))), "bold")
    if isinstance(result, Line):
        shown.append("".join(f"  #{tag}" for tag in result.tags), "italic")
        start, end = result.start, result.end
    elif isinstance(result, FoundRow):
        shown.append("".join(f"  #{tag}" for tag in result.row.tags), "italic")
        start, end = (result.hit.start, result.hit.end) if result.hit else (0, 0)
    else:
        notes = "  ".join(each.note for each in result.annotations if each.note)
        shown.append(f"  {displayed(notes)}" if notes else "", "italic")
        start, end = result.start, result.start
    shown.append("\n")
    first = max(start - BEFORE, 0)
    first = max(first, text.rfind("\n", first, start) + 1)
    last = text.find("\n", end, first + SHOWN)
    flat = displayed(text[first : last if last >= 0 else first + SHOWN].replace("\n", " "))
    shown.append(flat[: start - first])
    shown.append(flat[start - first : end - first], "bold reverse")
    shown.append(flat[end - first :])
    return shown
