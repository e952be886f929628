"""What a page says about its article: date, authors, source and address.

What stands around the headline comes first, since readers see it: for the date its lines, then its marked
elements; for authors and source the marks, then the lines. Then comes what the head of the page declares, in
which authors are often the site's editors or numbers; then what stands at the end of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter

import msgspec

from store.formats.html.blocks import Part
from store.formats.html.headline import site_after_headline
from store.formats.html.metadata.days import day_in_china
from store.formats.html.metadata.declared import read_declared, site_name
from store.formats.html.metadata.imprint import (
    PageImprint,
    is_medium,
    is_nobody,
    is_person,
    read_page_imprint,
)
from store.formats.html.metadata.marked import publisher, read_marks
from store.formats.html.metadata.wechat import read_wechat
from store.formats.html.metadata.writers import authors_at_end, declared_pen_name, names_alone, posted_by
from store.formats.html.page_scan import PageScan
from store.press.dates import date
from store.press.imprint.publications import is_well_known
from store.press.lines import is_prose
from store.press.sites.site_name import split_site
from store.press.sites.website import RELATED, is_menu, is_section

_BELOW, _ABOVE = 8, 3
"""Lines below and above the headline in which the date and names are searched."""
_FAR, _SHORT = 30, 60
"""Lines below the headline, and their longest length, in which a date is searched at last."""
_MOST_TAGS, _MOST_SOURCE = 5_000, 1_000_000
"""Elements and characters of a page up to which its markup is searched for a date."""
_TODAY = re.compile("今天|今日|农历|農曆|现在是|欢迎")
_URL_DATE = re.compile(r"(?<!\d)(20[0-3]\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_CHANGED = re.compile("(?:修改|更新|编辑|編輯)[于於]?|[已最][后後]?[于於]")
"""What tells that a date is the one of a change: 已于 2021-04-01 修改."""


class PageMetadata(msgspec.Struct, frozen=True):
    """What a page says about its article; what it does not say is empty."""

    date: str = ""
    authors: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    lines: tuple[tuple[str, PageImprint], ...] = ()
    """The lines around the headline that say it."""


def find_metadata(scan: PageScan, index: int, body: list[Part], url: str) -> PageMetadata:
    """Return what a page says about its article.

    :param index: the paragraph of the headline; -1 if it is in none.
    :param url: the address that the page came from; empty if unknown.
    """
    lines = list(_lines_near(scan, index, body))
    found = [imprint for _, imprint in lines]
    address = url or scan.address
    if scan.has_wechat_body:
        said = read_wechat(scan)
        said = said.filled(PageImprint("", next((each.authors for each in found if not each.date), ())))
    else:
        said = _beside_headline(read_marks(scan, index), lines)
    declared = read_declared(scan)
    when = (
        said.date
        or declared.date
        or next((each.date for each in found if each.date), "")
        or _url_date(address)
        or _date_around(scan, index)
        or _marked_date(scan)
    )
    source = (
        said.source
        or declared.source
        or publisher(scan.marks)
        or site_name(scan)
        or _site_in_title(scan, index)
    )
    authors = tuple(name for name in said.authors or declared.authors if name != source)
    authors = authors or authors_at_end(body) or posted_by(scan, body) or declared_pen_name(scan, source)
    return PageMetadata(when, authors, source, address, tuple(lines))


def _site_in_title(scan: PageScan, index: int) -> str:
    """Return the name of the site that ends the title of the document; empty if none surely does.

    Its place tells it, unless it is a part of the headline, a section of the site or a person.
    """
    name = site_after_headline(scan.title)
    if is_medium(name) or is_well_known(name):
        return "" if is_section(name) else name
    headline = scan.parts[index][1] if index >= 0 else ""
    name = split_site(scan.title)[1]
    is_site = name and name not in headline and not (is_section(name) or is_person(name) or is_nobody(name))
    return name if is_site and not is_menu(name) else ""


def _beside_headline(marked: PageImprint, said: list[tuple[str, PageImprint]]) -> PageImprint:
    """Return what marks and lines beside the headline say together.

    A line shows when the article was published. For the rest marks come first, since they need no guesses,
    but a mark that names no person gives way to a line that does.
    """
    lines = [imprint for _text, imprint in said]
    days = [(bool(_CHANGED.search(text)), each.date) for text, each in said if len(each.date) == 10]
    when = min(days, key=itemgetter(0))[1] if days else marked.date
    authors = next((each.authors for each in lines if each.authors), ())
    if marked.authors and (all(map(is_person, marked.authors)) or not all(map(is_person, authors or ("",)))):
        authors = marked.authors
    stated = (each.source for each in lines if each.source and each.source not in marked.authors)
    source = marked.source or next(stated, "")
    return PageImprint(when, authors, source)


def _lines_near(scan: PageScan, index: int, body: list[Part]) -> Iterable[tuple[str, PageImprint]]:
    """Yield the lines beside the headline and at the start of the text that say something."""
    seen: list[str] = []
    found: list[tuple[str, PageImprint]] = []
    names: list[tuple[int, str, PageImprint]] = []
    for place, line, text in _candidates(scan, index, body):
        if is_prose(text) or _TODAY.search(text) or any(text in other for other in seen):
            continue
        seen.append(text)
        if imprint := read_page_imprint(line, bare=place != "above"):
            found.append((text, imprint))
        elif place == "below" and (imprint := names_alone(scan, line, text)):
            names.append((len(found), text, imprint))
    if names and not any(imprint.authors for _text, imprint in found):
        at, text, imprint = names[0]
        found.insert(at, (text, imprint))
    return found


def _candidates(scan: PageScan, index: int, body: list[Part]) -> Iterable[tuple[str, str, str]]:
    if index >= 0:
        for at in range(index + 1, min(index + 1 + _BELOW, len(scan.parts))):
            words = scan.parts[at][1]
            if (is_prose(words) and len(words) > 40) or RELATED.match(words):
                break
            yield "below", scan.segments.get(at, words), words
        for at in range(max(0, index - _ABOVE), index):
            yield "above", scan.segments.get(at, scan.parts[at][1]), scan.parts[at][1]
    else:
        first = next((at for at, (_, words) in enumerate(scan.parts) if _is_sentence(words)), 0)
        for at in range(max(0, first - _BELOW), first):
            yield "above", scan.segments.get(at, scan.parts[at][1]), scan.parts[at][1]
    for _, words in body[:3]:
        yield "above", words, words


def _is_sentence(words: str) -> bool:
    return "。" in words and is_prose(words)


def _url_date(address: str) -> str:
    found = _URL_DATE.search(re.sub(r"^https?://[^/]*", "", address))
    return date(f"{found[1]}-{found[2]}-{found[3]}") if found else ""


def _date_around(scan: PageScan, index: int) -> str:
    """Return the date of a line that has little else, farther below the headline: above stands today's."""
    if index < 0:
        return ""
    for at in range(index + 1, min(index + _FAR, len(scan.parts))):
        line = scan.segments.get(at, "")
        if 0 < len(line) <= _SHORT and len(found := read_page_imprint(line).date) == 10:
            return found
    return ""


def _marked_date(scan: PageScan) -> str:
    """Return the date that htmldate finds in the markup; it opens no address. Empty if it finds none."""
    if not scan.is_parsable or scan.tags > _MOST_TAGS or len(scan.source) > _MOST_SOURCE:
        return ""
    import htmldate
    import lxml.html

    try:
        tree = lxml.html.document_fromstring(scan.source.encode("utf-8", "replace"))
        found = htmldate.find_date(tree, extensive_search=False, original_date=True)
    except Exception:  # noqa: BLE001 - it raises whatever a page makes its rules stumble on
        return ""
    return day_in_china(found or "")
