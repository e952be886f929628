"""Reads Pizhu's own JSON (``docs/json.md``)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from store.formats.pizhu.records import (
    check_version,
    parse_article,
    parse_attributes,
    parse_searches,
    parse_tags,
    parse_team,
)
from store.formats.shared.json_reading.located_json import decode
from store.importing.limits import MAX_TAGS, check_count
from store.language import pgettext
from store.model.bundle import Bundle, IncomingArticle


class _Document(msgspec.Struct, frozen=True):
    """The file. Articles are decoded one by one."""

    pizhu: int
    tags: tuple[msgspec.Raw, ...] = ()
    attributes: tuple[msgspec.Raw, ...] = ()
    searches: tuple[msgspec.Raw, ...] = ()
    members: tuple[msgspec.Raw, ...] = ()
    rounds: tuple[msgspec.Raw, ...] = ()
    assignments: tuple[msgspec.Raw, ...] = ()
    articles: tuple[msgspec.Raw, ...] = ()


class _Version(msgspec.Struct, frozen=True):
    """Only the version, since in a newer file, everything else may have any shape."""

    pizhu: int


def to_bundle(data: bytes, name: str) -> Bundle:
    """Return the articles and tags in the content of a file.

    :param name: the name of the file, for errors.
    :raises BadInput: when the JSON is invalid, has another structure, or a newer version.
    """
    check_version(decode(data, _Version, name).pizhu, name)
    document = decode(data, _Document, name)
    check_count(len(document.tags), MAX_TAGS, pgettext("more than", "tags"))
    check_count(len(document.searches), MAX_TAGS, pgettext("more than", "saved searches"))
    bundle = Bundle(count=len(document.articles))
    bundle.tags = parse_tags(document.tags, bundle.left_out.append)
    check_count(len(document.attributes), MAX_TAGS, pgettext("more than", "attributes"))
    bundle.attributes = parse_attributes(document.attributes, bundle.left_out.append)
    bundle.searches = parse_searches(document.searches, bundle.left_out.append)
    bundle.team = parse_team(document.members, document.rounds, document.assignments, bundle.left_out.append)
    bundle.pieces = _articles(document.articles, bundle)
    return bundle


def _articles(articles: tuple[msgspec.Raw, ...], bundle: Bundle) -> Iterator[IncomingArticle]:
    for number, raw in enumerate(articles, 1):
        yield from parse_article(raw, f"Article {number}", bundle)
