"""Reads front matter: the YAML, TOML or JSON before the text of a Markdown file.

The names are those of Obsidian and its Web Clipper, Hugo, Hexo, Jekyll, Joplin and our own exports.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from store.importing.piece import ReadOptions
from store.language import _
from store.model.metadata.web_address import web_address
from store.press.imprint.publications import is_publication
from store.press.person_names import is_name, split_names
from store.press.sites.site_name import split_last, split_site
from store.press.stated_dates import stated_date, what_is_not_kept
from store.wording import listed

_LONGEST = 64 * 1024
"""Code points of the longest front matter."""
_FENCED = (
    (re.compile(r"---[ \t]*\n(?P<body>.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL), "YAML"),
    (re.compile(r"\+\+\+[ \t]*\n(?P<body>.*?)(?:^|\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL), "TOML"),
)
_MOST = 200
"""Values of a list that are read."""
_TITLE = ("title", "标题", "標題", "headline")
_AUTHORS = ("author", "authors", "creator", "byline", "作者", "记者")
_DATES = (
    "published",
    "date",
    "publishdate",
    "pubdate",
    "published_at",
    "datepublished",
    "日期",
    "发布时间",
    "created",
    "created_at",
    "date created",  # untranslated: a key in files
    "发布日期",
    "创建时间",
    "created time",  # untranslated: a key in files
)
_SOURCES = ("source", "publication", "publisher", "site", "website", "来源", "來源", "journal", "newspaper")
_URLS = (
    "url",
    "link",
    "source_url",
    "source-url",
    "original_url",
    "canonical_url",
    "canonicalurl",
    "permalink",
    "external_link",
    "地址",
    "链接",
    "网址",
    "原文链接",
    "source",
    "origin",
)
_TAGS = ("tags", "tag", "keywords", "标签", "標籤", "关键词")
_ALIASES = ("aliases", "alias")
_MOST_TOLD = 20
"""Properties that a remark names."""
_LEAST_TITLE = 3
"""Code points of the shortest title before the name of a site: 茶园的冬天 - 青石晚报."""
_KNOWN = frozenset((*_TITLE, *_AUTHORS, *_DATES, *_TAGS, *_ALIASES, "source", "url", "layout"))
_OPEN = re.compile(
    r"(?:---|\+\+\+)[ \t]*\n(?P<body>(?:(?:[^\W\d][\w .-]{0,30}[ \t]*[:=]|[ \t]+\S|-[ \t])[^\n]*(?:\n|\Z))+)"
)
"""Properties without an end mark."""
_OPEN_JSON = re.compile(r"(?P<body>\{[^\n]*(?:\n[ \t]*[\"}\]\[{][^\n]*)*)(?:\n|\Z)")
"""Lines that begin like those of a JSON object."""
_OWN = {"kicker": "kicker", "subtitle": "subtitle", "column": "column"}
_SILENT = frozenset(
    (*_ALIASES, "id", "language", "lang", "layout", "draft", "created", "updated", "modified", "lastmod")
)
"""Names whose values nobody misses in the text."""


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True):
    """What front matter says about an article; what it does not say is empty."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    date_remark: str = ""
    """What the user is told about its date: which part is not kept."""
    source: str = ""
    url: str = ""
    kicker: str = ""
    subtitle: str = ""
    column: str = ""
    tags: tuple[str, ...] = ()
    others: dict[str, str] = {}
    """Its other properties, by their names in lower case."""
    malformed: str = ""
    """The lines, if they are not valid: they are text."""


def stated_fields(about: FrontMatter) -> dict[str, Any]:
    """Return the fields of an article that front matter states."""
    return {
        name: value
        for name in ("title", "authors", "date", "source", "url", "kicker", "subtitle", "column")
        if (value := getattr(about, name))
    }


def stated_attributes(about: FrontMatter, options: ReadOptions) -> dict[str, str]:
    """Return the values of attributes of the library that front matter states."""
    return {
        attribute: value
        for name, value in about.others.items()
        if (attribute := options.attribute_named(name))
    }


def left_out(about: FrontMatter, options: ReadOptions) -> list[str]:
    """Return remarks on the properties that are neither fields nor attributes."""
    unused = [name for name in about.others if not options.attribute_named(name)][:_MOST_TOLD]
    return [_("properties left out: {names}", names=listed(unused))] if unused else []


def take_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter and the text below it.

    :param text: with line feeds as line ends.
    """
    for pattern, kind in _FENCED:
        if (found := pattern.match(text[: _LONGEST + 8])) is None:
            continue
        properties = _parsed(found["body"], kind)
        if properties is None and found["body"].strip():
            return FrontMatter(malformed=found["body"]), text[found.end() :]
        if isinstance(properties, Mapping):
            return read_properties(properties), text[found.end() :]
        return FrontMatter(), text
    if re.match(r"\{\s*\n?\s*\"", text):
        try:
            properties, end = json.JSONDecoder().raw_decode(text[:_LONGEST])
        except (ValueError, RecursionError):
            return _malformed(text, _OPEN_JSON)
        if isinstance(properties, Mapping) and "title" in properties:
            return read_properties(properties), text[end:]
    return _malformed(text, _OPEN)


def _malformed(text: str, pattern: re.Pattern[str]) -> tuple[FrontMatter, str]:
    """Return lines at the beginning that were meant as front matter, but have no end or are no JSON."""
    found = pattern.match(text[:_LONGEST])
    if found is None or not any(_named(line) for line in found["body"].splitlines()):
        return FrontMatter(), text
    return FrontMatter(malformed=found["body"]), text[found.end() :]


def _named(line: str) -> bool:
    """Whether the line is a property with a well-known name."""
    name = re.match(r"\s*\{?\s*\"?([^\s\":=]{1,30}(?: [^\s\":=]{1,20})?)\"?\s*[:=]", line)
    return name is not None and name[1].lower() in _KNOWN


def _parsed(body: str, kind: str) -> Any:
    """Return the value of front matter; None if it is not valid."""
    if kind == "TOML":
        import tomllib

        try:
            return tomllib.loads(body)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError):
            return None
    import yaml

    try:
        # All scalars stay strings: 2024-10 is a month, not a number, and no is a word.
        return yaml.load(body, Loader=yaml.BaseLoader)  # noqa: S506 - it makes strings, lists and dicts only
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def read_properties(properties: Mapping[Any, Any]) -> FrontMatter:
    """Return what properties say about an article."""
    values = {str(name).strip().lower(): _strings(value) for name, value in list(properties.items())[:_MOST]}
    used: set[str] = set()

    def first(names: tuple[str, ...], accept: Any = bool) -> str:
        for name in names:
            for value in values.get(name, ())[:1]:
                if accept(value):
                    used.add(name)
                    return value
        return ""

    tags = tuple(tag for name in _TAGS if name in values for tag in _tags(values[name]))
    used.update(name for name in _TAGS if name in values)
    authors = next((names for name in _AUTHORS if (names := _authors(values.get(name, [])))), ())
    used.update(name for name in _AUTHORS if name in values)
    stated = first(_DATES, lambda value: stated_date(value).iso) or first(_DATES)
    title, url = first(_TITLE) or first(_ALIASES), web_address(first(_URLS, web_address))
    source = _unlinked(first(_SOURCES, lambda value: value and not web_address(value)))
    headline, site = _without_site(title, url)
    if site and not source and site not in authors:
        title, source = headline, site
    elif site and site == source:
        title = headline
    return FrontMatter(
        title=title,
        authors=authors,
        date=stated_date(stated).iso,
        date_remark=what_is_not_kept(stated),
        source=source,
        url=url,
        tags=tuple(dict.fromkeys(tags)),
        others={
            name: ", ".join(values[name])
            for name in values
            if values[name] and name not in used | _SILENT | set(_OWN)
        },
        **{field: first((name,)) for name, field in _OWN.items()},
    )


def _without_site(title: str, url: str) -> tuple[str, str]:
    """Return a title without the name of a site that a web clipper took with it, and that name.

    If the text was clipped from a page, the name need not be known, but it is not that of a person.
    """
    headline, name = split_last(title)
    if len(headline) >= _LEAST_TITLE and is_publication(name):
        return headline, name
    headline, name = split_site(title) if url else (title, "")
    return (title, "") if is_name(name) else (headline, name)


def _strings(value: Any) -> list[str]:
    """Return a scalar, or the scalars of a list, as text in one line each."""
    found: list[str] = []
    for each in value[:_MOST] if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            each = each.get("name", each.get("title", ""))  # noqa: PLW2901 - authors of some Hugo themes
        if isinstance(each, (list, Mapping)) or each is None or isinstance(each, bool):
            continue
        if words := " ".join(str(each).split()):
            found.append(words)
    return found


def _authors(values: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for value in map(_unlinked, values):
        split = split_names(value, led=True, pen=True) if len(values) == 1 else None
        names += split or [each.strip() for each in re.split(r"[,，、;；&]", value) if each.strip()]
    return tuple(dict.fromkeys(names))


def _tags(values: list[str]) -> list[str]:
    """Return tags: a list, or one text with commas or spaces between them."""
    if len(values) == 1:
        value = values[0]
        values = re.split(r"[,，、;；]" if re.search("[,，、;；]", value) else r"\s+", value)
    return [tag for each in values if (tag := _unlinked(each).strip().lstrip("#").strip())]


def _unlinked(words: str) -> str:
    """Return the text of a link: ``[[Name]]``, ``[Name](address)``."""
    words = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", words)
    return re.sub(r"\[([^\[\]]+)\]\([^()]*\)", r"\1", words).strip()
