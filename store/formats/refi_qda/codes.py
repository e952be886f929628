"""Codes of REFI-QDA 1.0, in codebooks (``.qdc``) and projects (``.qdpx``). They are nested; tags are paths.

Source: Codebook.xsd and Project.xsd of 18 March 2019 (qdasoftware.org, MIT). ``Codes`` holds at least one
``Code``. A ``Code`` has a guid, a name, isCodable and an optional color (``#RRGGBB`` or ``#RGB``), and holds
in this order a Description, NoteRefs (only in a project) and Codes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

import msgspec

from store.exporting.xml_escape import escape_content
from store.formats.refi_qda.names import normalise_guid
from store.formats.shared.safe_xml import child_text, children
from store.formats.shared.xml_writing import element, end_tag, start_tag
from store.model.stable_ids import guid
from store.model.tag import JOINER, LONGEST_NAME, PALETTE, UNSEEN, Tag
from store.tags.tree import Node, tree

MAX_DEPTH = LONGEST_NAME
"""Nesting of codes: a tag name has no room for more levels."""

_COLOUR_NAMES = {colour: name for name, colour in PALETTE.items()}
_COLOUR = re.compile("#(?:[0-9a-f]{6}|[0-9a-f]{3})")
_LEADING_CHARACTERS = re.compile(r"^[#/\s]+")
"""Characters that a tag name cannot begin with."""
_LONGEST_PART = 1_000
"""Code points of the name of a code that are read: a tag name has room for far fewer."""
_ELLIPSIS = "…"
_UNNAMED = "—"
_UNIQUE_LENGTH = 6
"""Characters of a GUID that distinguish truncated names."""


def render_codes(tags: Iterable[Tag]) -> Iterator[str]:
    """Yield the element Codes in pieces; nothing if there are no tags, since it must not be empty."""
    open_depths: list[int] = []
    for node in tree(tags, {}):
        yield from _close_codes(open_depths, node.depth) if open_depths else [start_tag("Codes") + "\n"]
        yield _open_code(node)
        open_depths.append(node.depth)
    if open_depths:
        yield from _close_codes(open_depths, 0)
        yield end_tag("Codes") + "\n"


def _close_codes(open_depths: list[int], depth: int) -> Iterator[str]:
    """Yield the end tags of open codes, down to a depth."""
    while open_depths and open_depths[-1] >= depth:
        open_depths.pop()
        yield end_tag("Code") + "\n"


def _open_code(node: Node) -> str:
    """Return the start of a code. A code that is not a tag only groups others and is not codable."""
    tag = node.tag
    start = start_tag(
        "Code",
        guid=code_guid(node.name),
        name=node.label,
        isCodable="true" if tag else "false",
        color=_hex_colour(tag.colour) if tag else "",
    )
    description = element("Description", escape_content(tag.description)) if tag and tag.description else ""
    return f"{start}{description}\n"


def _hex_colour(colour: str) -> str:
    """Return a tag's colour in the form of the schema; empty if it has no valid one."""
    hexadecimal = PALETTE.get(colour, colour).lower()
    return hexadecimal.upper() if _COLOUR.fullmatch(hexadecimal) else ""


def code_guid(name: str) -> str:
    """Return the GUID of a tag's code, the same in every export."""
    return guid("tag", name)


class Code(msgspec.Struct, frozen=True):
    """A code of another program and the tag that it becomes."""

    guid: str
    tag: Tag
    is_codable: bool
    notes: tuple[str, ...] = ()
    """The GUIDs of its notes."""


def parse_codes(element: ET.Element, left_out: list[str]) -> Iterator[Code]:
    """Yield the codes below an element, each before its children.

    :param left_out: gets a sentence for each name that had to be truncated.
    :raises ValueError: when codes are nested more than :data:`MAX_DEPTH` deep.
    """
    return _codes_below(element, (), left_out)


def _codes_below(element: ET.Element, above: tuple[str, ...], left_out: list[str]) -> Iterator[Code]:
    if len(above) > MAX_DEPTH:
        raise ValueError(f"its codes are nested more than {MAX_DEPTH} deep")
    for code in children(element, "Code"):
        path = (*above, code.get("name", "")[:_LONGEST_PART])
        name = tag_name_of(path)
        if len(_join_path(path)) > LONGEST_NAME:
            left_out.append(f"The name “{_join_path(path)}” is too long: the tag is called “{name}”.")
        description = child_text(code, "Description").strip()
        yield Code(
            guid=normalise_guid(code.get("guid", "")),
            tag=Tag(name=name, description=description, colour=tag_colour(code.get("color", ""))),
            is_codable=code.get("isCodable", "true").strip() not in ("false", "0"),
            notes=tuple(normalise_guid(note.get("targetGUID", "")) for note in children(code, "NoteRef")),
        )
        yield from _codes_below(code, path, left_out)


def tag_colour(text: str) -> str:
    """Return a code's colour as the colour of a tag; empty if it is not valid."""
    colour = text.strip().lower()
    if not _COLOUR.fullmatch(colour):
        return ""
    if len(colour) == 4:
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    return _COLOUR_NAMES.get(colour, colour)


def tag_name_of(path: Iterable[str]) -> str:
    """Return the tag name for a path of code names. It is valid for ``clean_tag_name``.

    A slash in a name becomes a full-width one. A name that is too long is truncated and gets a unique ending.
    """
    tag_name = _join_path(path)
    if len(tag_name) <= LONGEST_NAME:
        return tag_name
    beginning = tag_name[: LONGEST_NAME - _UNIQUE_LENGTH - len(_ELLIPSIS)].rstrip("/ ")
    return f"{beginning}{_ELLIPSIS}{guid('tag', tag_name)[:_UNIQUE_LENGTH]}"


def _join_path(path: Iterable[str]) -> str:
    joined = "/".join(part for part in map(_clean_part, path) if part)
    return _LEADING_CHARACTERS.sub("", joined) or _UNNAMED


def _clean_part(part: str) -> str:
    clean = "".join(ch if unicodedata.category(ch) not in UNSEEN or ch == JOINER else " " for ch in part)
    return clean.strip().replace("/", "／")


def codable_tags(codes: Iterable[Code]) -> tuple[Tag, ...]:
    """Return the tags of the codes, each name once.

    A code that only groups others, such as a category of QualCoder, is a tag if it has a description.
    """
    tags: dict[str, Tag] = {}
    for code in codes:
        if code.is_codable or code.tag.description:
            tags.setdefault(code.tag.name, code.tag)
    return tuple(tags.values())
