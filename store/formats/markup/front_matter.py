"""YAML front matter and tags, as Obsidian has them (help.obsidian.md, "Properties" and "Tags")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from store.exporting.sanitise import one_line
from store.model.article import Article

Value = str | int | date | list[str]
"""What a property may be."""

# A letter first, then nothing that means anything in YAML: no quotes are needed (YAML 1.2.2, section 7.3.3).
_PLAIN = r"[^\W\d_][\w/-]*"

# What YAML 1.1 or 1.2 would take for another kind of value ("bool", "null"; YAML 1.2.2, section 10.2).
_TAKEN = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def front_matter(properties: Mapping[str, Value]) -> str:
    """The front matter: the first lines of a file, with a newline at the end.

    Properties that are empty are left out, except ``tags``, which is a list whatever is in it.
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


def of_article(article: Article) -> str:
    """The front matter of the file of one article."""
    return front_matter(properties(article))


def properties(article: Article) -> dict[str, Value]:
    """What is known of an article, by the names of properties."""
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
        "id": article.id,
        "tags": obsidian_tags(article.tags),
    }


def _date(words: str) -> str | date:
    """A whole date as a date; a month or a year, which YAML would take for a number, in words."""
    try:
        return date.fromisoformat(words) if re.fullmatch(r"\d{4}-\d\d-\d\d", words, re.ASCII) else words
    except ValueError:
        return words


def scalar(words: str) -> str:
    """Words as a value in YAML, in quotes where they need some.

    In quotes everything is escaped that YAML does not print, its breaks of lines above all, which it would
    fold (YAML 1.2.2, sections 5.1, 5.4, 5.7).
    """
    if (
        re.fullmatch(_PLAIN, words)
        and unicodedata.is_normalized("NFC", words)
        and words.lower() not in _TAKEN
    ):
        return words
    return f'"{"".join(map(_escaped, words))}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"):
        code = ord(char)
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
    return char


def obsidian_tags(names: Iterable[str]) -> list[str]:
    """Tags as Obsidian has them, without ``#``, none twice."""
    return list(dict.fromkeys(map(obsidian_tag, names)))


def obsidian_tag(name: str) -> str:
    """A tag as Obsidian has it, without ``#``; the slashes of its path stay.

    There it consists of letters, numbers, ``_``, ``-``, ``/`` and signs such as emoji, and is not a number:
    what else stands in it becomes ``-``, and one that starts with a number gets a ``_`` in front.
    """
    allowed = "".join(char if _is_allowed(char) else "-" for char in name)
    return f"_{allowed}" if not allowed or unicodedata.category(allowed[0])[0] == "N" else allowed


def _is_allowed(char: str) -> bool:
    kind = unicodedata.category(char)[0]
    return char in "_-/" or kind in "LMN" or (kind == "S" and char > "\u206f")
