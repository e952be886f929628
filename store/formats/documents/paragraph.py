"""The paragraphs of a document, with the comments that begin and end in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from store.model.article import BlockKind

CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text has."""

_CELL_GAP = "\u3000"


class CommentEnd(msgspec.Struct, frozen=True):
    """Where a comment starts or ends in a paragraph."""

    comment: str
    """The ID of the comment."""
    is_start: bool
    place: int
    """Characters before it in the paragraph, white space aside."""


class Look(msgspec.Struct, frozen=True):
    """How a paragraph is set: in documents without styles it tells titles and headings."""

    size: float = 0
    """Points of its largest characters; 0 if nothing says it."""
    is_bold: bool = False
    """Whether all of it is."""
    is_centred: bool = False


PLAIN = Look()


class DocumentParagraph(msgspec.Struct, kw_only=True):
    """A paragraph of a document."""

    text: str
    """A line end in it begins another paragraph of the same kind."""
    kind: BlockKind | None = None
    """What its style says; None if it says nothing."""
    level: int = 0
    """Of a heading: 1 is the highest."""
    look: Look = PLAIN
    ends: list[CommentEnd] = []
    """Starts and ends of comments."""

    def prepend(self, words: str) -> None:
        """Put words before the text."""
        self.ends = _shifted(self.ends, length(words))
        self.text = words + self.text

    def append(self, other: DocumentParagraph, text: str) -> None:
        """Put a text after this one, with the comments of another paragraph."""
        self.ends = self.ends + _shifted(other.ends, length(self.text))
        self.text += text


Paragraph = TypeVar("Paragraph", bound=DocumentParagraph)


def _shifted(ends: list[CommentEnd], by: int) -> list[CommentEnd]:
    return [CommentEnd(each.comment, each.is_start, each.place + by) for each in ends]


def length(text: str) -> int:
    """Return the number of characters, white space and controls aside: comments are placed by it."""
    return len("".join(CONTROL.sub("", text).split()))


def as_note(paragraphs: Iterable[DocumentParagraph], number: int) -> None:
    """Make paragraphs a note at the end of the text, with its number before it."""
    label = f"[{number}] "
    for each in paragraphs:
        each.kind = BlockKind.PARAGRAPH
        if label and each.text.strip():
            each.text = each.text.lstrip()
            each.prepend(label)
            label = ""


def joined_row(cells: list[list[Paragraph]]) -> list[Paragraph]:
    """Return the paragraphs of a row of a table: one if no cell has several, else those of the cells.

    A table of long cells or with headings is a layout of the page.
    """
    filled = [[each for each in cell if each.text.strip()] for cell in cells]
    together = [each for cell in filled for each in cell]
    is_layout = any(len(cell) > 1 for cell in filled) or any(each.kind is not None for each in together)
    if len(cells) < 2 or is_layout or not together:
        return [each for cell in cells for each in cell]
    texts = [" ".join(each.text.split("\n")).strip() for each in together]
    ends: list[CommentEnd] = []
    before = 0
    if any(each.ends for each in together):
        for each, text in zip(together, texts, strict=True):
            ends += _shifted(each.ends, before)
            before += length(text)
    joined = together[0]
    joined.text, joined.ends, joined.kind = _CELL_GAP.join(texts), ends, BlockKind.PARAGRAPH
    return [joined]


def ranges_of_comments(paragraphs: Iterable[DocumentParagraph]) -> dict[str, tuple[int, int]]:
    """Return where each comment starts and ends: the number of characters before, white space aside."""
    starts: dict[str, int] = {}
    found: dict[str, tuple[int, int]] = {}
    before = 0
    for each in paragraphs:
        for end in each.ends:
            place = before + end.place
            if end.is_start:
                starts[end.comment] = place
            elif place > starts.get(end.comment, place):
                found[end.comment] = (starts.pop(end.comment), place)
        before += length(each.text)
    return found
