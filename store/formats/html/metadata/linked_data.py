"""Reads what the JSON-LD of a page says about its article (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from store.formats.html.metadata.days import day_in_china
from store.formats.html.metadata.imprint import PageImprint, clean_source, is_pen_name, is_person

_ARTICLES = (
    "article", "newsarticle", "blogposting", "reportagenewsarticle", "analysisnewsarticle", "review",
    "opinionnewsarticle", "report", "scholarlyarticle", "techarticle", "criticreview", "question",
    "discussionforumposting", "liveblogposting", "creativework", "blogpost", "socialmediaposting",
    "advertisercontentarticle",
)  # fmt: skip
_PAGES = ("webpage", "itempage", "qapage", "")
_MOST, _DEEPEST = 500, 6
"""Objects of a page that are looked at, and how deep lists and objects are in each other."""
_MOST_NAMES = 200
"""Authors of an article that are read, and creators."""
_PUBLISHED = re.compile(r'"(?:datePublished|pubDate|upDate|dateCreated)"\s*:\s*"([^"]{8,40})"')
_AUTHOR = re.compile(r'"author"\s*:\s*(?:\[\s*)?(?:\{[^{}]{0,200}?"name"\s*:\s*)?"([^"]{2,40})"')


def read_linked_data(scripts: Sequence[str]) -> PageImprint:
    """Return what JSON-LD says about the article of its page.

    A script that is no JSON is searched for it.
    """
    found = PageImprint()
    objects = [each for script in scripts for each in _objects(_parsed(script), 0)][:_MOST]
    named = _by_id(objects)
    for wanted in (_ARTICLES, _PAGES):
        for each in objects:
            if _type(each) in wanted:
                found = found.filled(_said_by(each, named))
    return found.filled(_searched("".join(scripts)))


def _parsed(script: str) -> object:
    try:
        return json.loads(script.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value[:_MOST]:
            yield from _objects(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            if name in value:
                yield from _objects(value[name], depth + 1)


def _type(thing: dict[str, object]) -> str:
    kind = thing.get("@type", "")
    kinds = kind if isinstance(kind, list) else [kind]
    return str(next(iter(kinds), "")).rpartition("/")[2].lower()


def _by_id(objects: Sequence[dict[str, object]]) -> dict[str, dict[str, object]]:
    """Return the objects that have a name by their ID; of several with the same one the first."""
    found: dict[str, dict[str, object]] = {}
    for each in objects:
        if "name" in each and isinstance(known := each.get("@id"), str):
            found.setdefault(known, each)
    return found


def _said_by(article: dict[str, object], objects: dict[str, dict[str, object]]) -> PageImprint:
    publisher = next(iter(_names(article.get("publisher"), objects)), ("", ""))[1]
    named = [*_names(article.get("author"), objects), *_names(article.get("creator"), objects)]
    authors = dict.fromkeys(
        name
        for kind, name in named
        if name != publisher and (is_person(name) or (kind == "person" and is_pen_name(name)))
    )
    organisation = next((name for kind, name in named if kind != "person" and name not in authors), "")
    when = next(
        (day for key in ("datePublished", "pubDate", "dateCreated") if (day := _day(article.get(key)))), ""
    )
    return PageImprint(when, tuple(authors), clean_source(publisher or organisation))


def _day(value: object) -> str:
    return day_in_china(value) if isinstance(value, str) else ""


def _names(value: object, objects: dict[str, dict[str, object]]) -> Iterator[tuple[str, str]]:
    """Yield the types and names of persons or organisations, which may be given by reference.

    :param objects: those that references may mean, by their ID.
    """
    for each in value[:_MOST_NAMES] if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield "", each.strip()
        elif isinstance(each, dict):
            known = "" if "name" in each else each.get("@id")
            thing = objects.get(known, each) if isinstance(known, str) else each
            name = thing.get("name")
            if isinstance(name, list):
                name = next(iter(name), "")
            if isinstance(name, str) and name.strip():
                yield _type(thing), " ".join(name.split())[:60]


def _searched(text: str) -> PageImprint:
    when = day_in_china(found[1]) if (found := _PUBLISHED.search(text)) else ""
    author = found[1] if (found := _AUTHOR.search(text)) and is_person(found[1]) else ""
    return PageImprint(when, (author,) if author else ())
