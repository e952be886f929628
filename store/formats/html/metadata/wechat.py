"""Reads what a WeChat article says of itself: in its elements if a browser saved it, else in its scripts."""

from __future__ import annotations

import re

from store.formats.html.metadata.days import day_in_china, day_of_seconds
from store.formats.html.metadata.imprint import PageImprint, read_page_imprint
from store.formats.html.page_scan import PageScan
from store.press.person_names import split_names

_LABEL = re.compile(
    r"^(?:(?:原创|作者|撰文|文字?|图文|by)\s*[:：/／丨|｜·]?\s+|(?:原创|作者|撰文|文字?|图文|by)\s*[:：/／丨|｜·]\s*)",
    re.IGNORECASE,
)
_LONGEST_AUTHOR = 30
"""Code points of the longest name of an author."""


def read_wechat(scan: PageScan) -> PageImprint:
    """Return date, authors and account of a WeChat article."""
    account = _marked(scan, "source") or _script(scan, "nickname", "nick_name")
    author = _marked(scan, "author") or scan.meta.get("author", "") or _script(scan, "author")
    when = day_in_china(_marked(scan, "date"))
    for name in ("ct", "oriCreateTime", "ori_create_time", "create_time", "createTime"):
        value = "" if when else scan.script_value(name)
        when = when or day_of_seconds(value) or day_in_china(value)
    authors = tuple(name for name in _authors(author) if name != account)
    return PageImprint(when, authors, account)


def _marked(scan: PageScan, role: str) -> str:
    return next((" ".join(each.words) for each in scan.marks if each.role == role), "")


def _script(scan: PageScan, *names: str) -> str:
    return next(filter(None, map(scan.script_value, names)), "")


def _authors(value: str) -> tuple[str, ...]:
    """Return the names in the line of the author; one that is no name of a person is taken as it is."""
    value = _LABEL.sub("", " ".join(value.split()))
    if names := split_names(value, led=True):
        return tuple(names)
    if found := read_page_imprint(value, bare=False).authors:
        return found
    return (value,) if 2 <= len(value) <= _LONGEST_AUTHOR and re.search(r"\w", value) else ()
