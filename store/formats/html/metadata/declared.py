"""Reads what the head of a page declares about its article: ``<meta>`` and JSON-LD."""

from __future__ import annotations

import re

from store.formats.html.metadata.days import day_in_china
from store.formats.html.metadata.imprint import PageImprint, clean_source, is_nobody, is_person
from store.formats.html.metadata.linked_data import read_linked_data
from store.formats.html.page_scan import PageScan

_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "publishdate", "pubdate",
    "datepublished", "publish_time", "apub:time", "og:release_date",
    "weibo: article:create_at",  # untranslated: a name in pages
    "dc.date.issued",
    "dcterms.created", "article:create_at", "releasedate", "createdate", "dc.date", "firstpublishedtime",
    "contentdate", "publish-date", "pub_date", "parsely-pub-date", "date.available", "article:published",
    "datecreated", "date",
)  # fmt: skip
"""Names of ``<meta>`` for the date of publication, the most reliable first."""
_AUTHORS = ("og:article:author", "article:author", "author", "mediaid", "dc.creator", "byl")
_LONGEST_SITE = 24
_SOURCES = (
    "source",
    "contentsource",
    "article:source",
    "mediaid",
    "dc.source",
    "publication",
    "og:article:source",
)


def read_declared(scan: PageScan) -> PageImprint:
    """Return what the head declares. Names of authors that are editors or numbers are left out."""
    when = next(filter(None, map(day_in_china, _values(scan, _DATES))), "")
    source = next(filter(None, map(clean_source, _values(scan, _SOURCES))), "")
    if source.isascii() and not re.search("[A-Za-z]", source):
        source = ""
    names = _values(scan, _AUTHORS)
    author = next((name for name in names if is_person(name) and name != source), "")
    found = PageImprint(when, (author,) if author else (), source)
    return found.filled(read_linked_data(scan.linked_data)) if scan.linked_data else found


def _values(scan: PageScan, names: tuple[str, ...]) -> list[str]:
    """Return what the head declares under some names, in their order."""
    return [scan.meta[name] for name in names if name in scan.meta]


def site_name(scan: PageScan) -> str:
    """Return the name of the site; empty if the page does not declare it."""
    name = clean_source(scan.meta.get("og:site_name", "") or scan.meta.get("application-name", ""))
    return "" if is_nobody(name) or len(name) > _LONGEST_SITE else name
