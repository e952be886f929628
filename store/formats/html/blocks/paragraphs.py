"""Collects the paragraphs of HTML from its texts: where each ends, its kind and its lines."""

from __future__ import annotations

import re
from typing import TypeAlias

from store.formats.html.blocks.wrapped_lines import unwrapped
from store.model.article import BlockKind
from store.press.lines import could_be_heading, width

Part: TypeAlias = tuple[BlockKind, str]
"""The kind of a paragraph and its text, without newlines."""
_SPACES = re.compile(r"[ \t\r\n\f\x0b\x1c-\x1e\x85\xa0\u2028\u2029]+")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\xad\u200b\u2060\ufeff]+")
_HAN = "[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]"
_WRAPPED = re.compile(rf"(?<={_HAN})[ \t]*[\r\n]\s*(?={_HAN})")
"""A line break of the source between Chinese characters, which is no space."""
_NUMBERED = re.compile(r"\s*[(（【]?(?:\d|[一二三四五六七八九十]{1,3}[、.．)）]|[①-⑳㈠-㈩])")
_LONGEST_HEADING = 160
"""Terminal cells of the longest heading; a longer one is a paragraph that somebody has set large."""
_LONGEST_CELL = 60
"""Code points of a table cell from which the next one is a paragraph of its own: the table is a layout."""
_CELL_GAP = "\u3000"
_LONGEST_SEGMENTED, _MOST_SEGMENTED = 200, 20_000
"""Code points of the longest paragraph whose elements are told apart, and how many paragraphs are."""


class Paragraphs:
    """The paragraphs so far, and the one that is being collected.

    What the elements around a text make of it is set by :class:`.BlocksBuilder`.
    """

    def __init__(self, segments: dict[int, str] | None, linked: set[int] | None) -> None:
        """Start without paragraphs; see :class:`.BlocksBuilder`."""
        self.parts: list[Part] = []
        """The paragraphs so far; the kinds of some may change when all are known."""
        self.in_link = False
        self.in_heading = False
        self.bold = 0
        """How many elements of bold type are open; so with captions and preformatted texts."""
        self.captions = 0
        self.preformatted = 0
        self.is_caption = False
        """Whether this paragraph alone is a caption."""
        self.number = ""
        """What stands before the next text of a numbered list."""
        self._segments = segments
        self._linked = linked
        self._bold_parts: list[int] = []
        self._line: list[str] = []
        self._characters = 0
        self._bold_characters = 0
        self._linked_characters = 0
        self._in_cell = False
        self._cell_start = 0
        self._cell_blocks = 0
        self._break_due = False

    @property
    def has_text(self) -> bool:
        """Whether the paragraph that is being collected has any text yet."""
        return self._characters > 0

    def add(self, words: str) -> None:
        """Add a text as the source has it."""
        if self.preformatted:
            self._line.append(words.replace("\r\n", "\n").replace("\r", "\n"))
            self._characters += len(words)
            return
        if not words.isprintable() or "  " in words:  # all white space but a space is not printable
            if ("\n" in words or "\r" in words) and not words.isascii():
                words = _WRAPPED.sub("", words)
            words = _SPACES.sub(" ", words)
        if words == " " and (not self._line or self._line[-1] in ("\n", " ")):
            return
        self.append(words)

    def append(self, words: str) -> None:
        """Add a text as it is."""
        if words.strip():
            if self._break_due:
                self._break_due = False
                self.end()
            if self.number:
                if not _NUMBERED.match(words):
                    self._line.append(self.number)
                self.number = ""
            length = len(words)
            self._characters += length
            if self.bold:
                self._bold_characters += length
            if self.in_link:
                self._linked_characters += length
        self._line.append(words)

    def add_line_break(self) -> None:
        """End the line."""
        self._line.append("\n")

    def start_cell(self) -> None:
        """Start a cell of a table."""
        if self._cell_blocks > 1 or self._cell_length() > _LONGEST_CELL or self._cell_has_lines():
            self.end()
        self._break_due = False
        if self._characters:
            while self._line and self._line[-1] in (" ", "\n"):
                self._line.pop()
            self._line.append(_CELL_GAP)
        self._in_cell, self._cell_blocks, self._cell_start = True, 0, len(self._line)

    def _cell_length(self) -> int:
        return sum(map(len, self._line[self._cell_start :]))

    def _cell_has_lines(self) -> bool:
        """Whether line breaks divide the cell that ends: its last line does not go on in the next cell."""
        cell = "".join(self._line[self._cell_start :])
        return "\n" in cell.strip()

    def end_row(self) -> None:
        """End the row of a table, and its paragraph."""
        self.end()
        self._in_cell = False

    def end_block(self) -> None:
        """End the paragraph; in a table cell, only if more text of the cell follows."""
        if not self._in_cell:
            if self._line or self._cell_start or self._cell_blocks or self._break_due:
                self.end()
        elif self._line and self._cell_start < len(self._line):
            self._cell_blocks += not self._break_due
            self._break_due = True

    def end(self) -> None:
        """End the paragraph."""
        if not self._line:
            self._cell_start = self._cell_blocks = 0
            self._break_due = False
            return
        kind = self._kind()
        source = "".join(self._line)
        if self._segments is not None and len(source) <= _LONGEST_SEGMENTED:
            self._note_segments(source, self._segments)
        is_bold = kind is BlockKind.PARAGRAPH and 0 < self._characters <= self._bold_characters
        if self._linked is not None and self._linked_characters * 5 > self._characters * 2:
            self._linked.add(len(self.parts))
        self._line.clear()
        self._linked_characters = self._characters = self._bold_characters = 0
        self._cell_start = self._cell_blocks = 0
        self._break_due = False
        if source.isspace() or not source:
            return
        self.is_caption = False
        lines = self._lines(source, kind)
        if kind is BlockKind.HEADING and lines and width(lines[0]) > _LONGEST_HEADING:
            kind = BlockKind.PARAGRAPH
        if is_bold and len(lines) == 1 and could_be_heading(lines[0]):
            self._bold_parts.append(len(self.parts))
        self.parts += [(kind, line) for line in lines]

    def _kind(self) -> BlockKind:
        if self.in_heading:
            return BlockKind.HEADING
        if self.captions or self.is_caption:
            return BlockKind.CAPTION
        return BlockKind.PARAGRAPH

    def _note_segments(self, source: str, segments: dict[int, str]) -> None:
        if len(self.parts) < _MOST_SEGMENTED:
            texts = map(str.strip, self._line)
            segments[len(self.parts)] = (
                "  ".join(filter(None, texts)) if len(self._line) > 1 else source.strip()
            )

    def _lines(self, source: str, kind: BlockKind) -> list[str]:
        if source.isprintable() and not self.preformatted:
            return [source.strip()]
        source = _INVISIBLE.sub("", source)
        if "\n" not in source and not self.preformatted:
            lines = [source.strip()]
        elif self.preformatted:
            lines = [line.rstrip() for line in source.split("\n")]
        else:
            lines = [line.strip() for line in source.split("\n")]
            lines = unwrapped(lines) if kind is BlockKind.PARAGRAPH else [" ".join(filter(None, lines))]
        return [line for line in lines if line and not line.isspace()]

    def finish(self) -> list[Part]:
        """End the last paragraph, tell which of those in bold type are headings, and return them all."""
        self.end()
        if len(self._bold_parts) * 2 <= len(self.parts):
            for index in self._bold_parts:
                if index + 1 < len(self.parts) and self.parts[index + 1][0] is BlockKind.PARAGRAPH:
                    self.parts[index] = (BlockKind.HEADING, self.parts[index][1])
        return self.parts
