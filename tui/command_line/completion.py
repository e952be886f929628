"""Completes what was typed in the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from store.chinese.folding import fold
from tui.command_line.commands import titled
from tui.command_line.interpreter import command_names
from tui.command_line.settings import SETTINGS, SWITCHES, values_of
from tui.command_line.target import Target

MAX_OFFERED = 200
"""The most completions of one beginning."""

_LAST_WORD = re.compile(r"(?:\\.|[^\s\\])*\Z")
_LAST_VALUE = re.compile(r"[^\s=]*\Z")
_ID_COMMANDS = frozenset(
    ("show", "annotate", "confirm", "place", "untag", "note", "links", "status", "block", "remove", "suggest")
)
"""Commands of ``pizhu`` whose first argument is an article."""


class Completions(NamedTuple):
    """What the end of a line may become."""

    start: int
    """Where the part begins that is completed, in code points."""
    offered: list[str]


def complete(line: str, target: Target) -> Completions:
    """Return what the end of a line may become: names, formats, paths, titles, tags, settings and values."""
    name, space, rest = line.partition(" ")
    if not space:
        return Completions(0, _beginning(command_names(), line))
    name = name.rstrip("!")
    if name in ("e", "edit", "read"):
        titles = [title for _, title in titled(target, rest)]
        return Completions(len(line) - len(rest), titles[:MAX_OFFERED])
    if name in ("set", "se"):
        return _settings(line, rest, target)
    if name == "pizhu":
        inner = complete(rest, target) if " " in rest else Completions(0, _pizhu_names(rest))
        return Completions(len(line) - len(rest) + inner.start, inner.offered)
    last = _LAST_WORD.search(line)
    start = last.start() if last else len(line)
    return Completions(
        start, _arguments(name, line[start:], start - len(line) + len(rest), target)[:MAX_OFFERED]
    )


def _arguments(name: str, word: str, place: int, target: Target) -> list[str]:
    """Complete an argument of a command; ``place`` is where it begins after the name."""
    if name == "export" and place == 0:
        from store.exporting import FORMATS

        return _beginning(FORMATS, word)
    if name in ("export", "import", "backup", "restore"):
        return _paths(word)
    if name in ("theme", "colorscheme", "colo"):
        return _beginning(target.themes, word)
    if name in ("filter", "find", "list"):
        return _conditions(word, target)
    if name in _ID_COMMANDS and place == 0:
        ids = target.library.ids
        return [ids.short(article) for article, title in titled(target, "") if _names(article, title, word)]
    return _tags(word, target) if name in ("tag", "untag") else []


def _settings(line: str, rest: str, target: Target) -> Completions:
    name = re.split(r"[\s=]", rest.strip(), maxsplit=1)[0]
    if name in SETTINGS and name != rest:
        last = _LAST_VALUE.search(line)
        start = last.start() if last else len(line)
        return Completions(start, _beginning(values_of(name, target.themes), line[start:]))
    names = [*SETTINGS, *(f"no{switch}" for switch in SWITCHES)]
    return Completions(len(line) - len(rest), _beginning(names, rest))


def _pizhu_names(typed: str) -> list[str]:
    from tui.command_line.pizhu_commands import PIZHU_COMMANDS

    return _beginning(PIZHU_COMMANDS, typed)


def _beginning(names: Iterable[str], typed: str) -> list[str]:
    return [name for name in names if name.startswith(typed)][:MAX_OFFERED]


def _paths(word: str) -> list[str]:
    from store.importing.inputs.completion import entries_for

    return [escaped(entry.path) for entry in entries_for(re.sub(r"\\(.)", r"\1", word))]


def _tags(word: str, target: Target) -> list[str]:
    wanted = fold(re.sub(r"\\(.)", r"\1", word))
    return [escaped(tag.name) for tag in target.library.codebook.tags() if fold(tag.name).startswith(wanted)]


def _conditions(word: str, target: Target) -> list[str]:
    from store.query.completion import complete
    from store.query.tree import SAVED

    def values(field: str) -> list[str]:
        if field == SAVED[0]:
            return [search.search for search in target.library.searches.all()]
        if field in ("tag", "under"):
            return [tag.name for tag in target.library.codebook.tags()]
        return [facet.value for facet in target.library.articles.facets() if facet.field == field]

    return [each.applied(word)[0] for each in complete(word, len(word), values)[:MAX_OFFERED]]


def _names(article: str, title: str, typed: str) -> bool:
    return article.startswith(typed) or fold(typed) in fold(title)


def escaped(word: str) -> str:
    """Return a word with a backslash before each space, quotation mark and backslash."""
    return re.sub(r"([\s\\'\"])", r"\\\1", word)
