"""Leaves out what a site prints at the beginning and the end of what was found of an article."""

from __future__ import annotations

import re
from collections.abc import Collection

from store.formats.html.blocks import Part
from store.formats.html.body.line_kinds import REFERENCES, is_line, is_text
from store.formats.html.page_scan import PageScan
from store.press.sites.website import RELATED, is_site_line

_EDITOR = re.compile(
    r"[（(\[【]?\s*(?:(?:责任|責任|值班|网络|本文|实习)?(?:编辑|編輯)|责编|責編|编审)\s*[:：/／丨|]\s*\S"
)
_CREDIT = re.compile(r"[（(\[【]|[^\s:：]{1,8}\s*[:：/／丨|]")


def without_ends(
    found: list[Part], scan: PageScan, headline: int, *, links: Collection[str] = ()
) -> list[Part]:
    """Leave out menus and buttons above the headline, and those and titles of other articles at the end.

    Text above the headline, or below the heading of other articles, is kept.

    :param links: lines that are links, to be left out there too.
    """
    spaced = {scan.parts[index][1]: words for index, words in scan.segments.items()}

    def may_end(part: Part) -> bool:
        return part[1] not in links and is_line(part[1]) and is_line(spaced.get(part[1], part[1]))

    first, last = 0, len(found)
    if headline >= 0 and scan.parts[headline] in found:
        above = found[: found.index(scan.parts[headline])]
        if not any(map(is_text, above)):
            first = max((at for at, part in enumerate(above, 1) if not may_end(part)), default=0)
    sentences = (at for at in reversed(range(last)) if is_text(found[at]) or "。" in found[at][1])
    text = next((index for index in sentences if not is_site_line(found[index][1])), last)
    last = next((index for index in range(text + 1, last) if RELATED.match(found[index][1])), last)
    last = _end_of_editors(found, text, last)
    while last > text + 1 and not may_end(found[last - 1]):
        last -= 1
    return found[first:last]


def _end_of_editors(found: list[Part], text: int, last: int) -> int:
    """Return the paragraph after the lines below the text that name the editors: sites put theirs below them.

    Notes and references below them belong to the text.

    :param text: the last paragraph with a sentence.
    :param last: what is returned if no line names an editor.
    """
    if any(REFERENCES.fullmatch(words) for _unused, words in found[text + 1 : last]):
        return last
    at = next((index for index in range(text + 1, last) if _EDITOR.match(found[index][1])), last)
    while at < last and _CREDIT.match(found[at][1]) and not is_site_line(found[at][1]):
        at += 1
    return at
