"""What the process that reads PDFs sends: lines of text with their places, page by page."""

from __future__ import annotations

import msgspec


class Line(msgspec.Struct, frozen=True, array_like=True):
    """A line of text. Lengths are points.

    ``start`` and ``end`` are measured along the line, ``top`` and ``bottom`` across it, in the direction in
    which lines follow each other: of a vertical line, ``start`` is its upper end and ``top`` its right side.
    """

    text: str
    start: float
    end: float
    top: float
    bottom: float
    size: float
    """The size of most of its characters."""
    region: int
    """The number of the column, or of the part of the page, that it is in. Lines of a region are in order."""
    box: tuple[float, float, float, float]
    """Left, top, right and bottom on the page, as shares of its width and height from the upper left."""
    bold: bool = False
    tilted: bool = False
    """Whether it is neither level nor upright, like a watermark."""
    cell: bool = False
    """Whether its region is a cell of a table."""


class Opened(msgspec.Struct, frozen=True, tag=True):
    """The document was opened."""

    pages: int
    info: dict[str, str] = {}
    """The document info: ``Title``, ``Author``, ``CreationDate`` and others."""


class Page(msgspec.Struct, frozen=True, tag=True):
    """A page was read."""

    lines: tuple[Line, ...]
    """In reading order."""
    unmapped: int = 0
    """Characters for which the PDF does not say what they are; they are U+FFFD in the text."""
    outside: int = 0
    """Characters outside of the visible part of the page, which are left out."""
    readings: tuple[str, ...] = ()
    """Readings of characters that stand above or beside them, which are left out."""
    marks: int = 0
    """Emphasis dots, and lines below words that are characters, which are left out."""
    pictured: bool = False
    """Whether a page without characters shows something: a picture or curves."""


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The document cannot be opened."""

    password: bool
    """Whether it needs a password."""


Answer = Opened | Page | Refused


class Request(msgspec.Struct, frozen=True):
    """Read a document, whose bytes follow."""

    size: int
    """Its bytes."""
    first: int = 0
    """The number of the first page to read, from 0."""
    seconds: float = 60.0
    """Seconds of processor time, after which the process ends."""
