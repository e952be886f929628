"""Reads the properties of a page that Notion exported: lines below the title, or a table in HTML."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
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
_BRACKET = re.compile(r" ?\([^()\s]*+\)")
_HASH_OF_PAGE = re.compile(r"[0-9a-f]{32}")
"""What the file of a page has in its name, which a property gives in brackets."""

_HTML_PAGE = re.compile(r"""<h1 class=["']page-title["']""")
_TABLE = re.compile(r"""<table class=["']properties["']""")
_END_OF_TABLE = "</table>"
_LONGEST_TABLE = 30_000
"""Code points of the properties of a page."""
_ROW = re.compile(
    r"<tr\b[^<>]*+>\s*+<th\b[^<>]*+>((?:(?!</?t[hrd]\b).)*+)</th>"
    r"\s*+<td\b[^<>]*+>((?:(?!</?t[hrd]\b).)*+)</td>",
    re.DOTALL,
)
_ICON = re.compile(
    r"<svg\b(?:(?!</?svg\b).)*+</svg>|<span class=[\"']icon[^<>]*+>(?:(?!</?span\b).)*+</span>", re.DOTALL
)
_VALUE = re.compile(r"<span class=[\"']selected-value[^<>]*+>((?:(?!</?span\b).)*+)</span>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def with_properties_as_front_matter(text: str, name: str) -> str:
    """Return a page of Notion with its properties as front matter; any other text as it is.

    :param name: the name of its file, to which Notion adds 32 digits.
    """
    page = _PAGE.match(text[:20_000])
    if page is None:
        return text
    lines = page["lines"].splitlines()
    rows = [re.split("[:：] ?", line, maxsplit=1) for line in lines]
    keys = [key.strip().lower() for key, _ in rows]
    known = [key in _KNOWN for key in keys]
    is_named = NOTION_HASH.search(PurePath(name).stem) is not None
    enough = any(known) and 2 * sum(known) >= len(keys) if is_named else _are_most(known)
    if not enough or len(set(keys)) < len(keys):  # a dialogue repeats its speakers
        return text
    properties = {
        key.strip(): _without_link(value)
        for (key, value), is_known in zip(rows, known, strict=True)
        if is_known
    }
    front = "".join(
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value.strip(), ensure_ascii=False)}\n"
        for key, value in {"title": page["title"].strip(), **properties}.items()
    )
    others = "".join(f"{line}\n\n" for line, is_known in zip(lines, known, strict=True) if not is_known)
    return f"---\n{front}---\n# {page['title']}\n\n{others}{text[page.end() :]}"


def _are_most(known: Sequence[bool]) -> bool:
    return sum(known) >= 2 and 2 * sum(known) > len(known)


def _without_link(value: str) -> str:
    """Return the value of a property without the files of the pages that it names."""
    return _BRACKET.sub(lambda found: "" if _HASH_OF_PAGE.search(found[0]) else found[0], value)


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
        name = _plain(_ICON.sub("", key))
        if name in properties:
            return None, page
        properties[name] = values if len(values) > 1 else values[0]
    return read_properties(properties), page[:start] + page[end + len(_END_OF_TABLE) :]


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
