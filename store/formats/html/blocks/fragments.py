"""Reads a piece of HTML as paragraphs."""

from __future__ import annotations

from store.formats.html.blocks.builder import BlocksBuilder, Fragment
from store.formats.html.blocks.paragraphs import Part
from store.formats.html.blocks.tokens import tokens


def blocks_of(fragment: str, *, alternatives: bool = False, bullets: bool = False) -> list[Part]:
    """Return the paragraphs of HTML with their kinds, as :func:`store.model.article.join_blocks` takes them.

    They are headings, captions and paragraphs. Items of numbered lists keep their numbers; the cells of a row
    are one paragraph. A short paragraph in bold type is a heading.

    :param fragment: a whole page, or a part of one.
    :param alternatives: whether the texts that stand for pictures are captions.
    :param bullets: whether items of lists without numbers begin with a bullet.
    """
    return read_fragment(fragment, alternatives=alternatives, bullets=bullets).parts


def read_fragment(fragment: str, *, alternatives: bool = False, bullets: bool = False) -> Fragment:
    """Return the paragraphs of HTML, and how much of it is hidden; see :func:`blocks_of`."""
    builder = BlocksBuilder(alternatives=alternatives, bullets=bullets)
    for token in tokens(fragment):
        builder.add(token)
    return builder.finish()
