"""Collects the paragraphs of HTML from its tags and texts."""

from __future__ import annotations

import re
from typing import NamedTuple

from store.formats.html.blocks.elements import (
    BLOCKS,
    BOLD,
    CAPTIONS,
    CELLS,
    CLOSED_BY_NEXT,
    HEADINGS,
    LISTS,
    PREFORMATTED,
)
from store.formats.html.blocks.list_numbers import ListNumbers
from store.formats.html.blocks.paragraphs import Paragraphs, Part
from store.formats.html.blocks.tokens import Token, attribute
from store.formats.html.blocks.visibility import belongs_to_body, is_hidden

_DISPLAYED = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item)", re.IGNORECASE)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:fig)?caption(?:$|[\s_-])|(?:img|pic|picture|image|photo)[-_]?(?:desc|note|txt|intro|legend)",
    re.IGNORECASE,
)
_SET_APART_CLASS = re.compile(r"(?:^|[\s_-])meta(?:$|[\s_-])", re.IGNORECASE)
"""Inline elements that a stylesheet sets apart: the writer and the account of a WeChat article."""
_EMOJI = re.compile("[\u203c-\u3299\ufe0f\u200d\U0001f000-\U0001faff]+")
_ROWS = frozenset(["tr", "table"])
_NOTED_ENDS = HEADINGS | CAPTIONS | PREFORMATTED | LISTS | _ROWS
"""Blocks whose ends change more than the paragraph."""
_NOTED_STARTS = (_NOTED_ENDS - _ROWS) | {"li"}


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
        self._paragraphs = Paragraphs(segments, linked)
        self.parts = self._paragraphs.parts
        """The paragraphs so far; the kinds of some may change when all are known."""
        self._lists = ListNumbers(bullets=bullets)
        self._alternatives = alternatives
        self._left_out = 0
        self._hidden = ""
        self._hidden_depth = 0

    def add(self, token: Token) -> None:
        """Take the next token."""
        if self._hidden:
            self._add_hidden(token)
            return
        kind, value, attributes, _start, _end = token
        if kind == "text":
            self._paragraphs.add(value)
        elif kind == "start":
            self._start(value, attributes)
        else:
            self._end(value)

    @property
    def is_hiding(self) -> bool:
        """Whether what comes now is in an element that is not shown."""
        return bool(self._hidden)

    def finish(self) -> Fragment:
        """Return what was collected."""
        return Fragment(self._paragraphs.finish(), self._left_out)

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

    def _start(self, name: str, attributes: str) -> None:
        paragraphs = self._paragraphs
        if name == "a":
            paragraphs.in_link = "href" in attributes
        if is_hidden(name, attributes):
            self._hidden, self._hidden_depth = name, 1
            if name in BLOCKS:
                paragraphs.end_block()
        elif name == "br":
            paragraphs.add_line_break()
        elif name in CELLS:
            paragraphs.start_cell()
        elif name in BLOCKS or ("display" in attributes and _DISPLAYED.search(attributes)):
            self._start_block(name, attributes)
        elif name in BOLD:
            paragraphs.bold += 1
        elif name == "q":
            paragraphs.append("“")
        elif name == "img":
            self._add_picture(attribute(attributes, "alt") or "")
        elif name == "en-todo" or (name == "input" and attribute(attributes, "type") == "checkbox"):
            paragraphs.append("☐ " if attribute(attributes, "checked") in (None, "false") else "☑ ")
        elif "class" in attributes:
            self._start_classed(attributes)

    def _start_classed(self, attributes: str) -> None:
        """Begin an inline element whose class says more than its name."""
        paragraphs = self._paragraphs
        if "meta" in attributes and _SET_APART_CLASS.search(attribute(attributes, "class") or ""):
            paragraphs.add(" ")
        elif "caption" in attributes and _CAPTION_CLASS.search(attribute(attributes, "class") or ""):
            paragraphs.end_block()
            paragraphs.is_caption = True

    def _start_block(self, name: str, attributes: str) -> None:
        paragraphs = self._paragraphs
        if name in _ROWS:
            paragraphs.end_row()
        paragraphs.end_block()
        if not attributes and name not in _NOTED_STARTS:
            return
        if name in HEADINGS:
            paragraphs.end()
            paragraphs.in_heading = True
        elif name in CAPTIONS:
            paragraphs.end()
            paragraphs.captions += 1
        elif name in PREFORMATTED:
            paragraphs.end()
            paragraphs.preformatted += 1
        elif name in LISTS:
            self._lists.open(name, attributes)
        elif name == "li" and (number := self._lists.item(attributes)):
            paragraphs.number = number
        elif "class" in attributes and _CAPTION_CLASS.search(attribute(attributes, "class") or ""):
            paragraphs.end()
            paragraphs.is_caption = True

    def _add_picture(self, words: str) -> None:
        paragraphs = self._paragraphs
        if _EMOJI.fullmatch(words):
            paragraphs.append(words)
        elif self._alternatives and words.strip():
            if paragraphs.has_text:
                paragraphs.append(f" {words.strip()} ")
            else:
                paragraphs.end()
                paragraphs.append(" ".join(words.split()))
                paragraphs.is_caption = True
                paragraphs.end()

    def _end(self, name: str) -> None:
        paragraphs = self._paragraphs
        if name == "a":
            paragraphs.in_link = False
        elif name in BOLD:
            paragraphs.bold = max(0, paragraphs.bold - 1)
        elif name == "q":
            paragraphs.append("”")
        elif name == "br":
            paragraphs.add_line_break()
        elif name in BLOCKS:
            paragraphs.end_block()
            if name in _NOTED_ENDS:
                self._end_noted(name)

    def _end_noted(self, name: str) -> None:
        paragraphs = self._paragraphs
        if name in LISTS:
            self._lists.close()
        elif name in _ROWS:
            paragraphs.end_row()
        else:
            paragraphs.end()
            if name in HEADINGS:
                paragraphs.in_heading = False
            elif name in CAPTIONS:
                paragraphs.captions = max(0, paragraphs.captions - 1)
            else:
                paragraphs.preformatted = max(0, paragraphs.preformatted - 1)
