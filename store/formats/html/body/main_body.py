"""Finds the article in a page: its paragraphs without navigation, comments and recommendations.

The order was measured on 112 Chinese pages: the element of WeChat articles, and of the first post of a forum,
whose other posts are comments; readability-lxml; trafilatura where that gives little; and where both give
little, or their parser has lost text, all paragraphs.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from contextlib import nullcontext
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from store.formats.html.blocks import BlocksBuilder, Part, blocks_of, tokens
from store.formats.html.body.ends import without_ends
from store.formats.html.body.line_kinds import REFERENCES, count_han, is_lead, is_line, is_text
from store.formats.html.body.surroundings import PageSurroundings
from store.formats.html.page_kinds import ends_article
from store.formats.html.page_scan import PageScan
from store.formats.shared.deadline import Expired, deadline
from store.language import _, lazy
from store.model.article import BlockKind

if TYPE_CHECKING:
    import lxml.html

LITTLE = 150
"""Han characters below which an extracted body is doubted."""
_MOST_MARKUP = 6_000_000
"""Characters of a page that extractors get, pictures in it aside: they take a second for each million."""
_MOST_TAGS = 60_000
_FEW_TAGS = 3_000
"""Elements up to which extractors take no second, whatever they are: some compare each with all others."""
_MOST_SECONDS = 4.0
"""Seconds that extractors get for a page with more; with the reading of the page it is below the limit."""
_LEAST_KEPT = 0.95
"""The share of the Chinese of a page that the parser must have kept."""
_TOO_LARGE = lazy("the page is too large to find the article in it: all its text is here")
_MOST_LINKS = 6
"""Lines of links between two paragraphs of the text that belong to it; more are a list of other articles."""
_LONGEST_REFERENCES = 16
_MOST_TO_LEAD = 5
"""Lines below the headline among which the lead is, if it is no part of what an extractor found."""
_DATA = re.compile(r"data:[\w/+.-]{1,100};base64,[A-Za-z0-9+/=\s%]{200,}+")


class Body(msgspec.Struct, frozen=True):
    """The article of a page."""

    parts: list[Part]
    remarks: tuple[str, ...] = ()
    """What is doubtful about it."""


def han_count(parts: list[Part]) -> int:
    """Return the number of Han characters in some paragraphs."""
    return count_han("\n".join(words for _unused, words in parts))


def _is_little(parts: list[Part]) -> bool:
    """Whether some paragraphs have so few Han characters that they are doubted as the body of a page."""
    counted = accumulate(count_han(words) for _unused, words in parts)
    return all(count < LITTLE for count in counted)


def _bytes_beyond_ascii(text: str) -> int:
    """Return how many bytes more than characters a text has in UTF-8: a quick measure of its Chinese."""
    return len(text.encode("utf-8", "replace")) - len(text)


def find_body(scan: PageScan, headline: int) -> Body:
    """Return the article of a page.

    :param headline: the paragraph of its headline; -1 if it is in none.
    """
    for start in (scan.wechat_body, scan.first_post):
        if start >= 0 and (parts := _element_parts(scan.source[start:])):
            return Body(parts)
    if not scan.is_parsable or scan.tags > _MOST_TAGS:
        return Body(scan.parts, (str(_TOO_LARGE),))
    around = PageSurroundings(scan, headline)
    markup = around.article_markup()
    if "base64," in markup:
        markup = _DATA.sub("data:,", markup)
    if len(markup) > _MOST_MARKUP:
        return Body(scan.parts, (str(_TOO_LARGE),))
    inside = [scan.parts[index] for index in around.inside]
    found = _extracted(markup, scan, inside)
    if found is None:
        return Body(scan.parts, (_("the article in it could not be found: all text of the page is here"),))
    if _is_little(found) and (not found or _is_fragment(scan)):
        linked = {scan.parts[index][1] for index in scan.linked}
        return Body(without_ends(inside, scan, headline, links=linked))
    return Body(without_ends(_with_lost(found, scan, around, headline), scan, headline))


def _with_lost(found: list[Part], scan: PageScan, around: PageSurroundings, headline: int) -> list[Part]:
    """Add what the extractor left out of the text: sentences and captions between the headline and its end,
    and between its paragraphs also other lines, unless they are buttons or many links; and what stands above
    or below its paragraphs in the same division.
    """
    known = {words for _unused, words in found}
    places: dict[str, int] = {}
    for index in around.inside:
        words = scan.parts[index][1]
        if index > headline and words in known:
            places.setdefault(words, index)
    if not places or len(places) * 2 < len(known):
        return found

    def lost(first: int, end: int, *, inside: bool) -> list[Part]:
        missing = [
            index for index in range(first, end) if index in around and scan.parts[index][1] not in known
        ]
        links = sum(index in scan.linked for index in missing) <= _MOST_LINKS
        return [
            scan.parts[index]
            for index in missing
            if is_text(scan.parts[index])
            or (inside and (links or index not in scan.linked) and is_line(scan.parts[index][1]))
        ]

    def leads(first: int, end: int) -> list[Part]:
        lines = [index for index in range(first, end) if index in around and index not in scan.linked]
        return [
            scan.parts[index] for index in lines if scan.parts[index][1] not in known and is_lead(scan, index)
        ]

    first, last = min(places.values()), max(places.values())
    at = headline + 1 if headline >= 0 else first
    sentences = [place for place in places.values() if is_text(scan.parts[place])] or [first, last]
    depth = scan.depths.common(min(sentences), max(sentences))
    start, end = scan.depths.begin(min(sentences), depth), scan.depths.end(max(sentences), depth)
    complete, inside = leads(at, min(first, at + _MOST_TO_LEAD)) if headline >= 0 else list[Part](), False
    known |= {words for _unused, words in complete}
    if at <= start < first:
        complete += lost(at, start, inside=False) + _lines_of_list(scan, around, start, first, Counter(found))
        at = first
    for part in found:
        place = places.get(part[1], -1)
        if place >= at:
            complete += lost(at, place, inside=inside)
            at, inside = place + 1, True
        complete.append(part)
    complete += lost(at, last, inside=inside)
    return complete + _rest_of_division(scan, around, last, end, Counter(complete))


def _rest_of_division(
    scan: PageScan, around: PageSurroundings, last: int, end: int, kept: Counter[Part]
) -> list[Part]:
    """Return what stands below the last paragraph in the division of the text: lists, tables, quotations and
    footnotes, but no links, buttons or menus. The heading of other articles or of comments ends it.

    :param end: the paragraph after the division.
    :param kept: the paragraphs that are there already.
    """
    end = min(end, len(scan.parts))
    end = next((at for at in range(last + 1, end) if ends_article(scan.parts[at][1])), end)
    rest = _lines_of_list(scan, around, last + 1, end, kept)
    while rest and rest[-1][0] is BlockKind.HEADING:
        rest.pop()
    return rest


def _lines_of_list(
    scan: PageScan, around: PageSurroundings, first: int, end: int, kept: Counter[Part]
) -> list[Part]:
    """Return the paragraphs of a range that are no links, buttons or menus, and not kept already."""
    rest: list[Part] = []
    is_reference = False
    for index in range(first, end):
        part = scan.parts[index]
        if index not in around:
            continue
        if part[0] is BlockKind.HEADING or len(part[1]) <= _LONGEST_REFERENCES:
            is_reference = bool(REFERENCES.fullmatch(part[1])) or (is_reference and index in scan.linked)
        if kept[part]:
            kept[part] -= 1
        elif (is_reference or index not in scan.linked) and is_line(part[1]):
            rest.append(part)
    return rest


def _element_parts(source: str) -> list[Part]:
    """Return the paragraphs of the element that a source begins with, even if it is hidden."""
    builder = BlocksBuilder()
    element, depth = "", 0
    for token in tokens(source):
        if not element:
            element, depth = token.value, 1
            continue
        if token.value == element and token.kind != "text":
            depth += 1 if token.kind == "start" else -1
            if not depth:
                break
        builder.add(token)
    return builder.finish().parts


def _is_fragment(scan: PageScan) -> bool:
    """Whether a page has hardly more than the article: no links around it that would be navigation."""
    return len(scan.parts) <= 12 or han_count(scan.parts) < 3 * LITTLE


def _extracted(markup: str, scan: PageScan, inside: list[Part]) -> list[Part] | None:
    """Return the article; empty if none was found; None if the parser has lost text of the page.

    :param inside: the paragraphs of the markup.
    """
    import lxml.html
    from lxml.etree import LxmlError

    for library in ("readability", "trafilatura", "htmldate"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None
    if _bytes_beyond_ascii(tree.text_content()) < _LEAST_KEPT * _bytes_beyond_ascii(
        "".join(words for _unused, words in inside)
    ):
        return None
    try:
        with deadline(_MOST_SECONDS) if scan.tags > _FEW_TAGS else nullcontext():
            found = _readability(tree)
            if _is_little(found) and han_count(found) < han_count(inside):
                found = max(found, _as_on_page(_trafilatura(markup), inside), key=han_count)
    except Expired:
        return None
    return found


def _as_on_page(found: list[Part], inside: list[Part]) -> list[Part]:
    """Return what an extractor found, or nothing if it ran the paragraphs of the page together."""
    longest = max((count_han(words) for _unused, words in inside), default=0)
    return [] if any(count_han(words) > longest for _unused, words in found) else found


def _readability(tree: lxml.html.HtmlElement) -> list[Part]:
    from store.formats.html.body.readability_document import summary

    try:
        return blocks_of(summary(tree))
    except Exception:  # noqa: BLE001 - it raises whatever a page makes its rules stumble on
        return []


def _trafilatura(markup: str) -> list[Part]:
    from trafilatura import extract

    try:
        text = extract(markup, output_format="html", include_comments=False, include_formatting=True)
    except Exception:  # noqa: BLE001 - see above
        return []
    return blocks_of(text or "")
