"""Saved searches: queries with a name."""

from __future__ import annotations

import msgspec

from store.chinese.folding import fold
from store.errors import UsageError
from store.language import _

LONGEST_NAME = 60
"""Code points of a name."""


class SavedSearch(msgspec.Struct, frozen=True):
    """A query that was saved under a name. Other queries use it as ``@name``."""

    search: str
    """Its name."""
    query: str
    """The query, as it was typed. It is valid when it is saved; its tags may be deleted later."""

    @property
    def key(self) -> str:
        """Its key: equal for names that are the same search."""
        return search_key(self.search)


def search_key(name: str) -> str:
    """Return what is compared of a name: neither script, nor width, nor case matters."""
    return fold(name).casefold()


def clean_search_name(name: str) -> str:
    """Return a name with single spaces, without the sign that queries write before it.

    :raises UsageError: it is empty or too long, or has control characters or quotation marks.
    """
    cleaned = " ".join(name.split()).lstrip("@＠").strip()
    if not cleaned:
        raise UsageError(_("A saved search needs a name: write one."))
    if len(cleaned) > LONGEST_NAME:
        raise UsageError(
            _(
                "The name of a saved search has at most {longest} characters: shorten it.",
                longest=LONGEST_NAME,
            )
        )
    if not cleaned.isprintable() or set(cleaned) & set('"“”＂'):
        raise UsageError(
            _(
                "{name!r} cannot be the name of a search: leave out quotation marks and control characters.",
                name=cleaned,
            )
        )
    return cleaned
