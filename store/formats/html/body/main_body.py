"""Finds the article in a page: its paragraphs without navigation, comments and recommendations.

The order was measured on 112 Chinese pages: the element of WeChat articles, and of the first post of a forum,
whose other posts are comments; readability-lxml; trafilatura where that gives little; and where both give
little, or their parser has lost text, all paragraphs.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection
from contextlib import nullcontext
from typing import TYPE_CHECKING

import msgspec

from store.formats.html.blocks import BlocksBuilder, Part, blocks_of, tokens
from store.formats.html.body.surroundings import PageSurroundings
from store.formats.html.page_kinds import ends_article
from store.formats.html.page_scan import PageScan
from store.formats.shared.deadline import Expired, deadline
from store.language import _, lazy
from store.model.article import BlockKind
from store.press.sites.website import RELATED, is_menu, is_site_line

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
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_SENTENCE = 20
"""Han characters of a paragraph that is certainly text, not navigation."""
_MOST_LINKS = 6
"""Lines of links between two paragraphs of the text that belong to it; more are a list of other articles."""
_REFERENCES = re.compile(
    r"[【\[]?(?:参考(?:文献|资料|书目|链接)|參考(?:文獻|資料|書目)|注释|註釋|注解|脚注|腳註|尾注|引用(?:文献|来源)?|资料来源|資料來源"
    r"|references?|notes?|footnotes?|bibliography|sources?)[】\]]?\s*[:：]?",
    re.IGNORECASE,
)
"""The heading of notes or references, which may be links."""
_LONGEST_REFERENCES = 16
_CAPTION = re.compile(
    r"[▲△▼▽]\s*\S|(?:视频|影片|[题題配]图|[题題配]圖|资料图|資料圖|图|圖|图片|圖片|[图圖]\s?\d{1,2})(?:说明|說明)?\s*[:：丨|]\s*\S"
)
"""How captions begin that no element of the page marks."""
_LONGEST_CAPTION = 80
_DATA = re.compile(r"data:[\w/+.-]{1,100};base64,[A-Za-z0-9+/=\s%]{200,}+")


class Body(msgspec.Struct, frozen=True):
    """The article of a page."""

    parts: list[Part]
    remarks: tuple[str, ...] = ()
    """What is doubtful about it."""


def han_count(parts: list[Part]) -> int:
    """Return the number of Han characters in some paragraphs."""
    return _count("\n".join(words for _unused, words in parts))


def _bytes_beyond_ascii(text: str) -> int:
    """Return how many bytes more than characters a text has in UTF-8: a quick measure of its Chinese."""
    return len(text.encode("utf-8", "replace")) - len(text)


def _count(text: str) -> int:
    """Return the number of Han characters in a text."""
    return sum(map(len, _HAN.findall(text)))


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
    if not found or (han_count(found) < LITTLE and _is_fragment(scan)):
        linked = {scan.parts[index][1] for index in scan.linked}
        return Body(_without_ends(inside, scan, headline, links=linked))
    return Body(_without_ends(_with_lost(found, scan, around, headline), scan, headline))


def _without_ends(
    found: list[Part], scan: PageScan, headline: int, *, links: Collection[str] = ()
) -> list[Part]:
    """Leave out menus and buttons above the headline, and those and titles of other articles at the end.

    Text above the headline, or below the heading of other articles, is kept.

    :param links: lines that are links, to be left out there too.
    """
    spaced = {scan.parts[index][1]: words for index, words in scan.segments.items()}

    def is_line(part: Part) -> bool:
        return part[1] not in links and _is_line(part[1]) and _is_line(spaced.get(part[1], part[1]))

    first, last = 0, len(found)
    if headline >= 0 and scan.parts[headline] in found:
        above = found[: found.index(scan.parts[headline])]
        if not any(map(_is_text, above)):
            first = max((at for at, part in enumerate(above, 1) if not is_line(part)), default=0)
    sentences = (index for index, part in enumerate(found) if _is_text(part) or "。" in part[1])
    text = max((index for index in sentences if not is_site_line(found[index][1])), default=last)
    last = next((index for index in range(text + 1, last) if RELATED.match(found[index][1])), last)
    last = _end_of_editors(found, text, last)
    while last > text + 1 and not is_line(found[last - 1]):
        last -= 1
    return found[first:last]


def _end_of_editors(found: list[Part], text: int, last: int) -> int:
    """Return the paragraph after the lines below the text that name the editors: sites put theirs below them.

    :param text: the last paragraph with a sentence.
    :param last: what is returned if no line names an editor.
    """
    at = next((index for index in range(text + 1, last) if _EDITOR.match(found[index][1])), last)
    while at < last and _CREDIT.match(found[at][1]) and not is_site_line(found[at][1]):
        at += 1
    return at


_EDITOR = re.compile(
    r"[（(\[【]?\s*(?:(?:责任|責任|值班|网络|本文|实习)?(?:编辑|編輯)|责编|責編|编审)\s*[:：/／丨|]\s*\S"
)
_CREDIT = re.compile(r"[（(\[【]|[^\s:：]{1,8}\s*[:：/／丨|]")


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
            if _is_text(scan.parts[index])
            or (inside and (links or index not in scan.linked) and _is_line(scan.parts[index][1]))
        ]

    first, last = min(places.values()), max(places.values())
    at = headline + 1 if headline >= 0 else first
    sentences = [place for place in places.values() if _is_text(scan.parts[place])] or [first, last]
    depth = scan.depths.common(min(sentences), max(sentences))
    start, end = scan.depths.begin(min(sentences), depth), scan.depths.end(max(sentences), depth)
    complete, inside = list[Part](), False
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
            is_reference = bool(_REFERENCES.fullmatch(part[1])) or (is_reference and index in scan.linked)
        if kept[part]:
            kept[part] -= 1
        elif (is_reference or index not in scan.linked) and _is_line(part[1]):
            rest.append(part)
    return rest


def _is_text(part: Part) -> bool:
    kind, words = part
    if kind is BlockKind.CAPTION or (len(words) <= _LONGEST_CAPTION and _CAPTION.match(words)):
        return True
    return "。" in words and _count(words) >= _SENTENCE


def _is_line(words: str) -> bool:
    """Whether a line between two paragraphs of the text belongs to it: no button and no menu."""
    return not is_site_line(words) and not is_menu(words)


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
            if (count := han_count(found)) < LITTLE and count < han_count(inside):
                found = max(found, _as_on_page(_trafilatura(markup), inside), key=han_count)
    except Expired:
        return None
    return found


def _as_on_page(found: list[Part], inside: list[Part]) -> list[Part]:
    """Return what an extractor found, or nothing if it ran the paragraphs of the page together."""
    longest = max((_count(words) for _unused, words in inside), default=0)
    return [] if any(_count(words) > longest for _unused, words in found) else found


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
