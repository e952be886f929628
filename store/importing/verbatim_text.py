"""Makes an article of a text in which other data refers to positions: no character may move."""

from __future__ import annotations

from msgspec.structs import replace

from store.importing.limits import check_text
from store.importing.plain_text import press_draft
from store.model.article import Block, BlockKind, Draft, join_blocks, paragraphs
from store.press.parts import find_parts

_TITLE_LENGTH = 30
"""The maximum length, in code points, of a title taken from the first line."""


def verbatim_draft(text: str, title: str) -> Draft:
    r"""Return an article with exactly this text, whose line ends are ``\n``.

    Its blocks are those of a press article if they leave the text unchanged, and plain paragraphs otherwise.

    :param title: the title; if empty, the one found in the text, or else its first line.
    :raises BadInput: when the text is too long.
    """
    check_text(text, "its text")
    draft = press_draft(text, _blocks(text), title)
    return draft if draft.title else replace(draft, title=_first_line(text))


def _blocks(text: str) -> tuple[Block, ...]:
    joined, blocks = join_blocks(find_parts(text))
    if joined == text:
        return blocks
    return tuple(Block(BlockKind.PARAGRAPH, start, end) for start, end in paragraphs(text))


def _first_line(text: str) -> str:
    """Return the first line that is not blank, cut to the length of a title."""
    return next((line.strip()[:_TITLE_LENGTH] for line in text.split("\n") if line.strip()), "")
