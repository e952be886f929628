"""Writes YAML front matter and tags in Obsidian's form (help.obsidian.md, "Properties" and "Tags")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from store.exporting.sanitise import one_line
from store.index.addresses import uri
from store.model.article import Article

_FULL_WIDTH_OFFSET = 0xFEE0
"""The distance from an ASCII character to its full-width form (Unicode, "Halfwidth and Fullwidth Forms")."""

_FULL_WIDTH_LINE = "\uff3f"
"""Stands for white space in tags: the full-width form of ``_``."""

_SIMILAR = {"—": "－", "…": "⋯", "“": "〝", "”": "〞", "‘": "｢", "’": "｣"}
"""Characters of general punctuation that tags in Chinese have, and others that look like them."""

_UNSEEN = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Zs")
"""Categories of characters that cannot be seen."""

Value = str | int | date | list[str]
"""The value of a property."""

# Begins with a letter and has no special characters, so it needs no quotes (YAML 1.2.2, section 7.3.3).
_PLAIN = r"[^\W\d_][\w/-]*"

# Strings that YAML 1.1 or 1.2 would read as another type ("bool", "null"; YAML 1.2.2, section 10.2).
_TAKEN = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def front_matter(properties: Mapping[str, Value]) -> str:
    """Return the front matter block, ending in a newline.

    Empty properties are left out, except ``tags``, which is always a list.
    """
    lines = ["---"]
    for name, value in properties.items():
        if isinstance(value, list):
            if value:
                lines += [f"{name}:", *(f"  - {scalar(each)}" for each in value)]
            elif name == "tags":
                lines.append("tags: []")
        elif isinstance(value, str):
            if value:
                lines.append(f"{name}: {scalar(value)}")
        else:
            lines.append(f"{name}: {value}")
    return "\n".join([*lines, "---", ""])


def article_front_matter(article: Article) -> str:
    """Return the front matter of an article's file."""
    return front_matter(properties(article))


def properties(article: Article) -> dict[str, Value]:
    """Return the metadata of an article by property name."""
    return {
        "title": one_line(article.title),
        "aliases": [title] if (title := one_line(article.title)) else [],
        "kicker": one_line(article.kicker),
        "subtitle": one_line(article.subtitle),
        "column": one_line(article.column),
        "authors": [name for name in map(one_line, article.authors) if name],
        "date": _date(article.date),
        "source": one_line(article.source),
        "url": one_line(article.url),
        "language": one_line(article.language),
        **{name: _attribute(one_line(value)) for name, value in article.attributes.items()},
        "id": article.id,
        "pizhu": uri(article.id),
        "tags": obsidian_tags(article.tags),
    }


def _attribute(text: str) -> Value:
    """Return a whole number or a full date as such, so that other programs compare them."""
    return int(text) if re.fullmatch(r"0|-?[1-9]\d{0,14}", text, re.ASCII) else _date(text)


def _date(text: str) -> str | date:
    """Return a full date as a date; a year or month, which YAML would read as a number, as a string."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else text
    except ValueError:
        return text


def scalar(text: str) -> str:
    """Return a YAML scalar, in quotes where needed.

    In quotes, everything that YAML does not print is escaped, in particular line breaks, which it would fold
    (YAML 1.2.2, sections 5.1, 5.4, 5.7).
    """
    if re.fullmatch(_PLAIN, text) and unicodedata.is_normalized("NFC", text) and text.lower() not in _TAKEN:
        return text
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"):
        code = ord(char)
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
    return char


def obsidian_tags(names: Iterable[str]) -> list[str]:
    """Return tags in Obsidian's form, without ``#`` and without duplicates."""
    return list(dict.fromkeys(map(obsidian_tag, names)))


def obsidian_tag(name: str) -> str:
    """Return a tag in Obsidian's form, without ``#``. Tags that differ stay different.

    Obsidian ends a tag at white space, at ASCII punctuation other than ``_-/``, and at general punctuation
    (U+2000 to U+206F, U+2E00 to U+2E7F). Such a character becomes its full-width form, as in C＋＋. Where
    there is none, its code point is written instead. A tag cannot be a number, so one that starts with a
    number gets a leading ``_``.
    """
    allowed = "".join(char if _is_allowed(char) else _substitute(char) for char in name)
    if unicodedata.category(allowed[:1] or "1")[0] == "N":
        return f"_{allowed}"
    if allowed.startswith("_") and unicodedata.category(allowed[1:2] or "a")[0] == "N":
        return f"{_FULL_WIDTH_LINE}{allowed[1:]}"
    return allowed


def _is_allowed(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char in "_-/"
    is_punctuation = "\u2000" <= char <= "\u206f" or "\u2e00" <= char <= "\u2e7f"
    return not is_punctuation and not char.isspace() and unicodedata.category(char) not in _UNSEEN


def _substitute(char: str) -> str:
    if char.isspace():
        return _FULL_WIDTH_LINE
    if char in _SIMILAR:
        return _SIMILAR[char]
    if "!" <= char <= "~":
        return chr(ord(char) + _FULL_WIDTH_OFFSET)
    return f"{_FULL_WIDTH_LINE}{ord(char):x}{_FULL_WIDTH_LINE}"
