"""Reads what the page of a note says that Evernote exported as HTML."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from store.errors import BadTagName
from store.model.tag import clean_tag_name

_IS_NOTE = re.compile(r'<meta\s[^<>]{0,40}\bname="exporter-version"\s[^<>]{0,40}Evernote', re.IGNORECASE)
_STATED = re.compile(
    r'<meta\s(?:[^<>]{0,40}\s)?name="(?P<name>keywords|source-url)"\s+content="(?P<value>[^"]{0,4000})"',
    re.IGNORECASE,
)


class NotePage(NamedTuple):
    """What the page of a note says."""

    url: str
    """The address from which the note was taken; empty if it has none."""
    tags: tuple[str, ...]


def note_page(head: str) -> NotePage | None:
    """Return what the page of a note says; None if Evernote did not export it.

    :param head: the beginning of the page.
    """
    if not _IS_NOTE.search(head):
        return None
    stated = {each["name"].lower(): unescape(each["value"]) for each in _STATED.finditer(head)}
    tags = map(_tag, re.split("[,，]", stated.get("keywords", "")))
    return NotePage(stated.get("source-url", "").strip(), tuple(dict.fromkeys(filter(None, tags))))


def _tag(words: str) -> str:
    try:
        return clean_tag_name(words)
    except BadTagName:
        return ""
