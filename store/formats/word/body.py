"""Reads the paragraphs of the parts of a Word document: text, tables, text boxes and notes in their order.

Source: ECMA-376, part 1, 17 (WordprocessingML), 22.1 (mathematics), and part 3 (alternate content). Tracked
insertions are text, tracked deletions are not. A text box follows the paragraph in which it is anchored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from store.formats.documents.paragraph import CommentEnd, DocumentParagraph, Look, joined_row, length
from store.formats.documents.xml_tree import Element, attribute, child, local
from store.formats.word.styles import (
    Lists,
    Style,
    Styles,
    outline_level,
    size_of,
    switch,
    value,
    whole_number,
)
from store.formats.word.symbols import symbol
from store.model.article import BlockKind

_SKIPPED = {
    "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText",
    "pPrChange", "rPrChange", "docPartPr", "fldData", "proofErr", "wsp", "extent", "docPr", "positionH",
    "positionV", "binData", "rubyPr", "tblPrEx", "customXmlPr", "smartTagPr", "graphicFrameLocks",
}  # fmt: skip
_CHARACTERS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "",
}  # fmt: skip
_WRAPPERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}
_ON = ("", "1", "true", "on")


class WordParagraph(DocumentParagraph, kw_only=True):
    """A paragraph with what else is known of it."""

    style: str = ""
    """The name of its style, lower case."""
    bookmarks: list[str] = msgspec.field(default_factory=list)
    runs_on: bool = False
    """Whether the end of the paragraph was deleted, so that the next one continues it."""


class _Open(msgspec.Struct):
    """A paragraph that is being read."""

    style: Style
    pieces: list[str] = []
    length: int = 0
    """Characters in it, white space aside."""
    bold: int = 0
    """How many of them are bold."""
    size: float = 0
    """Points of the largest of them."""
    run_size: float = 0
    run_is_bold: bool = False
    ends: list[CommentEnd] = []
    bookmarks: list[str] = []
    inside: list[WordParagraph] = []
    """Paragraphs of text boxes anchored in it."""


class BodyReader:
    """Reads the parts of one document, in order: their lists and notes are counted together."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        """Read nothing yet."""
        self._styles, self._lists = styles, lists
        self.left_out: Counter[str] = Counter()
        """How many of each thing were left out: ``deletion``, ``reading``…"""
        self.note_numbers: dict[tuple[str, str], int] = {}
        """Numbers of the notes that the text refers to, by the kind of reference and the ID."""
        self._read = 0
        """Characters read, white space aside."""
        self._open: list[_Open] = []
        self._into: list[list[WordParagraph]] = []
        self._handlers: dict[str, Callable[[Element], None]] = {
            "p": self._paragraph, "tbl": self._table, "t": self._text, "sym": self._symbol, "r": self._run,
            "AlternateContent": self._alternatives, "ruby": self._ruby, "del": self._deletion,
            "moveFrom": self._deletion, "footnoteReference": self._note, "endnoteReference": self._note,
            "commentRangeStart": self._comment, "commentRangeEnd": self._comment,
            "bookmarkStart": self._bookmark, "altChunk": self._chunk, "delText": self._skip,
            "blip": self._picture, "imagedata": self._picture, "chart": self._picture,
            "relIds": self._picture,
        }  # fmt: skip

    def read(self, root: Element) -> list[WordParagraph]:
        """Return the paragraphs in an element."""
        self._into.append([])
        self._children(root)
        return self._into.pop()

    def _children(self, element: Element) -> None:
        for each in element:
            self._element(each)

    def _element(self, element: Element) -> None:
        name = local(element)
        if name in _SKIPPED or not name:
            return
        if name in _CHARACTERS:
            self._add(_CHARACTERS[name])
        elif (handle := self._handlers.get(name)) is not None:
            handle(element)
        else:
            self._children(element)

    def _add(self, words: str) -> None:
        if self._open:
            self._open[-1].pieces.append(words)
            self._open[-1].length += (added := length(words))
            self._read += added
            if added:
                self._open[-1].size = max(self._open[-1].size, self._open[-1].run_size)
                self._open[-1].bold += added if self._open[-1].run_is_bold else 0

    def _skip(self, _element: Element) -> None:
        pass

    def _text(self, element: Element) -> None:
        self._add((element.text or "").replace("\n", " "))

    def _run(self, element: Element) -> None:
        properties = child(element, "rPr")
        if self._open:
            opened = self._open[-1]
            opened.run_size = size_of(properties) or opened.style.size
            bold = switch(properties, "b")
            opened.run_is_bold = bold == "on" or (opened.style.is_bold and bold != "off")
        hidden = child(properties, "vanish")
        if hidden is not None and attribute(hidden, "val") in _ON:
            self.left_out["hidden"] += bool("".join(element.itertext()).strip())
            return
        self._children(element)

    def _symbol(self, element: Element) -> None:
        self._add(symbol(attribute(element, "font"), attribute(element, "char")))

    def _alternatives(self, element: Element) -> None:
        """Read one of several forms of the same content: the first one that has any."""
        before = self._read, self.left_out["picture"]
        for each in element:
            if local(each) in ("Choice", "Fallback") and before == (self._read, self.left_out["picture"]):
                self._children(each)

    def _ruby(self, element: Element) -> None:
        for each in element:
            if local(each) == "rubyBase":
                self._children(each)
            elif local(each) == "rt":
                self.left_out["reading"] += 1

    def _deletion(self, element: Element) -> None:
        self.left_out["deletion"] += any(local(each) in ("delText", "t") for each in element.iter())

    def _chunk(self, _element: Element) -> None:
        self.left_out["inserted file"] += 1

    def _picture(self, _element: Element) -> None:
        self.left_out["picture"] += 1

    def _note(self, element: Element) -> None:
        key = (local(element), attribute(element, "id"))
        number = self.note_numbers.setdefault(key, len(self.note_numbers) + 1)
        if attribute(element, "customMarkFollows") not in ("1", "true", "on"):
            self._add(f"[{number}]")

    def _comment(self, element: Element) -> None:
        name, is_start = attribute(element, "id"), local(element) == "commentRangeStart"
        if self._open:
            self._open[-1].ends.append(CommentEnd(name, is_start, self._open[-1].length))
        elif self._into and self._into[-1]:
            last = self._into[-1][-1]
            last.ends.append(CommentEnd(name, is_start, length(last.text)))

    def _bookmark(self, element: Element) -> None:
        if self._open:
            self._open[-1].bookmarks.append(attribute(element, "name"))

    def _paragraph(self, element: Element) -> None:
        properties = child(element, "pPr")
        style = self._styles.of(value(properties, "pStyle"))
        self._open.append(_Open(style))
        self._into.append(self._open[-1].inside)
        for each in element:
            if local(each) != "pPr":
                self._element(each)
        self._into.pop()
        opened = self._open.pop()
        text = "".join(opened.pieces)
        if style.is_contents and text.strip():
            self.left_out["contents"] += 1
            text = ""
        kind, level = style.kind, style.level
        outline = outline_level(properties)
        if kind is None and 0 <= outline < 9:
            kind, level = BlockKind.HEADING, outline + 1
        paragraph = WordParagraph(
            text=text,
            kind=kind,
            level=level,
            ends=opened.ends,
            style=style.name,
            look=Look(
                opened.size,
                is_bold=0 < opened.length <= opened.bold,
                is_centred=(value(properties, "jc") or ("center" if style.is_centred else "")) == "center",
            ),
            bookmarks=opened.bookmarks,
            runs_on=child(child(properties, "rPr"), "del") is not None,
        )
        if text.strip():
            paragraph.prepend(self._label(properties, style.list_id, style.list_level))
        self._into[-1] += [paragraph, *opened.inside]

    def _label(self, properties: Element | None, list_id: str, level: int) -> str:
        """Return the number or the bullet of an item of a list, with a space where print has one."""
        number = child(properties, "numPr")
        if number is not None:
            list_id = value(number, "numId") or list_id
            level = whole_number(value(number, "ilvl"), level)
        label = self._lists.next(list_id, level) if list_id not in ("", "0") else ""
        return f"{label} " if label and label[-1] not in "、）．。：" else label

    def _table(self, element: Element) -> None:
        """Read a table: a row of short cells is one paragraph, with spaces; long cells are paragraphs."""
        for each in element:
            if local(each) == "tr":
                self._row(each)
            elif local(each) in _WRAPPERS:
                self._table(each)

    def _row(self, row: Element) -> None:
        if any(local(each) in ("del", "moveFrom") for each in _children_of(child(row, "trPr"))):
            self.left_out["deletion"] += 1
            return
        self._into[-1].extend(joined_row([self.read(cell) for cell in _cells(row)]))


def _children_of(element: Element | None) -> list[Element]:
    return [] if element is None else list(element)


def _cells(row: Element) -> Iterator[Element]:
    for each in row:
        if local(each) == "tc":
            yield each
        elif local(each) in _WRAPPERS:
            yield from _cells(each)
