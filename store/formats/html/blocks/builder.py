"""Collects the paragraphs of HTML from its tags and texts."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from store.formats.html.blocks.elements import (
    BLOCKS,
    BOLD,
    CAPTIONS,
    CELLS,
    CLOSED_BY_NEXT,
    HEADINGS,
)
from store.formats.html.blocks.tokens import Token, attribute
from store.formats.html.blocks.visibility import belongs_to_body, is_hidden
from store.formats.html.blocks.wrapped_lines import unwrapped
from store.model.article import BlockKind
from store.press.lines import could_be_heading, width

Part: TypeAlias = tuple[BlockKind, str]
"""The kind of a paragraph and its text, without newlines."""
_DISPLAYED = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item)", re.IGNORECASE)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:fig)?caption(?:$|[\s_-])|(?:img|pic|picture|image|photo)[-_]?(?:desc|note|txt|intro|legend)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\r\n\f\x0b\x1c-\x1e\x85\xa0\u2028\u2029]+")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\xad\u200b\u2060\ufeff]+")
_HAN = "[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]"
_WRAPPED = re.compile(rf"(?<={_HAN})[ \t]*[\r\n]\s*(?={_HAN})")
"""A line break of the source between Chinese characters, which is no space."""
_NUMBERED = re.compile(r"\s*[(（【]?(?:\d|[一二三四五六七八九十]{1,3}[、.．)）]|[①-⑳㈠-㈩])")
_EMOJI = re.compile("[\u203c-\u3299\ufe0f\u200d\U0001f000-\U0001faff]+")
_LONGEST_HEADING = 160
"""Terminal cells of the longest heading; a longer one is a paragraph that somebody has set large."""
_LONGEST_CELL = 60
"""Code points of a table cell from which the next one is a paragraph of its own: the table is a layout."""
_CELL_GAP = "\u3000"
_LONGEST_SEGMENTED, _MOST_SEGMENTED = 200, 20_000
"""Code points of the longest paragraph whose elements are told apart, and how many paragraphs are."""
_NOTED_ENDS = HEADINGS | CAPTIONS | {"pre", "listing", "xmp", "ol", "ul", "menu", "dir", "tr", "table"}
"""Blocks whose ends change more than the paragraph."""
_NOTED_STARTS = (_NOTED_ENDS - {"tr", "table"}) | {"li"}
_DEEPEST = 1000
"""Nested lists whose numbers are counted."""


class Fragment(NamedTuple):
    """The paragraphs of some HTML."""

    parts: list[Part]
    left_out: int
    """Characters of hidden elements, white space excluded."""


class BlocksBuilder:
    """Collects paragraphs from tokens."""

    def __init__(
        self,
        *,
        alternatives: bool = False,
        segments: dict[int, str] | None = None,
        linked: set[int] | None = None,
        bullets: bool = False,
    ) -> None:
        """Start without paragraphs.

        :param segments: gets the short paragraphs by index, with two spaces between their elements.
        :param bullets: whether items of lists without numbers begin with a bullet.
        :param linked: gets the indices of paragraphs two fifths of which or more are links.
        """
        self._segments = segments
        self._linked = linked
        self._bullets = bullets
        self._in_link = False
        self._linked_characters = 0
        self.parts: list[Part] = []
        """The paragraphs so far; the kinds of some may change when all are known."""
        self._bold_parts: list[int] = []
        self._alternatives = alternatives
        self._left_out = 0
        self._hidden = ""
        self._hidden_depth = 0
        self._line: list[str] = []
        self._characters = 0
        self._bold_characters = 0
        self._bold = 0
        self._heading = 0
        self._caption = 0
        self._caption_once = False
        self._pre = 0
        self._lists: list[int | None] = []
        self._number = ""
        self._in_cell = False
        self._cell_blocks = 0
        self._break_due = False

    def add(self, token: Token) -> None:
        """Take the next token."""
        if self._hidden:
            self._add_hidden(token)
        elif token.kind == "text":
            self._add_text(token.value)
        elif token.kind == "start":
            self._start(token.value, token.attributes)
        else:
            self._end(token.value)

    @property
    def is_hiding(self) -> bool:
        """Whether what comes now is in an element that is not shown."""
        return bool(self._hidden)

    def finish(self) -> Fragment:
        """Return what was collected."""
        self._flush()
        if len(self._bold_parts) * 2 <= len(self.parts):
            for index in self._bold_parts:
                below = self.parts[index + 1][0] if index + 1 < len(self.parts) else BlockKind.PARAGRAPH
                if below is BlockKind.PARAGRAPH and index + 1 < len(self.parts):
                    self.parts[index] = (BlockKind.HEADING, self.parts[index][1])
        return Fragment(self.parts, self._left_out)

    # Hidden elements

    def _add_hidden(self, token: Token) -> None:
        if token.kind == "text":
            self._left_out += len("".join(token.value.split()))
        elif token.value == self._hidden:
            self._hidden_depth += 1 if token.kind == "start" else -1
            if self._hidden_depth and token.kind == "start" and self._hidden in CLOSED_BY_NEXT:
                self._hidden = ""
                self._start(token.value, token.attributes)
            elif not self._hidden_depth:
                self._hidden = ""
        elif token.value == "body" or (
            self._hidden == "head" and token.kind == "start" and belongs_to_body(token)
        ):
            self._hidden = ""
            self.add(token)

    # Tags

    def _start(self, name: str, attributes: str) -> None:
        if name == "a":
            self._in_link = "href" in attributes
        if is_hidden(name, attributes):
            self._hidden, self._hidden_depth = name, 1
            if name in BLOCKS:
                self._break()
        elif name == "br":
            self._line.append("\n")
        elif name in CELLS:
            self._start_cell()
        elif name in BLOCKS or ("display" in attributes and _DISPLAYED.search(attributes)):
            self._start_block(name, attributes)
        elif name in BOLD:
            self._bold += 1
        elif name == "q":
            self._append("“")
        elif name == "img":
            self._add_picture(attribute(attributes, "alt") or "")
        elif name == "en-todo" or (name == "input" and attribute(attributes, "type") == "checkbox"):
            self._append("☐ " if attribute(attributes, "checked") in (None, "false") else "☑ ")
        elif "caption" in attributes and _CAPTION_CLASS.search(attribute(attributes, "class") or ""):
            self._break()
            self._caption_once = True

    def _end(self, name: str) -> None:
        if name == "a":
            self._in_link = False
        elif name in BOLD:
            self._bold = max(0, self._bold - 1)
        elif name == "q":
            self._append("”")
        elif name == "br":
            self._line.append("\n")
        elif name in BLOCKS:
            self._break()
            if name not in _NOTED_ENDS:
                return
            if name in HEADINGS:
                self._flush()
                self._heading = 0
            elif name in CAPTIONS:
                self._flush()
                self._caption = max(0, self._caption - 1)
            elif name in ("pre", "listing", "xmp"):
                self._flush()
                self._pre = max(0, self._pre - 1)
            elif name in ("ol", "ul", "menu", "dir") and self._lists:
                self._lists.pop()
            elif name in ("tr", "table"):
                self._flush()
                self._in_cell = False

    def _start_cell(self) -> None:
        if self._cell_blocks > 1 or self._cell_length() > _LONGEST_CELL:
            self._flush()
        self._break_due = False
        if self._characters:
            while self._line and self._line[-1] == " ":
                self._line.pop()
            self._line.append(_CELL_GAP)
        self._in_cell, self._cell_blocks, self._cell_start = True, 0, len(self._line)

    _cell_start = 0

    def _cell_length(self) -> int:
        return sum(map(len, self._line[self._cell_start :]))

    def _start_block(self, name: str, attributes: str) -> None:
        if name in ("tr", "table"):
            self._flush()
            self._in_cell = False
        self._break()
        if not attributes and name not in _NOTED_STARTS:
            return
        if name in HEADINGS:
            self._flush()
            self._heading = 1
        elif name in CAPTIONS:
            self._flush()
            self._caption += 1
        elif name in ("pre", "listing", "xmp"):
            self._flush()
            self._pre += 1
        elif name in ("ul", "menu", "dir") and len(self._lists) < _DEEPEST:
            self._lists.append(None)
        elif name == "ol" and len(self._lists) < _DEEPEST:
            self._lists.append(_whole(attribute(attributes, "start"), 1))
        elif name == "li" and self._lists and (number := self._lists[-1]) is not None:
            number = _whole(attribute(attributes, "value"), number)
            self._lists[-1] = number + 1
            self._number = f"{number}. "
        elif name == "li" and self._lists and self._bullets:
            self._number = "• "
        elif "class" in attributes and _CAPTION_CLASS.search(attribute(attributes, "class") or ""):
            self._flush()
            self._caption_once = True

    def _add_picture(self, words: str) -> None:
        if _EMOJI.fullmatch(words):
            self._append(words)
        elif self._alternatives and words.strip():
            if self._characters:
                self._append(f" {words.strip()} ")
            else:
                self._flush()
                self._append(" ".join(words.split()))
                self._caption_once = True
                self._flush()

    # Text

    def _add_text(self, words: str) -> None:
        if self._pre:
            self._line.append(words.replace("\r\n", "\n").replace("\r", "\n"))
            self._characters += len(words)
            return
        if not words.isprintable() or "  " in words:  # all white space but a space is not printable
            if ("\n" in words or "\r" in words) and not words.isascii():
                words = _WRAPPED.sub("", words)
            words = _SPACES.sub(" ", words)
        if words == " " and (not self._line or self._line[-1] in ("\n", " ")):
            return
        self._append(words)

    def _append(self, words: str) -> None:
        if words.strip():
            if self._break_due:
                self._break_due = False
                self._flush()
            if self._number:
                if not _NUMBERED.match(words):
                    self._line.append(self._number)
                self._number = ""
            length = len(words)
            self._characters += length
            if self._bold:
                self._bold_characters += length
            if self._in_link:
                self._linked_characters += length
        self._line.append(words)

    def _break(self) -> None:
        """End the paragraph; in a table cell, only if more text of the cell follows."""
        if not self._in_cell:
            if self._line or self._cell_start or self._cell_blocks or self._break_due:
                self._flush()
        elif self._line and self._cell_start < len(self._line):
            self._cell_blocks += not self._break_due
            self._break_due = True

    def _flush(self) -> None:
        if not self._line:
            self._cell_start = self._cell_blocks = 0
            self._break_due = False
            return
        kind = self._kind()
        source = "".join(self._line)
        if (
            self._segments is not None
            and len(source) <= _LONGEST_SEGMENTED
            and len(self.parts) < _MOST_SEGMENTED
        ):
            texts = map(str.strip, self._line)
            self._segments[len(self.parts)] = (
                "  ".join(filter(None, texts)) if self._line[1:] else source.strip()
            )
        is_bold = kind is BlockKind.PARAGRAPH and 0 < self._characters <= self._bold_characters
        if self._linked is not None and self._linked_characters * 5 > self._characters * 2:
            self._linked.add(len(self.parts))
        self._line.clear()
        self._linked_characters = self._characters = self._bold_characters = self._cell_start = (
            self._cell_blocks
        ) = 0
        self._break_due = False
        if not source.strip():
            return
        self._caption_once = False
        if not source.isprintable():
            source = _INVISIBLE.sub("", source)
        if "\n" not in source and not self._pre:
            lines = [source.strip()]
        elif self._pre:
            lines = [line.rstrip() for line in source.split("\n")]
        else:
            lines = [line.strip() for line in source.split("\n")]
            lines = unwrapped(lines) if kind is BlockKind.PARAGRAPH else [" ".join(filter(None, lines))]
        lines = [line for line in lines if line and not line.isspace()]
        if kind is BlockKind.HEADING and lines and width(lines[0]) > _LONGEST_HEADING:
            kind = BlockKind.PARAGRAPH
        if is_bold and len(lines) == 1 and could_be_heading(lines[0]):
            self._bold_parts.append(len(self.parts))
        self.parts += [(kind, line) for line in lines]

    def _kind(self) -> BlockKind:
        if self._heading:
            return BlockKind.HEADING
        if self._caption or self._caption_once:
            return BlockKind.CAPTION
        return BlockKind.PARAGRAPH


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value) else default
