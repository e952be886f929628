"""Finds the other lines of the headline of a page: the kicker above it (引题), the subtitle below (副题).

Their elements are named so, stand as headings between the headline and the line of date and source, or their
words begin with a label or, for a subtitle, with a dash. A plain line directly above the headline, in the
same division or in a row of the same table, is a kicker too, or if it is short the name of a column (栏目).
"""

from __future__ import annotations

from collections.abc import Sequence

from store.formats.html.blocks import Part
from store.formats.html.class_names import Role
from store.formats.html.headline import bare
from store.formats.html.metadata.imprint import read_page_imprint
from store.formats.html.page_scan import PageScan
from store.model.article import BlockKind
from store.press.display.labels import label_kind
from store.press.imprint.reading import read_imprint
from store.press.lines import could_be_display, ends_sentence
from store.press.sites.website import is_menu, is_section, is_site_line
from store.press.vocabulary import DASHES

_NEAR = 3
"""Paragraphs above and below the headline in which its other lines stand."""
_SHORTEST, _LONGEST = 8, 40
"""Code points of a heading above the headline that is its kicker."""
_LONGEST_LINE = 60
_FEWEST_HAN = 3
"""Chinese characters of a plain line above the headline that belongs to it."""


def kickers(scan: PageScan, headline: str, index: int) -> list[Part]:
    """Return the kicker of the headline.

    :param index: the paragraph of the headline; -1 if it is in none.
    """
    found = []
    for at in range(max(0, index - _NEAR), index):
        kind, words = scan.parts[at]
        is_heading = (
            at == index - 1 and kind is BlockKind.HEADING and _SHORTEST <= len(words) <= _LONGEST
        ) and bare(words) not in bare(scan.title + headline)
        is_named = _is_marked(scan, at, "kicker") or label_kind(words) is BlockKind.KICKER
        if is_heading or (is_named and _is_line(words, headline)):
            found.append((BlockKind.KICKER, words))
        elif at == index - 1 and _is_plain_kicker(scan, at, headline):
            found.append((BlockKind.KICKER if len(words) >= _SHORTEST else BlockKind.COLUMN, words))
    return found


def _is_plain_kicker(scan: PageScan, at: int, headline: str) -> bool:
    """Whether a paragraph above the headline is one of its lines: no link, button, menu, name or date."""
    kind, words = scan.parts[at]
    return (
        kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
        and at not in scan.linked
        and scan.depths.are_beside(at, at + 1)
        and sum("一" <= sign <= "鿿" for sign in words) >= _FEWEST_HAN
        and _is_line(words, headline)
        and bare(words) not in bare(scan.title + headline)
        and not (is_site_line(words) or is_menu(words) or is_section(words))
        and not any(map(is_site_line, scan.segments.get(at, "").split("  ")))
        and not read_page_imprint(words)
        and not (said := read_imprint(words)).dated
        and not said.authors
        and not said.source
    )


def subtitles(scan: PageScan, headline: str, index: int, imprint: Sequence[str]) -> list[Part]:
    """Return the subtitle of the headline.

    :param index: the paragraph of the headline; -1 if it is in none.
    :param imprint: the lines of date, source and author beside the headline.
    """
    if index < 0:
        return []
    found = []
    below = range(index + 1, min(len(scan.parts), index + 1 + _NEAR))
    last = next((at for at in below if ends_sentence(scan.parts[at][1])), below.stop)
    ends = [at for at in range(index + 1, min(len(scan.parts), last + 1)) if scan.parts[at][1] in imprint]
    for at in range(index + 1, last):
        kind, words = scan.parts[at]
        is_heading = kind is BlockKind.HEADING and any(end == at + 1 for end in ends) and at == index + 1
        is_named = (
            _is_marked(scan, at, "subtitle")
            or label_kind(words) is BlockKind.SUBTITLE
            or (at == index + 1 and words.startswith(DASHES))
        )
        if (is_heading or is_named) and words not in imprint and _is_line(words, headline):
            found.append((BlockKind.SUBTITLE, words))
    return found


def _is_marked(scan: PageScan, at: int, role: Role) -> bool:
    return any(each.role == role and each.part == at for each in scan.marks)


def _is_line(words: str, headline: str) -> bool:
    """Whether words can be a line of a headline, and not the headline itself."""
    return len(words) <= _LONGEST_LINE and could_be_display(words) and bare(words) != bare(headline)
