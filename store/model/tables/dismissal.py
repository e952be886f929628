"""Suggestions of tags that the user dismissed permanently."""

from __future__ import annotations

import msgspec

from store.chinese.folding import fold


class Dismissal(msgspec.Struct, frozen=True):
    """A tag that is never suggested again, either for an article or for words."""

    tag: str
    article: str = ""
    """The article's ID."""
    words: str = ""
    """The words in their comparison form: see :func:`store.chinese.folding.comparison_form`."""

    @property
    def key(self) -> str:
        """Its key: equal for dismissals of the same tag, compared folded, on the same article or words."""
        return f"{self.article}\n{self.words}\n{fold(self.tag)}"
