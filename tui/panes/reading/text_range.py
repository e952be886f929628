"""A range of an article's text, which outlives the selection that it may come from."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from store.model.article import Article


class TextRange(msgspec.Struct, frozen=True):
    """A range of an article, for a change that may be made later."""

    article: Article
    start: int
    """In code points."""
    end: int
    """In code points, exclusive."""
    drop: Callable[[], None]
    """Drops the selection that the range comes from, but never a later selection."""

    @property
    def exact(self) -> str:
        """The text of the range."""
        return self.article.text[self.start : self.end]
