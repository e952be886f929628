"""Counts the items of numbered lists of HTML, and puts bullets before others."""

from __future__ import annotations

import re

from store.formats.html.blocks.tokens import attribute

_WHOLE = re.compile(r"\s*-?[0-9]{1,9}\s*")
_DEEPEST = 1000
"""Nested lists whose numbers are counted."""


class ListNumbers:
    """The open lists and the number of the next item of each."""

    def __init__(self, *, bullets: bool = False) -> None:
        """Start outside of lists.

        :param bullets: whether items of lists without numbers begin with a bullet.
        """
        self._bullet = "• " if bullets else ""
        self._lists: list[int | None] = []

    def open(self, name: str, attributes: str) -> None:
        """Take the start tag of a list."""
        if len(self._lists) < _DEEPEST:
            is_numbered = name == "ol"
            self._lists.append(_whole(attribute(attributes, "start"), 1) if is_numbered else None)

    def close(self) -> None:
        """Take the end tag of a list."""
        if self._lists:
            self._lists.pop()

    def item(self, attributes: str) -> str:
        """Take the start tag of an item, and return the number or bullet to be written before it, if any."""
        if not self._lists:
            return ""
        if (number := self._lists[-1]) is None:
            return self._bullet
        number = _whole(attribute(attributes, "value"), number)
        self._lists[-1] = number + 1
        return f"{number}. "


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and _WHOLE.fullmatch(value) else default
