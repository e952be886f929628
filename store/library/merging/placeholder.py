"""Placeholders: articles that keep notes whose text is not in the library yet.

A placeholder has the title of the text and says what it stands for. Its annotations are orphans. When a text
with its title or its address is imported, the placeholder becomes that article, and the annotations are
anchored in it.
"""

from __future__ import annotations

from msgspec.structs import replace

from store.language import lazy
from store.model.anchoring.normal_form import NormalForm
from store.model.annotation import without_controls
from store.model.article import Article, BlockKind, Draft, join_blocks
from store.model.bundle import IncomingArticle
from store.model.metadata.page_identity import normalised_address

_ORIGIN = "notes:"
"""Begins the origin of a placeholder. No path and no web address begins so."""

_ID = "urn:pizhu:article:"
"""Begins the name of an article of another library, as in its W3C annotations."""

MOST_OF_ONE_TITLE = 8
"""Placeholders with one title that are looked through when a text or notes with that title come."""

_LONGEST_KEY = 300
"""Code points of a title that are compared."""

_SAYS = lazy(
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


def numbered_origin(origin: str, number: int) -> str:
    """Return the origin of one of several placeholders with the same title.

    :param origin: the one by the title.
    :param number: from 1.
    """
    return origin if number == 1 else f"{origin} {number}"


def identity_of(incoming: IncomingArticle) -> str:
    """Return what tells the article that notes are about from others with its title: its address, or what
    their file calls it; empty if they say nothing but the title.
    """
    return " ".join(without_controls(incoming.url).split()) or (incoming.id and f"{_ID}{incoming.id}")


def stated_identity(article: Article) -> str:
    """Return the identity that the text of a placeholder states; empty if it states none."""
    words = [block for block in article.blocks if block.kind is BlockKind.PARAGRAPH]
    return article.url or (article.text[words[0].start : words[0].end] if len(words) > 1 else "")


def as_placeholder(draft: Draft) -> Draft:
    """Return a draft whose text only stands in for one that is not there: merging it makes a placeholder."""
    return replace(draft, origin=next(iter(placeholder_origins(draft.title, draft.url)), _ORIGIN))


def placeholder_draft(title: str, *, authors: tuple[str, ...], identity: str, origin: str) -> Draft:
    """Return a placeholder.

    :param title: its title, which must not be empty.
    :param identity: see :func:`identity_of`.
    :param origin: one of :func:`placeholder_origins`, with a number.
    """
    parts = [(BlockKind.TITLE, title)]
    if authors:
        parts.append((BlockKind.BYLINE, "、".join(authors)))
    parts += [(BlockKind.PARAGRAPH, words) for words in (identity, str(_SAYS)) if words]
    text, blocks = join_blocks(parts)
    url = "" if identity.startswith(_ID) else identity
    return Draft(text=text, blocks=blocks, title=title, authors=authors, url=url, origin=origin)
