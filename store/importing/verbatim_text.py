"""A text whose positions are spoken of elsewhere becomes an article without a character being moved."""

from __future__ import annotations

from store.importing.language import language
from store.model.article import Block, BlockKind, Draft, join_blocks, paragraphs
from store.press.byline import derive_metadata
from store.press.parts import find_parts

_TITLE_LENGTH = 30
"""Code points of a title that is taken from the text."""


def whole_draft(text: str, title: str) -> Draft:
    r"""The article of a text as it is, its line ends ``\n``.

    Its parts are those of a press piece where these leave the text as it is; else it is plain paragraphs.

    :param title: what it is called elsewhere; empty for what it calls itself.
    """
    blocks = _parts(text)
    about = derive_metadata(text, blocks)
    return Draft(
        text=text,
        blocks=blocks,
        title=title or about.title or _first_line(text),
        kicker=about.kicker,
        subtitle=about.subtitle,
        column=about.column,
        authors=about.authors,
        date=about.date,
        source=about.source,
        language=language(text),
    )


def _parts(text: str) -> tuple[Block, ...]:
    joined, blocks = join_blocks(find_parts(text))
    if joined == text:
        return blocks
    return tuple(Block(BlockKind.PARAGRAPH, start, end) for start, end in paragraphs(text))


def _first_line(text: str) -> str:
    """The first line with something on it, cut to the length of a title."""
    return next((line.strip()[:_TITLE_LENGTH] for line in text.split("\n") if line.strip()), "")
