"""Reads Pizhu's JSON Lines, one line at a time (``docs/json.md``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from store.errors import BadInput
from store.formats.pizhu.records import (
    FORMAT_VERSION,
    check_version,
    parse_article,
    parse_attributes,
    parse_searches,
    parse_tags,
    parse_team,
)
from store.formats.shared.json_reading.located_json import JSON_ERRORS, decode, numbered_lines
from store.importing.limits import MAX_ASSIGNMENTS, MAX_TAGS, check_count
from store.language import _, pgettext
from store.model.bundle import Bundle, IncomingArticle

NumberedLine = tuple[int, bytes]
"""The number of a line, from 1, and the line."""


class _Header(msgspec.Struct, frozen=True):
    """The fields that say what a line holds."""

    type: str = ""
    pizhu: int = FORMAT_VERSION


def read(path: Path) -> Bundle:
    """Read a file of JSON Lines. Lines of unknown types are ignored.

    A line that cannot be read is left out and reported, except the first, for which the file is refused.

    :raises BadInput: when the file is not JSON Lines of Pizhu, of a newer version, or cannot be read.
    """
    name, bundle, is_first = str(path), Bundle(), True
    tags: list[msgspec.Raw] = []
    attributes: list[msgspec.Raw] = []
    searches: list[msgspec.Raw] = []
    team: dict[str, list[msgspec.Raw]] = {"member": [], "round": [], "assignment": []}
    for number, line in _lines(path):
        try:
            header = decode(line, _Header, name, number)
        except BadInput as error:
            if is_first:
                raise
            bundle.left_out.append(_sentence(error, name))
            continue
        if is_first and not header.type:
            raise BadInput(
                _("{name}: the first line has no “type”, as the lines that Pizhu writes have.", name=name)
            )
        check_version(header.pizhu, name)
        is_first = False
        bundle.count += header.type == "article"
        if header.type == "tag":
            check_count(len(tags) + 1, MAX_TAGS, pgettext("more than", "tags"))
            tags.append(msgspec.Raw(line))
        elif header.type == "attribute":
            check_count(len(attributes) + 1, MAX_TAGS, pgettext("more than", "attributes"))
            attributes.append(msgspec.Raw(line))
        elif header.type == "search":
            check_count(len(searches) + 1, MAX_TAGS, pgettext("more than", "saved searches"))
            searches.append(msgspec.Raw(line))
        elif header.type in team:
            check_count(len(team[header.type]) + 1, MAX_ASSIGNMENTS, pgettext("more than", "assignments"))
            team[header.type].append(msgspec.Raw(line))
    if is_first:
        raise BadInput(_("{name} is empty.", name=name))
    bundle.tags = parse_tags(tags, bundle.left_out.append)
    bundle.attributes = parse_attributes(attributes, bundle.left_out.append)
    bundle.searches = parse_searches(searches, bundle.left_out.append)
    bundle.team = parse_team(team["member"], team["round"], team["assignment"], bundle.left_out.append)
    bundle.pieces = _articles(path, bundle)
    return bundle


def is_own_line(line: bytes) -> bool:
    """Whether a line is one that Pizhu writes, or cannot be read: it then says what is wrong with it."""
    try:
        return bool(msgspec.json.decode(line, type=_Header).type) or b'"pizhu"' in line[:200]
    except JSON_ERRORS:
        return True


def _articles(path: Path, bundle: Bundle) -> Iterator[IncomingArticle]:
    for number, line in _lines(path):
        try:
            header = msgspec.json.decode(line, type=_Header)
        except JSON_ERRORS:
            continue  # reported by the first pass
        if header.type == "article":
            yield from parse_article(
                msgspec.Raw(line), _("The article on line {number}", number=number), bundle
            )


def _lines(path: Path) -> Iterator[NumberedLine]:
    return numbered_lines(path, _("this is not JSON Lines of Pizhu"))


def _sentence(error: BadInput, name: str) -> str:
    """Return an error about a line as a sentence of its own, without the name of the file."""
    sentence = str(error).removeprefix(name).lstrip(":： ")
    return sentence[:1].upper() + sentence[1:]
