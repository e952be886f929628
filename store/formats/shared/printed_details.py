"""Reads what Pizhu's exports print below the title of an article: see ``store.exporting.article_head``."""

from __future__ import annotations

import re

from msgspec.structs import replace

from store.index.addresses import is_command
from store.model.article import Draft
from store.press.dates import date
from store.press.person_names import given_and_family, is_name

SEPARATOR = " · "
"""Between source, date, authors and address, each of which may be missing."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+")


def with_printed_details(draft: Draft, line: str) -> Draft:
    """Return a draft with the source, date, authors and address that a line says.

    A source without a date and authors without one look alike: what the text itself says tells them apart,
    else whether they are names of persons.
    """
    fields: dict[str, object] = {}
    rest = [each.strip() for each in line.split(SEPARATOR) if each.strip() and not is_command(each)]
    if rest and _ADDRESS.fullmatch(rest[-1]):
        fields["url"] = rest.pop()
    at = next((place for place, each in enumerate(rest) if _is_date(each)), -1)
    if at >= 0:
        fields["date"] = rest[at]
        source, authors = rest[:at], rest[at + 1 :]
    elif len(rest) == 1:
        source, authors = ([], rest) if _are_authors(rest[0], draft) else (rest, [])
    else:
        source, authors = rest[:-1], rest[-1:]
    if source:
        fields["source"] = SEPARATOR.join(source)
    if authors:
        fields["authors"] = tuple(SEPARATOR.join(authors).split("、"))
    return replace(draft, **fields)


def _are_authors(words: str, draft: Draft) -> bool:
    names = words.split("、")
    if set(names) <= set(draft.authors):
        return True
    return words != draft.source and all(is_name(name) or given_and_family(name) for name in names)


def _is_date(words: str) -> bool:
    return bool(re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", words)) and (
        len(words) == 4 or date(words) == words or len(words) == 7
    )
