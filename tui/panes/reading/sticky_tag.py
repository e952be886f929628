"""The tag that every new highlight gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable


class StickyTag:
    """A tag that stays chosen until the user cancels it, or deletes or renames it."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """Start without a tag. ``changed`` is called after each change."""
        self.name = ""
        """The name of the tag. Empty without one."""
        self._is_known = False
        """Whether the codebook has had it: a new tag comes into it with the first highlight."""
        self._changed = changed

    @property
    def names(self) -> tuple[str, ...]:
        """The tag, if there is one."""
        return (self.name,) if self.name else ()

    def stick(self, name: str) -> None:
        """Choose a tag; an empty name drops it."""
        self.name, self._is_known = name, False
        self._changed()

    def check(self, known: Iterable[str]) -> None:
        """Drop the tag if it was deleted or renamed. ``known`` are the names of all tags."""
        if self.name:
            is_known = self.name in set(known)
            if self._is_known and not is_known:
                self.stick("")
            self._is_known = is_known
