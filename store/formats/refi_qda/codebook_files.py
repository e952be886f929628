"""Codebooks as files: REFI-QDA (``.qdc``), CSV and JSON, out and in.

REFI-QDA 1.0, codebook exchange: namespace ``urn:QDA-XML:codebook:1.0``. It knows neither aliases nor pinned
keys, so they are not in a ``.qdc``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import PurePath
from xml.etree import ElementTree as ET

import msgspec

from store.errors import PizhuError, UsageError
from store.formats.refi_qda.codes import codes, codes_in, tags_among
from store.formats.shared.safe_xml import local, parsed
from store.formats.shared.xml_writing import HEADER, begun, ended
from store.model.tag import PALETTE, Tag, clean_tag_name, clean_tag_names

QDC = "urn:QDA-XML:codebook:1.0"

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
    inside = "".join(codes(tags))
    if not inside:
        raise UsageError("There is no tag, and a REFI-QDA codebook needs one: make a tag first.")
    return f"{HEADER}{begun('CodeBook', xmlns=QDC, origin='Pizhu')}\n{inside}{ended('CodeBook')}\n"


def _from_qdc(data: bytes) -> list[Tag]:
    book = parsed(data)
    if local(book) not in ("CodeBook", "Project"):
        raise ValueError(f"its root is {book.tag}")
    holder = next((each for each in book.iter() if local(each) == "Codes"), None)
    return [*tags_among(codes_in(holder, []))] if holder is not None else []
