"""Finds the article in a page: its paragraphs without navigation, comments and recommendations.

The order was measured on 112 Chinese pages: the element of WeChat articles; readability-lxml; trafilatura
where that gives little; and where both give little, or their parser has lost text, all paragraphs.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING

import msgspec

from store.formats.html.blocks import BlocksBuilder, Part, Token, attribute, blocks_of, tokens
from store.formats.html.page_scan import PageScan
from store.formats.shared.deadline import Expired, deadline
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
_DEEPEST = 250
"""Open elements from which libxml2 loses what is inside."""
_LEAST_KEPT = 0.95
"""The share of the Han characters of a page that the parser must have kept."""
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SENTENCE = 20
"""Han characters of a paragraph that is certainly text, not navigation."""
_DATA = re.compile(r"data:[\w/+.-]{1,100};base64,[A-Za-z0-9+/=\s%]{200,}+")


class Body(msgspec.Struct, frozen=True):
    """The article of a page."""

    parts: list[Part]
    remarks: tuple[str, ...] = ()
    """What is doubtful about it."""


def han_count(parts: list[Part]) -> int:
    """Return the number of Han characters in some paragraphs."""
    return sum(len(_HAN.findall(words)) for _, words in parts)


def find_body(scan: PageScan, headline: int) -> Body:
    """Return the article of a page.

    :param headline: the paragraph of its headline; -1 if it is in none.
    """
    if scan.has_wechat_body and (parts := element_parts(scan.source, "id", "js_content")):
        return Body(parts)
    whole = han_count(scan.parts)
    markup = _DATA.sub("data:,", scan.source) if "base64," in scan.source else scan.source
    if not scan.is_parsable or len(markup) > _MOST_MARKUP or scan.tags > _MOST_TAGS:
        return Body(scan.parts, ("the page is too large to find the article in it: all its text is here",))
    found = _extracted(markup, scan, whole)
    if found is None:
        return Body(scan.parts, ("the article in it could not be found: all text of the page is here",))
    if not found or (han_count(found) < LITTLE and _is_fragment(scan)):
        return Body(scan.parts)
    return Body(_with_lost(found, scan.parts, headline))


def _with_lost(found: list[Part], whole: list[Part], headline: int) -> list[Part]:
    """Add sentences and captions between the headline and the end of the text that the extractor left out."""
    known = {words for _, words in found}
    places: dict[str, int] = {}
    for index, (_, words) in enumerate(whole):
        if index > headline and words in known:
            places.setdefault(words, index)
    if not places or len(places) * 2 < len(known):
        return found
    last, at, complete = (
        max(places.values()),
        headline + 1 if headline >= 0 else min(places.values()),
        list[Part](),
    )
    for part in found:
        place = places.get(part[1], -1)
        if place >= at:
            complete += [each for each in whole[at:place] if each[1] not in known and _is_text(each)]
            at = place + 1
        complete.append(part)
    return complete + [each for each in whole[at:last] if each[1] not in known and _is_text(each)]


def _is_text(part: Part) -> bool:
    kind, words = part
    if kind is BlockKind.CAPTION:
        return True
    return "。" in words and len(_HAN.findall(words)) >= _SENTENCE


def element_parts(source: str, name: str, value: str) -> list[Part]:
    """Return the paragraphs of the first element with an attribute of this value, even if it is hidden."""
    builder = BlocksBuilder()
    for token in _inside(source, name, value):
        builder.add(token)
    return builder.finish().parts


def _inside(source: str, name: str, value: str) -> Iterator[Token]:
    element, depth = "", 0
    for token in tokens(source):
        if not element:
            if (
                token.kind == "start"
                and value in token.attributes
                and attribute(token.attributes, name) == value
            ):
                element, depth = token.value, 1
            continue
        if token.value == element and token.kind != "text":
            depth += 1 if token.kind == "start" else -1
            if not depth:
                return
        yield token


def _is_fragment(scan: PageScan) -> bool:
    """Whether a page has hardly more than the article: no links around it that would be navigation."""
    return len(scan.parts) <= 12 or han_count(scan.parts) < 3 * LITTLE


def _extracted(markup: str, scan: PageScan, whole: int) -> list[Part] | None:
    """Return the article; empty if none was found; None if the parser has lost text of the page.

    :param whole: the Han characters of the page.
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
    if len(_HAN.findall("".join(tree.itertext()))) < _LEAST_KEPT * whole:
        return None
    try:
        with deadline(_MOST_SECONDS) if scan.tags > _FEW_TAGS else nullcontext():
            found = _readability(tree)
            if han_count(found) < min(LITTLE, whole):
                found = max(found, _trafilatura(markup), key=han_count)
    except Expired:
        return None
    return found


def _readability(tree: lxml.html.HtmlElement) -> list[Part]:
    from store.formats.html.readability_document import summary

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
