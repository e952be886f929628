"""Suggested tags that were dismissed for good."""

from __future__ import annotations

import msgspec

from store.chinese.folding import fold


class Dismissal(msgspec.Struct, frozen=True):
    """A tag that is not to be suggested again: either for an article, or for words."""

    tag: str
    article: str = ""
    """The article's ID."""
    words: str = ""
    """The words without marks round them, folded."""

    @property
    def concerns(self) -> str:
        """What tells it from others: either script and width of the tag's name are the same."""
        return f"{self.article}\n{self.words}\n{fold(self.tag)}"
