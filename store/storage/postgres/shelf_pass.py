"""The versions of articles, shelf by shelf, of one question to the server."""

from __future__ import annotations

from store.storage.document_store import SHELVES, Version


class ShelfPass:
    """The versions of all articles, as read for the first shelf, while the shelves are asked for in order."""

    def __init__(self) -> None:
        self._shelves: dict[str, list[tuple[str, Version]]] = {}
        self._next = ""

    def begin(self, found: list[tuple[str, Version]]) -> list[tuple[str, Version]]:
        """Take the articles of all shelves; return those of the first."""
        self._shelves = {}
        for article, version in found:
            self._shelves.setdefault(article[:2], []).append((article, version))
        self._next = SHELVES[1]
        return self._shelves.pop(SHELVES[0], [])

    def shelf(self, name: str) -> list[tuple[str, Version]] | None:
        """Return the articles of the next shelf; None if another one is asked for."""
        if name != self._next:
            self._shelves, self._next = {}, ""
            return None
        place = SHELVES.index(name) + 1
        self._next = SHELVES[place] if place < len(SHELVES) else ""
        return self._shelves.pop(name, [])
