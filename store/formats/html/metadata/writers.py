"""Finds who wrote the article of a page where no label beside the headline says it.

Names may stand alone below the headline, in a line below the text, or in the head of the page.
"""

from __future__ import annotations

import re

from store.formats.html.blocks import Part
from store.formats.html.headline import without_site
from store.formats.html.metadata.imprint import (
    PageImprint,
    is_medium,
    is_pen_name,
    is_person,
    read_page_imprint,
)
from store.formats.html.page_scan import PageScan
from store.press.imprint.reading import read_imprint
from store.press.person_names import split_names
from store.press.sites.website import is_section, is_widget

_LAST = 6
"""Lines at the end of the text in which names are searched."""
_AT_END = re.compile(
    r"^[(\[【（]?\s*(?:本文)?(?:作\s*者|撰\s*文|记\s*者|文字?|采写|供稿)\s*[:：/丨|]\s*(?P<names>[^。；;:：]{2,40}?)\s*(?:[,，。；;]|[)\]】）]|$)"
)
_SYSTEM = re.compile(r"[,，]?\s*(?:系|为|是|单位|来自|来源).*")


_DECLARED = ("author", "article:author", "og:article:author")
_BLOG = r"(?:的|'s|’s)\s?(?:[一-鿿]{0,3}(?:博客|部落格|小站|空间|主页|网站|blog)|blog|site)"
"""What follows the name of a writer in the name of a blog: 北窗的博客."""
_FOLLOWS = frozenset(
    ["关注", "+关注", "+ 关注", "＋关注", "已关注", "加关注", "关注TA", "關注", "追蹤", "私信"]
)
"""Buttons beside the name of who wrote something."""
_POSTED = re.compile(
    r"\bposted\s*(?:@|on\b|by\b|at\b)|(?:发表|发布|發表|發佈)[于於]|(?:张贴者|張貼者|发帖人)\s*[:：]",
    re.IGNORECASE,
)
_MOST_BELOW = 6
"""Lines below the text in which who posted it is searched."""


def declared_pen_name(scan: PageScan, source: str) -> tuple[str, ...]:
    """Return the author that the head declares, whatever the name, unless it is the site or a number."""
    names = (scan.meta[name] for name in _DECLARED if name in scan.meta)
    return next(filter(None, (_pen_name(scan, source, name) for name in names)), ())


def _pen_name(scan: PageScan, source: str, name: str) -> tuple[str, ...]:
    """Return the writers that a declaration names."""
    host = re.sub(r"^https?://([^/]*).*", r"\1", scan.address)
    site = (
        f"{scan.title[len(without_site(scan.title)) :]} {scan.meta.get('og:site_name', '')} {source} {host}"
    )
    site = re.sub(re.escape(name) + _BLOG, "", site, flags=re.IGNORECASE) if name else site
    if names := split_names(name, led=True):
        return tuple(each for each in names if is_person(each) and each not in site)
    is_account = name.isascii() and not re.fullmatch(r"[A-Za-z.'’-]+(?: [A-Za-z.'’-]+){1,3}", name)
    return () if is_account or not is_pen_name(name) or name.lower() in site.lower() else (name,)


def names_alone(scan: PageScan, line: str, words: str) -> PageImprint:
    """Return the names that a line below the headline consists of.

    A link may be the name of anything, unless a button to follow somebody stands beside it.

    :param line: the words, with two spaces between their elements.
    """
    tokens = line.split("  ")
    if not _FOLLOWS.isdisjoint(tokens):
        (name, *others) = [token for token in tokens if token not in _FOLLOWS] or [""]
        if others or not name:
            return PageImprint()
        return PageImprint("", (name,) * is_pen_name(name), name if is_medium(name) else "")
    said = read_imprint(words)
    if not said.authors or said.rest or is_section(words) or not all(map(is_person, said.authors)):
        return PageImprint()
    is_link = any(scan.parts[index][1] == words for index in scan.linked)
    return PageImprint() if is_link else PageImprint("", said.authors, said.source)


def posted_by(scan: PageScan, body: list[Part]) -> tuple[str, ...]:
    """Return the writer in the line with the date below a text: posted @ 2019-12-01 22:41 北窗."""
    text = next((words for _unused, words in reversed(body) if "。" in words), "")
    last = next((at for at in range(len(scan.parts) - 1, -1, -1) if scan.parts[at][1] == text), -1)
    for at in range(last + 1, min(last + 1 + _MOST_BELOW, len(scan.parts)) if last >= 0 else 0):
        line = scan.segments.get(at, "")
        if not _POSTED.search(line):
            continue
        said = read_page_imprint(line)
        if said.authors:
            return said.authors
        if said.date:
            tokens = [token for token in _POSTED.sub(" ", line).split("  ") if not is_widget(token)]
            names = [token.strip() for token in tokens if is_pen_name(token.strip())]
            return tuple(names[:1])
    return ()


def authors_at_end(body: list[Part]) -> tuple[str, ...]:
    """Return the authors that a line below the text names: （作者：陈小满，系……）."""
    for _, words in reversed(body[-_LAST:]):
        tail = words if len(words) <= 120 else words[-80:]
        at = max(tail.rfind("（"), tail.rfind("("))
        for line in (tail, tail[at:] if at > 0 else ""):
            if line and (found := _AT_END.match(line)):
                names = _SYSTEM.sub("", found["names"])
                if authors := read_page_imprint(f"作者:{names}").authors:
                    return authors
    return ()
