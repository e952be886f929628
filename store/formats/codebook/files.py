"""Codebooks as files of their own: REFI-QDA (``.qdc``), CSV and JSON. The suffix says which."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath
from xml.etree import ElementTree as ET

from store.errors import BadInput, PizhuError, UsageError
from store.formats.codebook import csv_table, json_lines
from store.formats.refi_qda import codebook as qdc
from store.formats.shared.json_reading.located_json import JSON_ERRORS
from store.importing.input_file import read_input
from store.importing.limits import MAX_CODEBOOK_BYTES, MAX_TAGS, MAX_TAGS_OF_ONE, MIB, check_count
from store.language import _, pgettext
from store.model.bundle import Bundle
from store.model.identity import clean_identity
from store.model.tag import PALETTE, Tag, clean_tag_name, clean_tag_names


def read(path: Path) -> Bundle:
    """Read the tags of a codebook file.

    :raises BadInput: when the file is too large or not a codebook.
    """
    data = read_input(path, MAX_CODEBOOK_BYTES, _("too large for a codebook"))
    try:
        return Bundle(tags=tuple(parse(data, str(path))))
    except UsageError as error:
        raise BadInput(str(error)) from error


def render(tags: Iterable[Tag], suffix: str) -> str:
    """Return the content of a codebook file, sorted by tag name.

    :param suffix: ``.qdc``, ``.csv`` or ``.json``.
    :raises UsageError: when the suffix is another, or a ``.qdc`` has no tags.
    """
    renderers: dict[str, Callable[[list[Tag]], str]] = {
        ".qdc": qdc.render,
        ".csv": csv_table.render,
        ".json": json_lines.render,
    }
    if suffix not in renderers:
        raise UsageError(
            _(
                "A codebook is written to a .qdc, .csv or .json file, not to {name!r}.",
                name=suffix or pgettext("file", "this"),
            )
        )
    return renderers[suffix](sorted(tags, key=lambda tag: tag.name))


def parse(data: bytes, name: str) -> list[Tag]:
    """Return the tags in the content of a codebook file, in the order of the file.

    :param name: the name of the file; its suffix says which format it has.
    :raises UsageError: when the suffix is another, or the content is not a codebook of this format.
    """
    parsers: dict[str, Callable[[bytes], list[Tag]]] = {
        ".qdc": qdc.parse,
        ".csv": csv_table.parse,
        ".json": json_lines.parse,
    }
    suffix = PurePath(name).suffix.lower()
    if suffix not in parsers:
        raise UsageError(_("{name}: a codebook is a .qdc, .csv or .json file.", name=name))
    if len(data) > MAX_CODEBOOK_BYTES:
        raise UsageError(
            _(
                "{name}: it is larger than {size} MiB, too large for a codebook.",
                name=name,
                size=MAX_CODEBOOK_BYTES // MIB,
            )
        )
    try:
        tags = parsers[suffix](data)
        check_count(len(tags), MAX_TAGS, pgettext("more than", "tags"))
        return [_valid_tag(tag) for tag in tags]
    except PizhuError:
        raise
    except (ValueError, LookupError, ET.ParseError, csv.Error, *JSON_ERRORS) as error:
        raise UsageError(_("{name} is not a codebook: {error}.", name=name, error=error)) from error


def _valid_tag(tag: Tag) -> Tag:
    """Return a tag from a file with its name cleaned and without an invalid colour, key or alias.

    :raises UsageError: when no tag can have this name.
    """
    check_count(len(tag.aliases), MAX_TAGS_OF_ONE, pgettext("more than", "other names of a tag"))
    colour = tag.colour.lower()
    is_colour = colour in PALETTE or (len(colour) == 7 and colour.startswith("#"))
    return Tag(
        name=clean_tag_name(tag.name),
        description=tag.description.strip(),
        colour=colour if is_colour else "",
        key=tag.key if tag.key in set("0123456789") else "",
        aliases=clean_tag_names(alias for alias in tag.aliases if alias.strip()),
        same_as=clean_identity(tag.same_as),
    )
