r"""An article and the parts of a press article.

The text of an article is one string: its paragraphs joined by ``"\n"``. It is normalised once, at import,
and never changed afterwards. All offsets, here and everywhere else, are Unicode code points into that
string; ends are exclusive.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

import msgspec

_ID = re.compile("[0-9a-f]{16}").fullmatch


def is_article_id(name: str) -> bool:
    """Whether ``name`` is an article's ID: 16 hexadecimal digits, so it cannot be a path traversal."""
    return _ID(name) is not None


class BlockKind(StrEnum):
    """The role of a paragraph in a press article."""

    TITLE = "title"
    KICKER = "kicker"
    """引题: the line above the title."""
    SUBTITLE = "subtitle"
    """副题: the line below the title."""
    COLUMN = "column"
    """栏目: the section of the newspaper."""
    BYLINE = "byline"
    DATE = "date"
    HEADING = "heading"
    """小标题: a heading within the article."""
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CREDIT = "credit"
    """Who supplied the pictures, who edited: a line after the body."""


class Status(StrEnum):
    """The reader's progress with an article."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"


class Block(msgspec.Struct, frozen=True):
    """One paragraph, ``text[start:end]`` without its newline, and its role."""

    kind: BlockKind
    start: int
    end: int


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What an article says about itself. Unknown fields are empty."""

    title: str
    kicker: str = ""
    subtitle: str = ""
    column: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    """ISO 8601: ``2020-03-24``, ``2020-03`` or ``2020``."""
    source: str = ""
    """The publication, if the article names it."""


CORRECTABLE = (*Metadata.__struct_fields__, "url")
"""The fields of an article that a person can correct."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An article before it is in a library, as an importer returns it.

    ``blocks`` has one block for each paragraph of ``text``, in order: every character except the newlines
    between paragraphs belongs to exactly one block. The fields of :class:`Metadata` are repeated, not
    inherited, because their order here is the order on the disk and in exports.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str
    kicker: str = ""
    subtitle: str = ""
    column: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    source: str = ""
    url: str = ""
    language: str = "zh"
    """BCP 47: ``zh-Hans``, ``zh-Hant``, or ``zh`` if the script is unknown."""
    origin: str = ""
    """The file or URL that it was imported from. Importing that again updates this article."""
    attributes: dict[str, str] = {}
    """The values of attributes by their names, as :mod:`store.library.attributes.values` writes them. What an
    importer returns are the fields of a file that are none of the above, as they stand there."""


class Article(Draft, frozen=True, kw_only=True):
    """An article in a library: the draft, with the reader's tags, note and status."""

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
    """The reader's last cursor position, in code points."""
    corrected: tuple[str, ...] = ()
    """The :data:`CORRECTABLE` fields and attributes that a person has set: importing the file again leaves
    them."""
    rev: int = 0
    """The revision: counts the writes of this article's file, so that each state has its own number."""


@lru_cache(maxsize=2)  # one change computes it several times
def digest(text: str) -> str:
    """The SHA-256 of the text in UTF-8, in hexadecimal."""
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def shared_fields(record: msgspec.Struct, target: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields of ``record`` that the type ``target`` also has, by name: arguments for a ``target``."""
    return {
        name: getattr(record, name) for name in target.__struct_fields__ if name in record.__struct_fields__
    }


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs of ``text``, newlines excluded, as (start, end) in code points."""
    starts = accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
    return [(start, following - 1) for start, following in pairwise(starts)]


def join_blocks(parts: list[tuple[BlockKind, str]]) -> tuple[str, tuple[Block, ...]]:
    """Join ``parts``, one paragraph each, in order. Returns the text and its blocks.

    :raises ValueError: a part contains a newline and would become two paragraphs.
    """
    if any("\n" in words for _, words in parts):
        what = (
            "a block is one paragraph: it cannot contain a newline"  # untranslated: a mistake of the program
        )
        raise ValueError(what)
    text = "\n".join(words for _, words in parts)
    return text, tuple(
        Block(kind, start, end) for (kind, _), (start, end) in zip(parts, paragraphs(text), strict=False)
    )
