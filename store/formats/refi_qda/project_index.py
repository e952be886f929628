"""Indexes a REFI-QDA project: users, codes, notes and links, everything except the sources.

The index is read before the sources, since in the file the notes come after the sources that refer to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

import msgspec

from store.formats.refi_qda.attributes import attribute_of
from store.formats.refi_qda.codes import Code, parse_codes
from store.formats.refi_qda.names import ORIGIN, PROGRAM_GUID, normalise_guid
from store.formats.refi_qda.project_files import ProjectFiles
from store.formats.refi_qda.sets import saved_search_of, sources_of
from store.formats.refi_qda.variables import VARIABLES_BY_GUID, Variable, parse_whole_number
from store.formats.shared.safe_xml import child_text, children, iterate_elements, local_name, reject_doctype
from store.importing.limits import (
    MAX_INDEX_ENTRIES,
    MAX_NOTES_BYTES,
    MAX_TAGS,
    check_count,
    too_large,
)
from store.language import _, lazy, pgettext
from store.library.corrections import LONGEST
from store.model.annotation import without_controls
from store.model.bundle import Sentences
from store.model.tables.attribute import ArticleAttribute
from store.model.tables.saved_search import SavedSearch
from store.wording import listed

ENTRY_DEPTH = 2
"""The depth of the entries in a project: ``Project/Users/User``."""
_MEDIA_SOURCES = {
    "PictureSource": lazy("pictures"),
    "PDFSource": lazy("PDF documents"),
    "AudioSource": lazy("sound recordings"),
    "VideoSource": lazy("videos"),
}
_UNSUPPORTED = {
    "Variable": lazy("variables"),
    "Case": lazy("cases"),
    "Set": lazy("sets without sources"),
    "Graph": lazy("graphs"),
    "Link": lazy("links"),
}


class ProjectNote(msgspec.Struct, frozen=True):
    """A note of a project."""

    text: str
    path: str
    """The file of its text, if that is not in the note itself."""
    creator: str
    """The GUID of its creator."""
    created: str
    modified: str
    positions: tuple[int, int] | None
    """Its selection: in its own text according to the standard, in the text of its source in QualCoder."""
    codes: tuple[str, ...]
    """The GUIDs of the codes that it has."""
    variables: dict[Variable, str]


class ProjectIndex(msgspec.Struct):
    """What a project has in addition to its sources."""

    origin: str = ""
    created: str = ""
    users: dict[str, str] = msgspec.field(default_factory=dict)
    """Names by GUID."""
    codes: list[Code] = msgspec.field(default_factory=list)
    tags: dict[str, str] = msgspec.field(default_factory=dict)
    """Tag names by the GUIDs of codes."""
    attributes: dict[str, ArticleAttribute] = msgspec.field(default_factory=dict)
    """The attributes that variables of text sources become, by the GUIDs of the variables."""
    attribute_names: set[str] = msgspec.field(default_factory=set)
    """Their folded names."""
    notes: dict[str, ProjectNote] = msgspec.field(default_factory=dict)
    linked_notes: dict[str, list[str]] = msgspec.field(default_factory=dict)
    """The GUIDs of notes that links connect to an element, by its GUID."""
    searches: list[SavedSearch] = msgspec.field(default_factory=list)
    """The saved searches, in a project of ours."""
    source_tags: dict[str, list[str]] = msgspec.field(default_factory=dict)
    """The names of the sets that sources are in, by their GUIDs, in a project of another program."""
    remarks: Sentences = msgspec.field(default_factory=Sentences)
    text_source_count: int = 0
    """How many sources are texts."""
    imported_notes: set[str] = msgspec.field(default_factory=set)
    """The GUIDs of notes on imported elements."""
    left_out: Sentences = msgspec.field(default_factory=Sentences)
    kept_bytes: int = 0
    """The length of all texts of the index."""

    @property
    def is_ours(self) -> bool:
        """Whether Pizhu wrote the project."""
        return self.origin == ORIGIN

    def is_from(self, program: str) -> bool:
        """Whether a program wrote the project.

        :param program: a part of its name, in lower case.
        """
        return program in self.origin.casefold()

    def user_name(self, user: str) -> str:
        """Return the name of a user; empty if the GUID is unknown."""
        return self.users.get(user, "")


def read_index(files: ProjectFiles) -> ProjectIndex:
    """Return the index of a project.

    :raises ValueError: when there is a document type, another root, or codes are nested too deeply.
    :raises ET.ParseError: when the XML is invalid.
    :raises BadInput: when it has too many or too long entries.
    """
    with files.open_project() as stream:
        reject_doctype(stream)
    index = ProjectIndex()
    counts: Counter[str] = Counter()
    links: list[tuple[str, str]] = []
    used: set[str] = set()
    with files.open_project() as stream:
        for parent, element in iterate_elements(stream, ENTRY_DEPTH):
            if not parent:
                _read_root(index, element)
            elif parent == "Sets" and _add_set(index, element):
                pass
            elif parent == "Links":
                check_count(len(links) + 1, MAX_INDEX_ENTRIES, pgettext("more than", "links"))
                links.append((_guid_attribute(element, "originGUID"), _guid_attribute(element, "targetGUID")))
            else:
                _add_entry(index, element)
                if local_name(element) == "TextSource":
                    used.update(guid for guid, _value in _values(element))
                counts[local_name(element)] += (
                    normalise_guid(element.get("guid", "")) not in VARIABLES_BY_GUID
                )
    index.tags = {code.guid: code.tag.name for code in index.codes}
    if not index.is_ours:
        index.attributes = {guid: each for guid, each in index.attributes.items() if guid in used}
    counts["Variable"] -= len(index.attributes)
    _resolve_links(index, links, counts)
    _report_left_out(index, counts)
    index.text_source_count = counts["TextSource"]
    return index


def _read_root(index: ProjectIndex, root: ET.Element) -> None:
    if local_name(root) != "Project":
        raise ValueError(_("its root is {root}", root=local_name(root) or root.tag))
    index.origin = root.get("origin", "")
    index.created = root.get("creationDateTime", "")


def _add_entry(index: ProjectIndex, element: ET.Element) -> None:
    name, guid = local_name(element), normalise_guid(element.get("guid", ""))
    if name in ("User", "Note"):
        check_count(
            len(index.users) + len(index.notes) + 1,
            MAX_INDEX_ENTRIES,
            pgettext("more than", "users and notes"),
        )
        index.kept_bytes += sum(map(len, element.attrib.values()))
    if name == "User":
        user_name = element.get("name") or element.get("id") or ""
        index.users[guid] = "" if guid == PROGRAM_GUID else without_controls(user_name).strip()
    elif name == "Variable" and guid not in VARIABLES_BY_GUID:
        check_count(len(index.attributes) + 1, MAX_TAGS, pgettext("more than", "attributes"))
        index.attributes[guid] = attribute_of(element, index.attribute_names, is_ours=index.is_ours)
        index.kept_bytes += len(index.attributes[guid].description)
    elif name == "Codes":
        for code in parse_codes(element, index.left_out):
            index.codes.append(code)
            index.kept_bytes += len(code.tag.description)
        check_count(len(index.codes), MAX_TAGS, pgettext("more than", "codes"))
    elif name == "Note":
        index.notes[guid] = _note(element)
        index.kept_bytes += len(index.notes[guid].text)
    if index.kept_bytes > MAX_NOTES_BYTES:
        raise too_large(
            pgettext("project", "it"),
            MAX_NOTES_BYTES,
            _("notes, names and descriptions together: export it in parts"),
        )


def _add_set(index: ProjectIndex, element: ET.Element) -> bool:
    """Keep a set: a saved search of ours, or a tag for the sources in it. Return False if it is neither."""
    if index.is_ours:
        search = saved_search_of(element)
        check_count(len(index.searches) + 1, MAX_TAGS, pgettext("more than", "saved searches"))
        index.searches += [search] if search else []
        return search is not None
    name, sources = element.get("name", "").strip(), sources_of(element)
    if not (name and sources):
        return False
    tag = name.replace("/", "／")
    kept = sum(map(len, index.source_tags.values())) + len(sources)
    check_count(kept, MAX_INDEX_ENTRIES, pgettext("more than", "members of sets"))
    for source in sources:
        index.source_tags.setdefault(source, []).append(tag)
    index.remarks.append(
        _(
            "The documents of the set “{name}” got a tag of this name: {number:,}",
            name=name,
            number=len(sources),
        )
    )
    return True


def _note(element: ET.Element) -> ProjectNote:
    selection = next(children(element, "PlainTextSelection"), None)
    return ProjectNote(
        text=child_text(element, "PlainTextContent") or child_text(element, "Description"),
        path=element.get("plainTextPath", ""),
        creator=creator_of(element),
        created=element.get("creationDateTime", ""),
        modified=element.get("modifiedDateTime", ""),
        positions=positions_of(selection) if selection is not None else None,
        codes=tuple(code for each in children(element, "Coding") if (code := code_of(each))),
        variables=variable_values(element),
    )


def positions_of(selection: ET.Element) -> tuple[int, int] | None:
    """Return start and end of a selection, in the counting of its program; None if one is missing."""
    start = parse_whole_number(selection.get("startPosition", ""))
    end = parse_whole_number(selection.get("endPosition", ""))
    return None if start is None or end is None else (min(start, end), max(start, end))


def creator_of(element: ET.Element) -> str:
    """Return the GUID of the user who created an element; without one, of the user who modified it."""
    return _guid_attribute(element, "creatingUser") or _guid_attribute(element, "modifyingUser")


def code_of(coding: ET.Element) -> str:
    """Return the GUID of the code of a coding."""
    return next((_guid_attribute(each, "targetGUID") for each in children(coding, "CodeRef")), "")


def note_references(element: ET.Element) -> list[str]:
    """Return the GUIDs of the notes that an element refers to."""
    return [_guid_attribute(each, "targetGUID") for each in children(element, "NoteRef")]


def variable_values(element: ET.Element) -> dict[Variable, str]:
    """Return the values of Pizhu's own variables."""
    return {VARIABLES_BY_GUID[guid]: value for guid, value in _values(element) if guid in VARIABLES_BY_GUID}


def attribute_values(element: ET.Element, index: ProjectIndex) -> dict[str, str]:
    """Return the values of attributes by their names."""
    return {
        index.attributes[guid].name: value[:LONGEST]
        for guid, value in _values(element)
        if guid in index.attributes and value.strip()
    }


def _values(element: ET.Element) -> Iterator[tuple[str, str]]:
    for assignment in children(element, "VariableValue"):
        reference = next(children(assignment, "VariableRef"), None)
        value = next((child for child in assignment if local_name(child).endswith("Value")), None)
        if reference is not None and value is not None:
            yield _guid_attribute(reference, "targetGUID"), value.text or ""


def _guid_attribute(element: ET.Element, name: str) -> str:
    return normalise_guid(element.get(name, ""))


def _resolve_links(index: ProjectIndex, links: Iterable[tuple[str, str]], counts: Counter[str]) -> None:
    """Keep the links between a note and another element, which NVivo writes; count all others."""
    for origin, target in links:
        if target in index.notes:
            index.linked_notes.setdefault(origin, []).append(target)
        elif origin in index.notes:
            index.linked_notes.setdefault(target, []).append(origin)
        else:
            counts["Link"] += 1


def _report_left_out(index: ProjectIndex, counts: Counter[str]) -> None:
    sources = [
        _("{what} ({number})", what=word, number=counts[name])
        for name, word in _MEDIA_SOURCES.items()
        if counts[name]
    ]
    if sources:
        index.left_out.append(
            _("Left out, since only texts can be imported: {names}.", names=listed(sources))
        )
    unsupported = [
        _("{what} ({number})", what=word, number=counts[name])
        for name, word in _UNSUPPORTED.items()
        if counts[name]
    ]
    if unsupported:
        index.left_out.append(
            _("Left out, since Pizhu has no equivalent: {names}.", names=listed(unsupported))
        )
