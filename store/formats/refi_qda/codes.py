"""The codes of REFI-QDA 1.0, in a codebook (``.qdc``) and in a project (``.qdpx``): nested; ours are paths.

After Codebook.xsd and Project.xsd of 18 March 2019 (qdasoftware.org, MIT): ``Codes`` holds at least one
``Code``; a ``Code`` has a guid, a name, isCodable and perhaps a color (``#RRGGBB`` or ``#RGB``), and holds in
this order a Description, NoteRefs (in a project alone), Codes. Aliases and pinned keys have no place there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

import msgspec

from store.formats.refi_qda.names import plain_guid
from store.formats.shared.safe_xml import children, words_of
from store.formats.shared.xml_writing import begun, content, ended, whole
from store.model.stable_ids import guid
from store.model.tag import JOINER, LONGEST_NAME, PALETTE, UNSEEN, Tag
from store.tags.tree import Node, tree

DEEPEST = LONGEST_NAME
"""Codes one in another: a path has no room for more."""

_NAMED = {colour: name for name, colour in PALETTE.items()}
_COLOUR = re.compile("#(?:[0-9a-f]{6}|[0-9a-f]{3})")
_BEFORE = re.compile(r"^[#/\s]+")
"""What no name begins with: a # is not part of it."""
_CUT = "…"
_UNNAMED = "—"
_TOLD_BY = 6
"""Characters of a GUID by which names that were cut are told apart."""


def render_codes(tags: Iterable[Tag]) -> Iterator[str]:
    """The element Codes, in pieces; nothing at all when there are no tags, for it may not be empty."""
    open_at: list[int] = []
    for node in tree(tags, {}):
        yield from _closed(open_at, node.depth) if open_at else [begun("Codes") + "\n"]
        yield _code(node)
        open_at.append(node.depth)
    if open_at:
        yield from _closed(open_at, 0)
        yield ended("Codes") + "\n"


def _closed(open_at: list[int], depth: int) -> Iterator[str]:
    """The ends of the codes that go no further than this one's depth."""
    while open_at and open_at[-1] >= depth:
        open_at.pop()
        yield ended("Code") + "\n"


def _code(node: Node) -> str:
    """The beginning of a code; one that only holds others is not codable."""
    tag = node.tag
    start = begun(
        "Code",
        guid=code_guid(node.name),
        name=node.label,
        isCodable="true" if tag else "false",
        color=_shade(tag.colour) if tag else "",
    )
    about = whole("Description", content(tag.description)) if tag and tag.description else ""
    return f"{start}{about}\n"


def _shade(colour: str) -> str:
    """A tag's colour as the schema wants it; nothing where it is none."""
    shade = PALETTE.get(colour, colour).lower()
    return shade.upper() if _COLOUR.fullmatch(shade) else ""


def code_guid(name: str) -> str:
    """The GUID of a tag's code, the same in every export."""
    return guid("tag", name)


class Code(msgspec.Struct, frozen=True):
    """A code of another program, with the tag that it becomes."""

    guid: str
    tag: Tag
    is_codable: bool
    notes: tuple[str, ...] = ()
    """The GUIDs of the notes on it."""


def parse_codes(element: ET.Element, left_out: list[str]) -> Iterator[Code]:
    """The codes below an element, each before those inside it.

    :param left_out: gets a sentence for each name that had to be cut.
    :raises ValueError: they are nested deeper than a path can be.
    """
    return _codes_below(element, (), left_out)


def _codes_below(element: ET.Element, above: tuple[str, ...], left_out: list[str]) -> Iterator[Code]:
    if len(above) > DEEPEST:
        raise ValueError(f"its codes are nested more than {DEEPEST} deep")
    for each in children(element, "Code"):
        path = (*above, each.get("name", ""))
        name = fitting(path)
        if len(_joined(path)) > LONGEST_NAME:
            left_out.append(f"The name “{_joined(path)}” is too long: the tag is called “{name}”.")
        about = words_of(each, "Description").strip()
        yield Code(
            guid=plain_guid(each.get("guid", "")),
            tag=Tag(name=name, description=about, colour=colour(each.get("color", ""))),
            is_codable=each.get("isCodable", "true").strip() not in ("false", "0"),
            notes=tuple(plain_guid(note.get("targetGUID", "")) for note in children(each, "NoteRef")),
        )
        yield from _codes_below(each, path, left_out)


def colour(words: str) -> str:
    """A colour of a code as a tag has it; nothing where it is none."""
    plain = words.strip().lower()
    if not _COLOUR.fullmatch(plain):
        return ""
    if len(plain) == 4:
        plain = "#" + "".join(digit * 2 for digit in plain[1:])
    return _NAMED.get(plain, plain)


def fitting(path: Iterable[str]) -> str:
    """A path of names from elsewhere as the name of a tag, which ``clean_tag_name`` keeps.

    A slash in a name becomes a full-width one. A name that is too long is cut and told apart by some digits.
    """
    joined = _joined(path)
    if len(joined) <= LONGEST_NAME:
        return joined
    kept = joined[: LONGEST_NAME - _TOLD_BY - len(_CUT)].rstrip("/ ")
    return f"{kept}{_CUT}{guid('tag', joined)[:_TOLD_BY]}"


def _joined(path: Iterable[str]) -> str:
    joined = "/".join(part for part in map(_fitting_part, path) if part)
    return _BEFORE.sub("", joined) or _UNNAMED


def _fitting_part(part: str) -> str:
    plain = "".join(ch if unicodedata.category(ch) not in UNSEEN or ch == JOINER else " " for ch in part)
    return plain.strip().replace("/", "／")


def codable_tags(found: Iterable[Code]) -> tuple[Tag, ...]:
    """The tags that codes stand for, those that can be given; none twice."""
    tags: dict[str, Tag] = {}
    for code in found:
        if code.is_codable:
            tags.setdefault(code.tag.name, code.tag)
    return tuple(tags.values())
