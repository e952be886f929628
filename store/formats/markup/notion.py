"""Reads the properties of a page that Notion exported: lines below the title, or a table in HTML."""

from __future__ import annotations

import html
import json
import re
from pathlib import PurePath

from store.formats.markup.front_matter_reader import FrontMatter, read_properties
from store.importing.unfinished_notes import NOTION_HASH

_PAGE = re.compile(
    r"\s*# (?P<title>[^\n]{1,300})\n\s*\n(?P<lines>(?:[^\n:：]{1,40}[:：] [^\n]*\n)+)(?:\s*\n|\Z)"
)
_KNOWN = frozenset((
    *("作者", "日期", "标签", "url", "来源", "发布日期", "发布时间", "创建时间", "链接", "网址", "状态"),
    *("类型", "author", "authors", "date", "tags", "source", "created", "created time", "status", "type"),
))  # fmt: skip
_LINK = re.compile(r"\s*\((?:[^()\s]*%20)?[^()\s]*[0-9a-f]{32}[^()\s]*\)")
"""The file of a page that a property names."""

_HTML_PAGE = re.compile(r"""<h1 class=["']page-title["']""")
_TABLE = re.compile(r"""<table class=["']properties["']""")
_END_OF_TABLE = "</table>"
_LONGEST_TABLE = 30_000
"""Code points of the properties of a page."""
_ROW = re.compile(r"<tr\b[^>]*>\s*<th\b[^>]*>(.*?)</th>\s*<td\b[^>]*>(.*?)</td>", re.DOTALL)
_ICON = re.compile(r"<svg\b.*?</svg>|<span class=[\"']icon[^>]*>.*?</span>", re.DOTALL)
_VALUE = re.compile(r"<span class=[\"']selected-value[^>]*>(.*?)</span>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def with_properties_as_front_matter(text: str, name: str) -> str:
    """Return a page of Notion with its properties as front matter; any other text as it is.

    :param name: the name of its file, to which Notion adds 32 digits.
    """
    page = _PAGE.match(text[:20_000])
    if page is None:
        return text
    lines = [re.split("[:：] ?", line, maxsplit=1) for line in page["lines"].splitlines()]
    known = sum(key.strip().lower() in _KNOWN for key, _ in lines)
    if not known or not (NOTION_HASH.search(PurePath(name).stem) or (known >= 2 and known * 2 >= len(lines))):
        return text
    rows = [("title", page["title"].strip()), *((key.strip(), _LINK.sub("", value)) for key, value in lines)]
    front = "".join(
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value.strip(), ensure_ascii=False)}\n"
        for key, value in dict(rows).items()
    )
    return f"---\n{front}---\n# {page['title']}\n\n{text[page.end() :]}"


def take_html_properties(page: str) -> tuple[FrontMatter | None, str]:
    """Return the properties of a page of Notion in HTML, and the page without them; None for another page."""
    found = _TABLE.search(page) if _HTML_PAGE.search(page) else None
    start = found.start() if found else -1
    end = page.find(_END_OF_TABLE, start, start + _LONGEST_TABLE) if found else -1
    if end < 0:
        return None, page
    properties: dict[str, object] = {}
    for key, value in _ROW.findall(page[start:end]):
        values = [_plain(each) for each in _VALUE.findall(value)] or [_plain(value).lstrip("@")]
        properties[_plain(_ICON.sub("", key))] = values if len(values) > 1 else values[0]
    return read_properties(properties), page[:start] + page[end + len(_END_OF_TABLE) :]


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
