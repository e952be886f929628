"""Tag names from other libraries and programs, made valid and spelled as this library spells them."""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import BadTagName, UsageError
from store.model.identity import clean_identity
from store.model.tag import LONGEST_NAME, KnownNames, Tag, clean_tag_name


class IncomingTagNames:
    """Maps incoming tag names to the names under which they are stored."""

    def __init__(self, known: Iterable[str]) -> None:
        """Start with the names ``known`` in the library; each new name is known from then on."""
        self._known = KnownNames(known)
        self._canonical: dict[str, str] = {}

    def canonical(self, name: str) -> str:
        """Return the name as it is stored; empty when no part of it is valid."""
        if name not in self._canonical:
            try:
                self._canonical[name] = self._known.match(clean_tag_name(_made_valid(name)))
            except BadTagName:
                self._canonical[name] = ""
        return self._canonical[name]

    def all_canonical(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the valid ones of several names as they are stored, without repeats."""
        return tuple(dict.fromkeys(stored for name in names if (stored := self.canonical(name))))


def clean_aliases(tag: Tag) -> tuple[str, ...]:
    """Return the aliases of a tag made valid, without repeats and without those that cannot be."""
    valid = (_made_valid(alias) for alias in tag.aliases)
    return tuple(dict.fromkeys(alias for alias in valid if alias))


def _made_valid(name: str) -> str:
    """Return a name without control characters and empty parts, cut to the longest length; else empty."""
    printable = "".join(character if character.isprintable() else " " for character in name)
    parts = (part.strip() for part in printable.strip().removeprefix("#").split("/"))
    path = "/".join(part for part in parts if part)
    try:
        return clean_tag_name(path[:LONGEST_NAME].rstrip("/ "))
    except BadTagName:
        return ""


def clean_identity_of(tag: Tag) -> str:
    """Return the identity of a tag; empty if it is not valid."""
    try:
        return clean_identity(tag.same_as)
    except UsageError:
        return ""
