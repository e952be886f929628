"""Tells from the names that a page gives to its elements what they are for.

Sites name the place of the author, the date or the comments in ``class`` and ``id``, each in its own way:
``article-content__author``, ``js_author_name``, ``AuthorInfo-name``. The names are read as words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["author", "source", "date", "editor", "publisher", "kicker", "subtitle", ""]
"""What the text of an element says about the article."""
Region: TypeAlias = Literal["comments", "related", "share", "notice", "navigation", ""]
"""What an element beside the article is."""

_WORD = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LONGEST = 200
"""Code points of the names of one element that are read."""
_AUTHOR = frozenset(["author", "authors", "authi", "byline", "writer", "zuozhe", "reviewer", "columnist"])
_NO_AUTHOR = frozenset([
    "avatar", "desc", "description", "bio", "intro", "img", "image", "icon", "pic", "photo", "time", "date",
    "articles", "follow", "other", "more", "recommend", "related", "statement", "copyright",
    "card", "fans", "num", "count", "url", "link", "wrap", "tip", "title", "level", "comment", "logo",
])  # fmt: skip
"""Words beside those for authors that make it something else, such as the author's picture."""
_ABOUT_AUTHOR = re.compile(
    r"(?:author|writer|user).{0,12}(?:detail|headline|badge|signature|slogan|title)s?$", re.IGNORECASE
)
"""The end of a name whose element tells who the author is: like an editor, what it says is no author."""
_SOURCE = frozenset(["source", "laiyuan", "copyfrom", "medianame"])
_NO_SOURCE = frozenset(["code", "list", "map", "file", "img", "icon", "open", "url", "logo", "data", "title"])
_PUBLISHED = frozenset([
    "pubtime", "pubdate", "publish", "published", "publishtime", "publishdate", "posttime", "postdate",
    "datepublished", "datecreated", "dtreviewed", "createtime",
])  # fmt: skip
_EDITOR = frozenset(["editor", "editors", "bianji", "zebian", "proofreader"])
_KICKER = frozenset([
    "kicker", "yinti", "meiti", "jianti", "yinbiaoti", "eyebrow", "pretitle", "pretit", "shouldertitle",
    "introtitle", "leadtitle", "uptitle", "titlepre",
])  # fmt: skip
_SUBTITLE = frozenset([
    "subtitle", "subtit", "subtitles", "futi", "fubiaoti", "subhead", "subheading", "subheadline", "dek",
    "standfirst",    "titlesub", "downtitle", "secondtitle",
])  # fmt: skip
_NO_DISPLAY = frozenset(
    ["list", "item", "nav", "menu", "related", "comment", "author", "icon", "section", "video"]
)
_COMMENTS = frozenset([
    "comment", "comments", "commentlist", "cmt", "cmts", "reply", "replies", "replylist", "respond",
    "pinglun", "gentie", "tie", "liuyan", "discuss", "discussion", "disqus", "gitalk", "gitment", "valine",
    "waline", "twikoo", "giscus", "utterances", "changyan", "sohucs", "guestbook",
])  # fmt: skip
_RELATED = frozenset([
    "related", "relate", "relation", "relevant", "recommend", "recommends", "recommended",
    "recommendation", "recommendations", "tuijian", "xiangguan", "rank", "ranking", "hotnews", "sidebar",
    "readmore", "prevnext", "pagination", "pager", "paging", "toc",
])  # fmt: skip
_SHARE = frozenset([
    "share", "shares", "sharing", "sharebar", "bdsharebuttonbox", "jiathis", "qrcode", "erweima", "ewm",
    "editsection",
])  # fmt: skip
_NOTICE = frozenset([
    "copyright", "statement", "disclaimer", "shengming", "mianze", "cookie", "cookies", "consent", "gdpr",
    "subscribe", "subscription", "newsletter",
])  # fmt: skip
_NAVIGATION = frozenset([
    "nav", "navbar", "navigation", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer",
])  # fmt: skip
_REGIONS: tuple[tuple[Region, frozenset[str]], ...] = (
    ("comments", _COMMENTS),
    ("related", _RELATED),
    ("share", _SHARE),
    ("notice", _NOTICE),
    ("navigation", _NAVIGATION),
)
_ROLES: tuple[tuple[Role, frozenset[str], frozenset[str]], ...] = (
    ("editor", _EDITOR, frozenset(["text", "content", "body"])),
    ("author", _AUTHOR, _NO_AUTHOR),
    ("source", _SOURCE, _NO_SOURCE),
    ("date", _PUBLISHED, frozenset()),
    ("kicker", _KICKER, _NO_DISPLAY),
    ("subtitle", _SUBTITLE, _NO_DISPLAY),
)


_NAMING = (" class=", " id=", " data-testid=", " aria-labelledby=")
_ANY_NAMING = re.compile(r"\s(?:class|id|data-testid|aria-labelledby)=")


def names_in(attributes: str) -> str:
    """Return the names that a tag gives to its element: its classes and identifiers."""
    if _ANY_NAMING.search(attributes) is None:
        return ""
    if "\n" in attributes or "\t" in attributes:
        attributes = attributes.replace("\n", " ").replace("\t", " ")
    names = ""
    for naming in _NAMING:
        at = attributes.find(naming)
        if at >= 0:
            first = at + len(naming)
            mark = attributes[first : first + 1]
            if mark in ('"', "'"):
                first += 1
                last = attributes.find(mark, first)
            else:
                last = attributes.find(" ", first)
            value = attributes[first : last if last >= 0 else len(attributes)]
            names = f"{names} {value}" if names else value
    return names[:_LONGEST]


def _words(name: str) -> frozenset[str]:
    """Return the words of one name, lower case."""
    words = [word.lower() for word in _WORD.findall(name)]
    joined = [first + second for first, second in pairwise(words)]
    return frozenset(words + joined)


_EXACT: dict[str, Role] = {
    "publish_time": "date",
    "js_ip_wording": "editor",
    "js_ip_wording_wrp": "editor",
    "copyright_logo": "editor",
    "js_author_name": "author",
    "js_name": "source",
    "rich_media_meta_text": "author",
}
"""Names on the pages of WeChat, the more special first."""


@lru_cache(maxsize=2048)
def role_of(names: str) -> Role:
    """Return what the text of an element with these names says about the article."""
    if "js_" in names or "publish_time" in names or "rich_media" in names:
        given = names.split()
        for name, role in _EXACT.items():
            if name in given:
                return role
    for name in names[:_LONGEST].split():
        words = _words(name)
        for role, inside, outside in _ROLES:
            if words & inside and not words & outside:
                return "editor" if role == "author" and _ABOUT_AUTHOR.search(name) else role
    return ""


@lru_cache(maxsize=2048)
def region_of(names: str) -> Region:
    """Return which part of a page beside the article an element with these names is."""
    for name in names[:_LONGEST].split():
        words = _words(name)
        for region, inside in _REGIONS:
            if words & inside:
                return region
    return ""
