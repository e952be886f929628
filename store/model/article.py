r"""An article and the parts of a press piece.

The text of an article is one string: its paragraphs joined by ``"\n"``, normalised once when it is
imported and never changed afterwards. All offsets, here and everywhere else, are Unicode code
points into that string; ends are exclusive.
"""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, pairwise

import msgspec

_ID = re.compile("[0-9a-f]{16}").fullmatch


def is_article_id(name: str) -> bool:
    """Whether this is an article's ID: 16 hexadecimal digits, so it cannot be a path traversal."""
    return _ID(name) is not None


class BlockKind(StrEnum):
    """What a paragraph of a press article is."""

    TITLE = "title"
    KICKER = "kicker"
    """引题: the line above the title."""
    SUBTITLE = "subtitle"
    """副题: the line below the title."""
    COLUMN = "column"
    """栏目: the section of the paper the piece stands in."""
    BYLINE = "byline"
    DATE = "date"
    HEADING = "heading"
    """小标题: a heading inside the piece."""
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CREDIT = "credit"
    """Who supplied pictures, who edited: a line after the piece."""


class Status(StrEnum):
    """How far a reader has come with an article."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"


class Block(msgspec.Struct, frozen=True):
    """One paragraph of the text and what it is: ``text[start:end]``, without its newline."""

    kind: BlockKind
    start: int
    end: int


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What an importer makes of a file: an article before it is in a library.

    ``blocks`` are the paragraphs of ``text``, one each, in order: every character that is not a
    newline between two paragraphs belongs to exactly one block. Unknown parts are empty strings.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str
    kicker: str = ""
    subtitle: str = ""
    column: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    """ISO 8601: ``2020-03-24``, ``2020-03`` or ``2020``."""
    source: str = ""
    """The publication, where the piece names it."""
    url: str = ""
    language: str = "zh"
    """BCP 47: ``zh-Hans``, ``zh-Hant``, or ``zh`` when it cannot be told."""
    origin: str = ""
    """The file or address it was imported from; importing that again updates this article."""


class Article(Draft, frozen=True, kw_only=True):
    """An article in a library: the draft, and what its reader has made of it."""

    id: str
    added: str
    """When it was imported: UTC, ISO 8601 with ``Z``."""
    digest: str
    """:func:`digest` of the text."""
    tags: tuple[str, ...] = ()
    note: str = ""
    status: Status = Status.UNREAD
    starred: bool = False
    position: int = 0
    """Where the reader's cursor last stood, in code points."""
    rev: int = 0
    """Counts the writes of this article's file, so that no two states of it look alike."""


@lru_cache(maxsize=2)  # a change asks for it several times
def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8, in hexadecimal: equal only for equal texts."""
    return hashlib.sha256(text.encode()).hexdigest()


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The ranges between the newlines of ``text``, as (start, end) in code points."""
    starts = accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
    return [(start, following - 1) for start, following in pairwise(starts)]


def join_blocks(parts: list[tuple[BlockKind, str]]) -> tuple[str, tuple[Block, ...]]:
    """The text made of ``parts`` in order, one paragraph each, and its blocks.

    :raises ValueError: a part contains a newline, so that it would be two paragraphs.
    """
    if any("\n" in words for _, words in parts):
        raise ValueError("a block is one paragraph: it cannot contain a newline")
    text = "\n".join(words for _, words in parts)
    return text, tuple(
        Block(kind, start, end) for (kind, _), (start, end) in zip(parts, paragraphs(text), strict=False)
    )
