"""Codebooks as files: REFI-QDA (``.qdc``), CSV and JSON, out and in.

REFI-QDA 1.0, codebook exchange: namespace ``urn:QDA-XML:codebook:1.0``; codes are nested, ours are paths.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from xml.etree import ElementTree as ET

import msgspec

from store.codebook import PALETTE, Tag, clean_tag_name, clean_tag_names
from store.errors import PizhuError, UsageError

QDC = "urn:QDA-XML:codebook:1.0"
OURS = uuid.UUID("6f1b2d0e-6d0b-5c2c-9a53-1f0d5f6f6c11")
"""The namespace of our GUIDs: the same tag has the same one in every export."""

COLUMNS = ("name", "description", "colour", "key", "aliases")
SEPARATOR = "|"
"""Between aliases in a cell of a CSV."""


def render(tags: Iterable[Tag], suffix: str) -> str:
    """The codebook as a file of that suffix has it: ``.qdc``, ``.csv`` or ``.json``.

    :raises UsageError: the suffix is another.
    """
    writers: dict[str, Callable[[list[Tag]], str]] = {".qdc": _qdc, ".csv": _csv, ".json": _json}
    if suffix not in writers:
        raise UsageError(f"A codebook is written to a .qdc, .csv or .json file, not to {suffix or 'this'!r}.")
    return writers[suffix](sorted(tags, key=lambda tag: tag.name))


def parse(data: bytes, name: str) -> list[Tag]:
    """The tags of a file, told by its suffix.

    :raises UsageError: it is no codebook of that kind.
    """
    readers: dict[str, Callable[[bytes], list[Tag]]] = {
        ".qdc": _from_qdc,
        ".csv": _from_csv,
        ".json": _from_json,
    }
    suffix = PurePath(name).suffix.lower()
    if suffix not in readers:
        raise UsageError(f"{name}: a codebook is a .qdc, .csv or .json file.")
    try:
        return [_checked(tag) for tag in readers[suffix](data)]
    except PizhuError:
        raise
    except (ValueError, KeyError, ET.ParseError, csv.Error, msgspec.MsgspecError) as error:
        raise UsageError(f"{name} is no codebook: {error}.") from error


def _checked(tag: Tag) -> Tag:
    """A tag from outside, made fit to keep."""
    colour = tag.colour.lower()
    is_colour = colour in PALETTE or (len(colour) == 7 and colour.startswith("#"))
    return Tag(
        name=clean_tag_name(tag.name),
        description=tag.description.strip(),
        colour=colour if is_colour else "",
        key=tag.key if tag.key in set("0123456789") else "",
        aliases=clean_tag_names(alias for alias in tag.aliases if alias.strip()),
    )


def _json(tags: list[Tag]) -> str:
    return "".join(msgspec.json.encode(tag).decode() + "\n" for tag in tags)


def _from_json(data: bytes) -> list[Tag]:
    """One object a line, or an array of them."""
    if data.lstrip()[:1] == b"[":
        return msgspec.json.decode(data, type=list[Tag])
    return [msgspec.json.decode(line, type=Tag) for line in data.splitlines() if line.strip()]


def _csv(tags: list[Tag]) -> str:
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for tag in tags:
        cells = (tag.name, tag.description, tag.colour, tag.key, SEPARATOR.join(tag.aliases))
        rows.writerow([_harmless(cell) for cell in cells])
    return "\ufeff" + file.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell


def _from_csv(data: bytes) -> list[Tag]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    if rows.fieldnames is None or "name" not in rows.fieldnames:
        raise ValueError("its first line names no column “name”")
    return [
        Tag(
            name=_plain(row["name"]),
            description=_plain(row.get("description")),
            colour=_plain(row.get("colour") or row.get("color")),
            key=_plain(row.get("key")),
            aliases=tuple(_plain(row.get("aliases")).split(SEPARATOR)),
        )
        for row in rows
    ]


def _plain(cell: str | None) -> str:
    """A cell without the quote that keeps it from being a formula."""
    words = cell or ""
    return words[1:] if words[:1] == "'" and words[1:2] in set("=+-@\t") else words


def _qdc(tags: list[Tag]) -> str:
    ET.register_namespace("", QDC)
    book = ET.Element(f"{{{QDC}}}CodeBook", {"origin": "Pizhu"})
    codes = ET.SubElement(book, f"{{{QDC}}}Codes")
    known = {tag.name: tag for tag in tags}
    made: dict[str, ET.Element] = {}
    for tag in tags:
        parts = tag.name.split("/")
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            if path not in made:
                above = made.get("/".join(parts[: depth - 1]), codes)
                made[path] = _code(above, path, known.get(path))
    ET.indent(book)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(book, encoding="unicode") + "\n"


def _code(above: ET.Element, path: str, tag: Tag | None) -> ET.Element:
    """A code; one that only holds others is not codable."""
    attributes = {
        "guid": str(uuid.uuid5(OURS, path)).upper(),
        "name": path.rpartition("/")[2],
        "isCodable": "true" if tag else "false",
    }
    if tag and tag.colour:
        attributes["color"] = PALETTE.get(tag.colour, tag.colour).upper()
    code = ET.SubElement(above, f"{{{QDC}}}Code", attributes)
    if tag and tag.description:
        ET.SubElement(code, f"{{{QDC}}}Description").text = tag.description
    return code


def _from_qdc(data: bytes) -> list[Tag]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("it has a document type, which no codebook needs")
    book = ET.fromstring(data)  # noqa: S314 - entities were refused above
    if book.tag.rpartition("}")[2] not in ("CodeBook", "Project"):
        raise ValueError(f"its root is {book.tag}")
    codes = next((each for each in book.iter() if each.tag.endswith("}Codes")), None)
    return [*_tags_below(codes, "")] if codes is not None else []


def _tags_below(codes: ET.Element, above: str) -> Iterator[Tag]:
    for code in codes:
        if not code.tag.endswith("}Code"):
            continue
        path = above + code.attrib["name"].strip().replace("/", "／")
        description = next((each.text or "" for each in code if each.tag.endswith("}Description")), "")
        if code.attrib.get("isCodable", "true") == "true":
            yield Tag(name=path, description=description, colour=code.attrib.get("color", "").lower())
        yield from _tags_below(code, f"{path}/")
