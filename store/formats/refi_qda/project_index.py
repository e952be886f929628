"""What a REFI-QDA project says beside its sources: people, codes, notes, what is linked to what.

It is gathered first, for the notes stand after the sources that refer to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

import msgspec

from store.formats.refi_qda.codes import Code, parse_codes
from store.formats.refi_qda.names import ORIGIN, PROGRAM, plain_guid
from store.formats.refi_qda.project_files import ProjectFiles
from store.formats.refi_qda.variables import BY_GUID, Variable, whole_number
from store.formats.shared.safe_xml import children, elements, local_name, refuse_document_type, words_of
from store.model.annotation import without_controls

DEPTH = 2
"""Where in a project the things are: ``Project/Users/User``."""
_OTHER_SOURCES = {
    "PictureSource": "pictures",
    "PDFSource": "PDF documents",
    "AudioSource": "sound recordings",
    "VideoSource": "videos",
}
_OTHERS = {"Variable": "variables", "Case": "cases", "Set": "sets", "Graph": "graphs", "Link": "links"}


class Note(msgspec.Struct, frozen=True):
    """A note of a project."""

    words: str
    path: str
    """Where its words are, if they are not here."""
    creator: str
    """The GUID of who made it."""
    created: str
    modified: str
    place: tuple[int, int] | None
    """What it selects: in its own words by the standard, in those of its source by QualCoder."""
    tags: tuple[str, ...]
    values: dict[Variable, str]


class Index(msgspec.Struct):
    """What is known of a project before its sources are read."""

    origin: str = ""
    created: str = ""
    people: dict[str, str] = msgspec.field(default_factory=dict)
    """Names by GUID."""
    codes: list[Code] = msgspec.field(default_factory=list)
    tags: dict[str, str] = msgspec.field(default_factory=dict)
    """Names of tags by the GUIDs of codes."""
    notes: dict[str, Note] = msgspec.field(default_factory=dict)
    linked: dict[str, list[str]] = msgspec.field(default_factory=dict)
    """The notes that links lead to, by the GUID of what they are on."""
    texts: int = 0
    """How many sources are texts."""
    noted: set[str] = msgspec.field(default_factory=set)
    """The GUIDs of the notes that belong to something that was taken in."""
    left_out: list[str] = msgspec.field(default_factory=list)

    @property
    def is_ours(self) -> bool:
        """Whether we have written it."""
        return self.origin == ORIGIN

    def is_from(self, program: str) -> bool:
        """Whether that program has written it."""
        return program in self.origin.casefold()

    def name_of(self, user: str) -> str:
        """Somebody's name; nothing where nobody is known."""
        return self.people.get(user, "")


def index_of(files: ProjectFiles) -> Index:
    """What a project says beside its sources.

    :raises ValueError: it has a document type, its codes are nested too deep, or it is no project.
    :raises ET.ParseError: it is no XML.
    """
    with files.project() as stream:
        refuse_document_type(stream)
    index = Index()
    others: Counter[str] = Counter()
    links: list[tuple[str, str]] = []
    with files.project() as stream:
        for above, element in elements(stream, DEPTH):
            if not above:
                _begin(index, element)
            elif above == "Links":
                links.append((_target(element, "originGUID"), _target(element, "targetGUID")))
            else:
                _take(index, element)
                others[local_name(element)] += plain_guid(element.get("guid", "")) not in BY_GUID
    index.tags = {code.guid: code.tag.name for code in index.codes}
    _follow(index, links, others)
    _tell(index, others)
    index.texts = others["TextSource"]
    return index


def _begin(index: Index, root: ET.Element) -> None:
    if local_name(root) != "Project":
        raise ValueError(f"its root is {local_name(root) or root.tag}")
    index.origin = root.get("origin", "")
    index.created = root.get("creationDateTime", "")


def _take(index: Index, element: ET.Element) -> None:
    name, known = local_name(element), plain_guid(element.get("guid", ""))
    if name == "User":
        called = element.get("name") or element.get("id") or ""
        index.people[known] = "" if known == PROGRAM else without_controls(called).strip()
    elif name == "Codes":
        index.codes += parse_codes(element, index.left_out)
    elif name == "Note":
        index.notes[known] = _note(element)


def _note(element: ET.Element) -> Note:
    selection = next(children(element, "PlainTextSelection"), None)
    return Note(
        words=words_of(element, "PlainTextContent") or words_of(element, "Description"),
        path=element.get("plainTextPath", ""),
        creator=user_of(element),
        created=element.get("creationDateTime", ""),
        modified=element.get("modifiedDateTime", ""),
        place=place_of(selection) if selection is not None else None,
        tags=tuple(code for each in children(element, "Coding") if (code := code_in(each))),
        values=values_in(element),
    )


def place_of(selection: ET.Element) -> tuple[int, int] | None:
    """Where a selection is, as its program counts; None where it does not say so."""
    start = whole_number(selection.get("startPosition", ""))
    end = whole_number(selection.get("endPosition", ""))
    return None if start is None or end is None else (min(start, end), max(start, end))


def user_of(element: ET.Element) -> str:
    """The GUID of who made something, else of who changed it."""
    return _target(element, "creatingUser") or _target(element, "modifyingUser")


def code_in(coding: ET.Element) -> str:
    """The GUID of the code that a coding gives."""
    return next((_target(each, "targetGUID") for each in children(coding, "CodeRef")), "")


def notes_of(element: ET.Element) -> list[str]:
    """The GUIDs of the notes that something refers to."""
    return [_target(each, "targetGUID") for each in children(element, "NoteRef")]


def values_in(element: ET.Element) -> dict[Variable, str]:
    """The values of those variables that are ours."""
    return {BY_GUID[known]: value for known, value in _values(element) if known in BY_GUID}


def _values(element: ET.Element) -> Iterator[tuple[str, str]]:
    for each in children(element, "VariableValue"):
        reference = next(children(each, "VariableRef"), None)
        value = next((one for one in each if local_name(one).endswith("Value")), None)
        if reference is not None and value is not None:
            yield _target(reference, "targetGUID"), value.text or ""


def _target(element: ET.Element, name: str) -> str:
    return plain_guid(element.get(name, ""))


def _follow(index: Index, links: Iterable[tuple[str, str]], others: Counter[str]) -> None:
    """Keep the links between a note and something, as NVivo has them; others are counted."""
    for origin, target in links:
        if target in index.notes:
            index.linked.setdefault(origin, []).append(target)
        elif origin in index.notes:
            index.linked.setdefault(target, []).append(origin)
        else:
            others["Link"] += 1


def _tell(index: Index, others: Counter[str]) -> None:
    sources = [f"{word} ({others[name]})" for name, word in _OTHER_SOURCES.items() if others[name]]
    if sources:
        index.left_out.append(f"Left out, since only texts can be taken in: {', '.join(sources)}.")
    rest = [f"{word} ({others[name]})" for name, word in _OTHERS.items() if others[name]]
    if rest:
        index.left_out.append(f"Left out, since Pizhu has nothing like them: {', '.join(rest)}.")
