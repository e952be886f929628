"""Attributes as variables of the sources of a REFI-QDA project, written and read.

A variable has the type that all its values allow: a number is an Integer or a Float, a date a Date unless
some article has only a month or a year; anything else is Text. What the type does not tell stands in the last
line of the Description that Pizhu writes. Variables of other programs become attributes too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree as ET

import msgspec

from store.chinese.folding import fold
from store.errors import UsageError
from store.exporting.xml_escape import escape_content
from store.formats.shared.safe_xml import child_text
from store.formats.shared.xml_writing import element
from store.library import Library
from store.library.attributes.attributes import free_name
from store.library.corrections import LONGEST
from store.model.annotation import without_controls
from store.model.stable_ids import guid
from store.model.tables.attribute import LONGEST_NAME, ArticleAttribute, AttributeKind

_OWN = "pizhu: "
"""Begins the line of the Description that has the kind and the choices, as JSON."""

_KINDS = {
    "Integer": AttributeKind.NUMBER,
    "Float": AttributeKind.NUMBER,
    "Date": AttributeKind.DATE,
}
"""The kinds of the variables of other programs; those of other types are texts."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d").fullmatch
_WHOLE = re.compile(r"-?\d+").fullmatch
_NOT_IN_NAMES = re.compile(r"\W+")


class _Own(msgspec.Struct, frozen=True):
    """What the type of a variable does not tell of an attribute."""

    kind: AttributeKind
    choices: tuple[str, ...] = ()


class AttributeVariables:
    """The attributes of a library as variables."""

    def __init__(self, library: Library) -> None:
        """Choose the types by the values that articles have."""
        self._attributes = {each.name: each for each in library.attributes.all()}
        values: dict[str, list[str]] = {}
        for facet in library.attributes.facets():
            values.setdefault(facet.name, []).append(facet.value)
        self._types = {
            each.name: _type(each.kind, values.get(each.name, ())) for each in self._attributes.values()
        }

    def definitions(self) -> Iterator[str]:
        """Yield a Variable for each attribute."""
        for each in self._attributes.values():
            own = _OWN + msgspec.json.encode(_Own(each.kind, each.choices)).decode()
            described = "\n".join(filter(None, (each.description, own)))
            yield element(
                "Variable",
                element("Description", escape_content(described)),
                guid=_guid(each.name),
                name=each.name,
                typeOfVariable=self._types[each.name],
            )

    def values(self, attributes: Mapping[str, str]) -> Iterator[str]:
        """Yield a VariableValue for each value of an article."""
        for name, value in attributes.items():
            if name in self._types:
                reference = element("VariableRef", targetGUID=_guid(name))
                yield element(
                    "VariableValue",
                    reference + element(f"{self._types[name]}Value", escape_content(value)),
                )


def _guid(name: str) -> str:
    return guid("attribute", name)


def _type(kind: AttributeKind, values: Iterable[str]) -> str:
    if kind is AttributeKind.NUMBER:
        return "Integer" if all(map(_WHOLE, values)) else "Float"
    return "Date" if kind is AttributeKind.DATE and all(map(_DAY, values)) else "Text"


def attribute_of(variable: ET.Element, taken: set[str], *, is_ours: bool) -> ArticleAttribute:
    """Return the attribute that a Variable defines.

    :param taken: the folded names of the attributes before; the name of this one is added.
    :param is_ours: whether Pizhu wrote the project.
    """
    described = child_text(variable, "Description").strip()
    kind, choices = _KINDS.get(variable.get("typeOfVariable", ""), AttributeKind.TEXT), tuple[str, ...]()
    *lines, last = described.split("\n")
    if is_ours and last.startswith(_OWN):
        try:
            own = msgspec.json.decode(last.removeprefix(_OWN), type=_Own)
        except msgspec.MsgspecError:
            pass
        else:
            described, kind, choices = "\n".join(lines), own.kind, own.choices
    return ArticleAttribute(
        name=_valid_name(variable.get("name", ""), taken),
        kind=kind,
        choices=choices,
        description=" ".join(without_controls(described).split())[:LONGEST],
    )


def _valid_name(name: str, taken: set[str]) -> str:
    """Return a name that an attribute can have and no other has, like that of the variable."""
    stem = _NOT_IN_NAMES.sub("_", name).strip("_")[: LONGEST_NAME - 6]
    if not stem[:1].isalpha():
        stem = f"v_{stem}"
    for number in range(1, 1_000):
        candidate = stem if number == 1 else f"{stem}_{number}"
        try:
            found = free_name(candidate)
        except UsageError:
            continue
        if fold(found) not in taken:
            taken.add(fold(found))
            return found
    return guid("attribute", name).replace("-", "_")
