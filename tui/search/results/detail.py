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


def detail_of(result: Line | FoundRow | Passage, row: Row | None, text: str, paragraphs: int = 0) -> Text:
    """Return the detail of a result.

    :param paragraphs: how many paragraphs before and after that of the result are shown too.
    :param row: the row of its article, if it is still there.
    :param text: the text of its article.
    """
    shown = Text()
    if row is not None:
        known = (row.title, " ".join(row.authors), row.source, row.date)
        shown.append("  ".join(filter(None, map(displayed, known))), "bold")
    if isinstance(result, Line):
        shown.append("".join(f"  #{tag}" for tag in result.tags), "italic")
        notes = "  ".join(result.notes)
        shown.append(f"  {displayed(notes)}" if notes else "", "italic")
        start, end = result.start, result.end
    elif isinstance(result, FoundRow):
        shown.append("".join(f"  #{tag}" for tag in result.row.tags), "italic")
        start, end = (result.hit.start, result.hit.end) if result.hit else (0, 0)
    else:
        notes = "  ".join(each.note for each in result.annotations if each.note)
        shown.append(f"  {displayed(notes)}" if notes else "", "italic")
        start, end = result.start, result.start
    shown.append("\n")
    first, last = _window(text, start, end, paragraphs)
    between = "\n" if paragraphs else " "
    flat = between.join(map(displayed, text[first:last].split("\n")))
    shown.append(flat[: start - first])
    shown.append(flat[start - first : end - first], "bold reverse")
    shown.append(flat[end - first :])
    return shown


def _window(text: str, start: int, end: int, paragraphs: int) -> tuple[int, int]:
    """Return what of a text is shown: its paragraph from a little before the place on, and others."""
    least = max(start - BEFORE * (1 + 3 * paragraphs), 0)
    most = min(max(end, least + SHOWN), len(text))
    first, last = text.rfind("\n", least, start), text.find("\n", end, most)
    for _each in range(paragraphs):
        first = text.rfind("\n", least, first) if first > least else -1
        last = text.find("\n", last + 1, most) if last >= 0 else -1
    return first + 1 if first >= 0 else least, last if last >= 0 else most
