"""Collects what elements say about the article by their names, properties and links.

Such as ``itemprop="author"`` (schema.org), ``rel="author"`` (HTML standard, section 4.6.6.2),
``property="v:reviewer"`` (RDFa), ``<time datetime>``, and the names of classes.
"""

from __future__ import annotations

import re

import msgspec

from store.formats.html.blocks import Token, attribute
from store.formats.html.class_names import Role, role_of

_MOST, _MOST_OPEN = 200, 6
"""Marks of a page, and marks inside each other, that are read."""
_LONGEST = 120
"""Code points of the text of a mark."""
_PROPERTIES: dict[str, Role] = {
    "author": "author", "creator": "author", "v:reviewer": "author", "article:author": "author",
    "publisher": "publisher", "sourceorganization": "source",
    "datepublished": "date", "datecreated": "date", "v:dtreviewed": "date", "article:published_time": "date",
    "editor": "editor",
}  # fmt: skip
_PATH = re.compile("/(?:u/|user|people/|author|writer/|profile/|member/|space/|columnist/)")
"""What such a link as the next one has, and is found sooner."""
_PERSON = re.compile(
    r"""\bhref\s*=\s*["']?[^"'\s>]*?(?:/u|/users?|/people|/authors?|/writer|/profile|/member|/space|/columnist)/[^/"'\s>]""",
    re.IGNORECASE,
)
"""A link to the page of a person."""
_VOID = frozenset(["meta", "link", "img", "br", "input", "hr"])


class Mark(msgspec.Struct, frozen=True):
    """What an element says."""

    role: Role
    words: tuple[str, ...]
    """The texts in it; for a date its machine-readable form first."""
    part: int
    """The index of the paragraph that it stands in."""
    is_declared: bool = False
    """Whether a property says it, not the name of a class or the address of a link."""


class OpenMark:
    """A mark whose element has not ended."""

    def __init__(self, role: Role, token: Token, part: int, *, declared: bool, value: str) -> None:
        self.role, self.element, self.depth = role, token.value, 1
        self.part, self.declared = part, declared
        self.words: list[str] = [value] if value else []
        self.length = 0


class MarkCollector:
    """Follows tags and texts of a page and keeps what marked elements say."""

    def __init__(self) -> None:
        self.found: list[Mark] = []
        self.open: list[OpenMark] = []
        """The marks whose elements have not ended."""

    def start(self, token: Token, names: str, part: int) -> None:
        """Take the beginning of an element.

        :param names: its classes and identifiers.
        :param part: the index of the paragraph that is being read.
        """
        element, attributes = token.value, token.attributes
        for each in self.open:
            each.depth += each.element == element
        role, declared = _property(attributes)
        if self.open and element == "meta" and "content" in attributes:
            self.text(attribute(attributes, "content") or "")
        if not role and names:
            role = role_of(names)
        if not role and element == "a" and _PATH.search(attributes) and _PERSON.search(attributes):
            role = "author"
        if not role and element == "time":
            role = "date" if "datetime" in attributes else ""
        if not role or len(self.found) >= _MOST or len(self.open) >= _MOST_OPEN:
            return
        value = ""
        if declared or role == "date":
            value = attribute(attributes, "content") or attribute(attributes, "datetime") or ""
        if element in _VOID:
            if value:
                self.found.append(Mark(role, (value[:_LONGEST],), part, declared))
            return
        self.open.append(OpenMark(role, token, part, declared=declared, value=value[:_LONGEST]))

    def text(self, words: str) -> None:
        """Take a text that is shown."""
        if stripped := words.strip():
            for each in self.open:
                each.length += len(stripped)
                if each.length <= _LONGEST:
                    each.words.append(stripped)

    def finish(self, element: str) -> None:
        """Take the end of an element."""
        still: list[OpenMark] = []
        for each in self.open:
            each.depth -= each.element == element
            if each.depth > 0:
                still.append(each)
            elif each.length <= _LONGEST and each.words:
                self.found.append(Mark(each.role, tuple(each.words), each.part, each.declared))
        self.open = still


def _property(attributes: str) -> tuple[Role, bool]:
    """Return what a property of a tag says that its element is."""
    if "itemprop" not in attributes and "property" not in attributes and "rel" not in attributes:
        return "", False
    for name in ("itemprop", "property", "rel"):
        for value in (attribute(attributes, name) or "").lower().split()[:4]:
            role = _PROPERTIES.get(value, "")
            if role and (name != "rel" or role == "author"):
                return role, True
    return "", False
