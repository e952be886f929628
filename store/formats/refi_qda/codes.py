"""Codes of REFI-QDA 1.0, in codebooks (``.qdc``) and projects (``.qdpx``). They are nested; tags are paths.

Source: Codebook.xsd and Project.xsd of 18 March 2019 (qdasoftware.org, MIT). ``Codes`` holds at least one
``Code``. A ``Code`` has a guid, a name, isCodable and an optional color (``#RRGGBB`` or ``#RGB``), and holds
in this order a Description, NoteRefs (only in a project) and Codes.

Some programs, such as QualCoder, allow each name only once in a codebook: of 正面/其他 and 负面/其他 they
would drop one with its codings. In the file they are named “其他 (正面)” and “其他 (负面)”. Their GUIDs,
which are derived from the tags, tell the reader the tags' own names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from itertools import count as count_from
from xml.etree import ElementTree as ET

import msgspec

from store.errors import UsageError
from store.exporting.sanitise import xml_valid
from store.exporting.xml_escape import escape_content
from store.formats.refi_qda.names import normalise_guid
from store.formats.shared.safe_xml import child_text, children
from store.formats.shared.uuids import is_uuid
from store.formats.shared.xml_writing import element, end_tag, start_tag
from store.language import _
from store.model.identity import clean_identity
from store.model.stable_ids import guid
from store.model.tag import JOINER, LONGEST_NAME, PALETTE, UNSEEN, Tag
from store.tags.tree import Node, tree

_IDENTITY = "sameAs: "
"""What the line of a description begins with that has the identity of the tag. The schema has no place of
its own for it."""

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
    nodes = list(tree(tags, {}))
    names = unique_code_names(node.name for node in nodes)
    for node in nodes:
        yield from _close_codes(open_depths, node.depth) if open_depths else [start_tag("Codes") + "\n"]
        yield _open_code(node, names[node.name])
        open_depths.append(node.depth)
    if open_depths:
        yield from _close_codes(open_depths, 0)
        yield end_tag("Codes") + "\n"


def _close_codes(open_depths: list[int], depth: int) -> Iterator[str]:
    """Yield the end tags of open codes, down to a depth."""
    while open_depths and open_depths[-1] >= depth:
        open_depths.pop()
        yield end_tag("Code") + "\n"


def unique_code_names(tags: Iterable[str]) -> dict[str, str]:
    """Return a name for the code of each tag: the last part of its path, made unique.

    Names that differ only in case count as equal. Of several tags with the same last part, those that are
    below another tag get its path in brackets; a name that is taken even so gets a number.
    """
    labels = {tag: xml_valid(tag.rpartition("/")[2]) for tag in tags}
    count = Counter(label.casefold() for label in labels.values())
    names = {
        tag: f"{label} ({above})" if above and count[label.casefold()] > 1 else label
        for tag, label in labels.items()
        for above in [tag.rpartition("/")[0]]
    }
    taken: set[str] = set()
    for tag, name in sorted(names.items(), key=lambda each: (each[1] != labels[each[0]], each[0])):
        numbered = (f"{name} {number}" for number in count_from(2))
        names[tag] = next(each for each in chain([name], numbered) if each.casefold() not in taken)
        taken.add(names[tag].casefold())
    return names


def _own_label(name: str, above: Sequence[str], guid_of_code: str) -> str:
    """Return the last part of a tag's name from the name of its code; see :func:`unique_code_names`.

    :param above: the names of the tags above it.
    """
    is_long = sum(map(len, above)) > LONGEST_NAME or len(name) > 3 * LONGEST_NAME
    if is_long or not is_uuid(guid_of_code) or guid_of_code == code_guid("/".join((*above, name))):
        return name
    brackets = f" ({'/'.join(above)})"
    unnumbered = re.sub(r" [0-9]+$", "", name)
    for candidate in (name.removesuffix(brackets), unnumbered.removesuffix(brackets), unnumbered):
        if guid_of_code == code_guid("/".join((*above, candidate))):
            return candidate
    return name


def _open_code(node: Node, name: str) -> str:
    """Return the start of a code. A code that is not a tag only groups others and is not codable."""
    tag = node.tag
    start = start_tag(
        "Code",
        guid=code_guid(node.name),
        name=name,
        isCodable="true" if tag else "false",
        color=_hex_colour(tag.colour) if tag else "",
    )
    described = _description(tag) if tag else ""
    description = element("Description", escape_content(described)) if described else ""
    return f"{start}{description}\n"


def _description(tag: Tag) -> str:
    """Return the description of a code: that of the tag, and its identity on a line of its own."""
    identity = f"{_IDENTITY}{tag.same_as}" if tag.same_as else ""
    return "\n".join(filter(None, (tag.description, identity)))


def _identity(description: str) -> tuple[str, str]:
    """Divide the description of a code into that of the tag and its identity; see :func:`_description`."""
    above, _newline, last = description.rpartition("\n")
    if last.startswith(_IDENTITY):
        with suppress(UsageError):
            return above.rstrip(), clean_identity(last.removeprefix(_IDENTITY))
    return description, ""


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
        raise ValueError(_("its codes are nested more than {most} deep", most=MAX_DEPTH))
    for code in children(element, "Code"):
        own_guid = normalise_guid(code.get("guid", ""))
        path = (*above, _own_label(code.get("name", "")[:_LONGEST_PART], above, own_guid))
        name = tag_name_of(path)
        if len(_join_path(path)) > LONGEST_NAME:
            left_out.append(
                _(
                    "The name “{path}” is too long: the tag is called “{name}”.",
                    path=_join_path(path),
                    name=name,
                )
            )
        description, same_as = _identity(child_text(code, "Description").strip())
        yield Code(
            guid=own_guid,
            tag=Tag(
                name=name,
                description=description,
                colour=tag_colour(code.get("color", "")),
                same_as=same_as,
            ),
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
        if code.is_codable or code.tag.description or code.tag.same_as:
            tags.setdefault(code.tag.name, code.tag)
    return tuple(tags.values())
