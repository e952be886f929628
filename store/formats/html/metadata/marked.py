"""Reads the marks beside the headline of a page: who wrote it, where it appeared, when."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.formats.html.metadata.days import day_in_china
from store.formats.html.metadata.imprint import (
    PageImprint,
    clean_source,
    is_medium,
    is_nobody,
    is_pen_name,
    is_person,
    read_page_imprint,
)
from store.formats.html.metadata.marks import Mark
from store.formats.html.page_scan import PageScan

_BELOW, _ABOVE = 8, 4
"""Paragraphs below and above the headline in which a mark is about the article."""
_MOST_AUTHORS = 20
"""Marks of authors that are read, the nearest first."""
_LONGEST_SOURCE = 24
_BY = re.compile(
    r"^(?:by|由|文|撰文|作者|记者|記者)\s*[:：/／丨|·]?\s*|\s*(?:撰写|撰文|著|报道|/文)$", re.IGNORECASE
)


def read_marks(scan: PageScan, index: int) -> PageImprint:
    """Return what the marked elements beside the headline say, or properties anywhere if they agree.

    :param index: the paragraph of the headline; -1 if it is in none.
    """
    near = [each for each in scan.marks if index < 0 or index - _ABOVE <= each.part <= index + _BELOW]
    near.sort(key=lambda each: (index >= 0 and each.part < index, abs(each.part - max(index, 0))))
    editors = {word for each in scan.marks if each.role == "editor" for word in each.words}
    authors = _authors(near, editors) or _agreed_author(scan.marks, editors)
    source = next(filter(None, (_source(each) for each in near if each.role == "source")), "")
    if not source:
        named = (clean_source("".join(each.words)) for each in near if each.role == "author")
        source = next((name for name in named if is_medium(name)), "")
    when = next(filter(None, (_day(each) for each in near if each.role == "date")), "")
    if not when:
        days = {_day(each) for each in scan.marks if each.role == "date" and each.is_declared} - {""}
        when = days.pop() if len(days) == 1 else ""
    return PageImprint(when, authors, source)


def publisher(marks: Iterable[Mark]) -> str:
    """Return the publisher that a property names."""
    return next(filter(None, (_source(each) for each in marks if each.role == "publisher")), "")


def _authors(near: list[Mark], editors: set[str]) -> tuple[str, ...]:
    """Return the names of the paragraph nearest to the headline that has any."""
    by_part: dict[int, list[str]] = {}
    for each in [mark for mark in near if mark.role == "author"][:_MOST_AUTHORS]:
        by_part.setdefault(each.part, []).extend(name for name in _names(each) if name not in editors)
    for names in by_part.values():
        if found := tuple(dict.fromkeys(filter(is_person, names))):
            return found
    for part, names in by_part.items():
        inner = _inner_words([each for each in near if each.part == part and each.role == "author"])
        pen_names = dict.fromkeys(filter(is_pen_name, names))
        if found := tuple(name for name in pen_names if name in inner) or tuple(pen_names):
            return found
    return ()


def _inner_words(marks: list[Mark]) -> str:
    """Return the words of marks, without marks that hold others: beside a name they tell who that is."""
    words = [frozenset(each.words) for each in marks]
    return "\n".join("\n".join(each) for each in words if not any(other < each for other in words))


def _agreed_author(marks: list[Mark], editors: set[str]) -> tuple[str, ...]:
    named = {
        names
        for each in marks
        if each.role == "author" and each.is_declared
        if (names := tuple(name for name in _names(each) if is_person(name) and name not in editors))
    }
    return named.pop() if len(named) == 1 else ()


def _names(mark: Mark) -> tuple[str, ...]:
    line = "  ".join(mark.words)
    if (said := read_page_imprint(line)).authors or (said and said.date == ""):
        return said.authors
    found: list[str] = []
    for words in mark.words:
        bare = _BY.sub("", words.strip(" ,，、;；|·@"))
        found += [name for name in re.split(r"[,，、;；&]|\s{2,}", bare) if name.strip()]
    return tuple(name.strip() for name in found if not is_nobody(name))


def _source(mark: Mark) -> str:
    line = "  ".join(mark.words)
    said = read_page_imprint(line, bare=False)
    words = said.source or ("" if said else clean_source(" ".join(mark.words)))
    return words if len(words) <= _LONGEST_SOURCE and not day_in_china(words) else ""


def _day(mark: Mark) -> str:
    return next(filter(None, map(day_in_china, mark.words)), "")
