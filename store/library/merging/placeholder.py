"""Placeholders: articles that keep notes whose text is not in the library yet.

A placeholder has the title of the text and says what it stands for. Its annotations are orphans. When a text
with its title or its address is imported, the placeholder becomes that article, and the annotations are
anchored in it.
"""

from __future__ import annotations

from msgspec.structs import replace

from store.model.anchoring.normal_form import NormalForm
from store.model.article import BlockKind, Draft, join_blocks
from store.model.metadata.page_identity import normalised_address

_ORIGIN = "notes:"
"""Begins the origin of a placeholder. No path and no web address begins so."""

_LONGEST_KEY = 300
"""Code points of a title that are compared."""

_SAYS = (
    "The text of this article is not in the library, so the notes on it are kept here. Import the text under "
    "the same title, or import the notes again after the text: they are then put on their words."
)


def is_placeholder(origin: str) -> bool:
    """Whether an article with this origin is a placeholder."""
    return origin.startswith(_ORIGIN)


def title_key(title: str) -> str:
    """Return what titles have in common that differ only in their typesetting; empty if there is nothing."""
    key = NormalForm(title[:_LONGEST_KEY]).text.strip()
    return "".join(ch for ch in key if ch.isalnum())


def placeholder_origins(title: str, url: str) -> tuple[str, ...]:
    """Return the origins that a placeholder for a text may have: one by its title, one by its address."""
    keys = (title_key(title), normalised_address(url))
    return tuple(f"{_ORIGIN}{key}" for key in keys if key)


def as_placeholder(draft: Draft) -> Draft:
    """Return a draft whose text only stands in for one that is not there: merging it makes a placeholder."""
    return replace(draft, origin=next(iter(placeholder_origins(draft.title, draft.url)), _ORIGIN))


def placeholder_draft(title: str, *, authors: tuple[str, ...], url: str, origin: str) -> Draft:
    """Return a placeholder.

    :param title: its title, which must not be empty.
    :param origin: one of :func:`placeholder_origins`.
    """
    parts = [(BlockKind.TITLE, title)]
    if authors:
        parts.append((BlockKind.BYLINE, "、".join(authors)))
    parts += [(BlockKind.PARAGRAPH, words) for words in (url, _SAYS) if words]
    text, blocks = join_blocks(parts)
    return Draft(text=text, blocks=blocks, title=title, authors=authors, url=url, origin=origin)
