"""Reads an OpenDocument text (ODT) as an article.

Source: OASIS OpenDocument 1.3, part 3. Styles tell headings, notes stand at the end with their numbers,
the base of a reading is kept. Tracked insertions are text; deletions are kept apart, and are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from store.errors import BadInput
from store.formats.documents.article import Comment, document_article
from store.formats.documents.file_properties import FileProperties, real_authors, real_date, real_title
from store.formats.documents.numbering import printed_number
from store.formats.documents.package import Package, needs_password
from store.formats.documents.paragraph import (
    CommentEnd,
    DocumentParagraph,
    Look,
    as_note,
    joined_row,
    length,
    ranges_of_comments,
)
from store.formats.documents.xml_tree import (
    Element,
    attribute,
    child,
    descendants,
    local,
    parse_xml,
    plain_text,
)
from store.formats.word.styles import is_contents, kind_of_style, whole_number
from store.importing.piece import Piece, Source
from store.language import _, plural
from store.model.annotation import clean_note
from store.model.article import BlockKind
from store.wording import counted

_SKIPPED = {
    "tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls", "scripts",
    "dde-connection-decls", "alphabetical-index-auto-mark-file", "soft-page-break", "event-listeners", "desc",
    "object-ole", "bookmark", "reference-mark", "glue-point", "table-columns", "table-column",
}  # fmt: skip
_INDEXES = {
    "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
    "alphabetical-index",
}  # fmt: skip
_MOST_ANCESTORS = 20
_USUAL_SIZE = 12.0
"""Points of a document that says nothing."""
_MOST_SPACES = 100
_SPACES = re.compile(r"[ \t\r\n]+")
_THINGS = {
    "deletion": plural("tracked deletion", "tracked deletions"),
    "reading": plural("reading above characters", "readings above characters"),
    "contents": plural("table of contents or index", "tables of contents and indexes"),
    "picture": plural("picture", "pictures"),
    "header": plural("page header or footer", "page headers and footers"),
    "comment": plural("comment", "comments"),
}


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of a document.

    :raises BadInput: it is damaged or encrypted, has no text, or is too large.
    """
    package = Package(data, source.name)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise needs_password(source.name)
    paragraphs, comments, left_out = _read_content(package)
    article = document_article(paragraphs, _properties(package), source, comments)
    left_out["comment"] -= len(article.marks)
    remarks = [
        _("{what} left out", what=counted(number, *_THINGS[thing]))
        for thing, number in left_out.items()
        if number > 0
    ]
    if article.marks:
        remarks.append(
            counted(len(article.marks), "comment kept as annotation", "comments kept as annotations")
        )
    yield Piece(article=article, remarks=tuple(remarks))


def _read_content(package: Package) -> tuple[list[DocumentParagraph], list[Comment], Counter[str]]:
    """Return the paragraphs and the comments, and what is left out; the tree of elements is given up."""
    content, styles = package.read("content.xml"), package.read("styles.xml")
    if not content.strip():
        raise package.damaged(_("it has no content.xml"))
    root = parse_xml(content, package.name)
    styles_root = parse_xml(styles, package.name) if styles.strip() else None
    reader = _Reader(_Styles(styles_root, root))
    paragraphs = reader.read(next(descendants(root, "body"), root))
    reader.left_out["comment"] += len(reader.notes_on_text)
    reader.left_out["header"] += sum(
        any(char.isalpha() for char in plain_text(each))
        for each in (() if styles_root is None else descendants(styles_root, "header", "footer"))
    )
    return paragraphs, reader.comments(paragraphs), reader.left_out


def _properties(package: Package) -> FileProperties:
    data = package.read("meta.xml")
    try:
        root = parse_xml(data, package.name) if data.strip() else None
    except BadInput:
        root = None  # the text is worth more than its properties
    meta = child(root, "meta")
    creator = plain_text(child(meta, "initial-creator")) or plain_text(child(meta, "creator"))
    created = plain_text(child(meta, "creation-date")) or plain_text(child(meta, "date"))
    return FileProperties(
        title=real_title(plain_text(child(meta, "title"))),
        authors=real_authors([creator]),
        date=real_date(created),
    )


class _Style(msgspec.Struct):
    name: str
    parent: str
    level: int
    size: float = 0
    """Points; 0 if it says nothing."""
    bold: str = ""
    """A font weight; empty if it says nothing."""
    align: str = ""


class _Styles:
    """The paragraph and list styles of a document."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._texts: dict[str, _Style] = {}
        """Styles of characters."""
        self.lists: dict[str, dict[int, Element]] = {}
        for root in roots:
            for each in () if root is None else descendants(root, "style", "list-style"):
                name = attribute(each, "name")
                if local(each) == "list-style":
                    self.lists[name] = {whole_number(attribute(level, "level"), 1): level for level in each}
                elif attribute(each, "family") == "text":
                    self._texts[name] = _with_look(
                        _Style(name, attribute(each, "parent-style-name"), 0), each
                    )
                elif attribute(each, "family") == "paragraph":
                    shown = attribute(each, "display-name") or _decoded(name)
                    level = whole_number(attribute(each, "default-outline-level"), 0)
                    style = _Style(shown, attribute(each, "parent-style-name"), level)
                    self._styles[name] = _with_look(style, each)

    def kind(self, name: str) -> tuple[BlockKind | None, int]:
        """Return what a style says of its paragraphs, and the level of a heading."""
        for _unused in range(_MOST_ANCESTORS):
            style = self._styles.get(name) or _Style(_decoded(name), "", 0)
            kind, level = kind_of_style(style.name)
            if kind is not None:
                return kind, level
            if style.level:
                return BlockKind.HEADING, style.level
            if not style.parent:
                break
            name = style.parent
        return None, 0

    def look(self, name: str, *, of_text: bool = False) -> tuple[float, str, str]:
        """Return size, weight and alignment that a style and those above it say."""
        size, bold, align = 0.0, "", ""
        styles = self._texts if of_text else self._styles
        for _unused in range(_MOST_ANCESTORS):
            style = styles.get(name)
            if style is None:
                break
            size, bold, align = size or style.size, bold or style.bold, align or style.align
            name = style.parent
        return size, bold, align

    def is_contents(self, name: str) -> bool:
        """Return whether a style is that of a table of contents."""
        style = self._styles.get(name)
        return is_contents(style.name if style else _decoded(name))


def _with_look(style: _Style, element: Element) -> _Style:
    text, paragraph = child(element, "text-properties"), child(element, "paragraph-properties")
    if text is not None:
        points = re.fullmatch(r"(\d{1,4}(?:\.\d{1,4})?)pt", attribute(text, "font-size"))
        style.size = float(points[1]) if points else 0
        style.bold = attribute(text, "font-weight")
    style.align = "" if paragraph is None else attribute(paragraph, "text-align")
    return style


def _decoded(name: str) -> str:
    """Return the name of a style as it is shown: ``Heading_20_1`` is ``Heading 1``."""
    return re.sub(r"_([0-9a-f]{2,5})_", lambda code: chr(int(code[1], 16)), name)


class _Reader:
    """Reads the paragraphs of a document in order."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self.left_out: Counter[str] = Counter()
        self.notes_on_text: dict[str, str] = {}
        """The notes of comments, by name."""
        self._into: list[list[DocumentParagraph]] = []
        self._line: list[list[str]] = []
        self._looks: list[tuple[float, str]] = []
        """Size and weight of the characters of each open paragraph and span."""
        self._set: list[tuple[float, bool]] = []
        """Of each open paragraph, the largest size so far, and whether all of it is bold."""
        self._inside: list[list[DocumentParagraph]] = []
        self._notes: list[Element] = []
        self._lists: list[tuple[str, int]] = []
        self._label = ""
        self._handlers: dict[str, Callable[[Element], None]] = {
            "p": self._paragraph, "h": self._paragraph, "s": self._spaces, "tab": self._tab,
            "line-break": self._line_break, "note": self._note, "ruby": self._ruby, "list": self._list,
            "list-item": self._list_item, "table-row": self._row, "annotation": self._annotation,
            "annotation-end": self._annotation_end, "image": self._picture, "object": self._picture,
            "title": self._skip, "span": self._span, "text-box": self._text_box, "changed-region": self._skip,
        }  # fmt: skip
        self._open_ends: list[list[tuple[str, bool, int]]] = []
        """Of each open paragraph: comment, whether it starts, and the number of pieces before it."""

    def read(self, body: Element) -> list[DocumentParagraph]:
        """Return the paragraphs of the text, and after them those of its notes."""
        self.left_out["deletion"] += sum(1 for _unused in descendants(body, "deletion"))
        found = self._read(body)
        for number, element in enumerate(self._notes, 1):  # a note may refer to one that is appended
            paragraphs = self._read(element)
            as_note(paragraphs, number)
            found += paragraphs
        return found

    def comments(self, paragraphs: list[DocumentParagraph]) -> list[Comment]:
        """Return the comments, with the places that they stand on."""
        return [
            Comment(start=start, end=end, note=self.notes_on_text.get(name, ""))
            for name, (start, end) in ranges_of_comments(paragraphs).items()
        ]

    def _read(self, element: Element) -> list[DocumentParagraph]:
        self._into.append([])
        self._children(element)
        return self._into.pop()

    def _children(self, element: Element) -> None:
        """Read the text and the elements in an element; the text only in a paragraph."""
        self._add(element.text)
        for each in element:
            name = local(each)
            if name in _INDEXES:
                self.left_out["contents"] += 1
            elif name and name not in _SKIPPED:
                handle = self._handlers.get(name)
                if handle is None:
                    self._children(each)
                else:
                    handle(each)
            self._add(each.tail)

    def _add(self, words: str | None) -> None:
        if words and self._line:
            self._line[-1].append(_SPACES.sub(" ", words))
            if words.strip():
                size, bold = self._looks[-1]
                largest, all_bold = self._set[-1]
                self._set[-1] = (max(largest, size), all_bold and bold in ("bold", "700", "800", "900"))

    def _span(self, element: Element) -> None:
        size, bold = self._looks[-1] if self._looks else (0.0, "")
        own_size, own_bold, _unused = self._styles.look(attribute(element, "style-name"), of_text=True)
        self._looks.append((own_size or size, own_bold or bold))
        self._children(element)
        self._looks.pop()

    def _skip(self, _element: Element) -> None:
        pass

    def _spaces(self, element: Element) -> None:
        self._literal(" " * min(max(whole_number(attribute(element, "c"), 1), 1), _MOST_SPACES))

    def _literal(self, words: str) -> None:
        if self._line:
            self._line[-1].append(words)

    def _tab(self, _element: Element) -> None:
        self._literal("\t")

    def _line_break(self, _element: Element) -> None:
        self._literal("\n")

    def _picture(self, _element: Element) -> None:
        self.left_out["picture"] += 1

    def _ruby(self, element: Element) -> None:
        for each in element:
            if local(each) == "ruby-base":
                self._children(each)
            elif local(each) == "ruby-text":
                self.left_out["reading"] += 1

    def _note(self, element: Element) -> None:
        body = child(element, "note-body")
        if body is not None:
            self._notes.append(body)
            self._literal(f"[{len(self._notes)}]")

    def _text_box(self, element: Element) -> None:
        """Read the paragraphs of a text box: they follow the paragraph in which it is anchored."""
        if not self._line:
            self._children(element)
            return
        self._inside[-1].extend(self._read(element))

    def _annotation(self, element: Element) -> None:
        name = attribute(element, "name") or f"#{len(self.notes_on_text)}"
        lines = ["".join(each.itertext()) for each in descendants(element, "p")]
        creator = plain_text(child(element, "creator"))
        note = clean_note("\n".join(lines))
        self.notes_on_text[name] = f"{creator}：{note}" if note and real_authors([creator]) else note
        self._end(name, is_start=True)

    def _annotation_end(self, element: Element) -> None:
        self._end(attribute(element, "name"), is_start=False)

    def _end(self, name: str, *, is_start: bool) -> None:
        if self._open_ends:
            self._open_ends[-1].append((name, is_start, len(self._line[-1])))

    def _paragraph(self, element: Element) -> None:
        style = attribute(element, "style-name")
        kind, level = self._styles.kind(style)
        if local(element) == "h" and kind is None:
            kind, level = BlockKind.HEADING, whole_number(attribute(element, "outline-level"), 1)
        label, self._label = self._label, ""
        self._line.append([label] if label else [])
        size, bold, align = self._styles.look(style)
        self._looks.append((size or _USUAL_SIZE, bold))
        self._set.append((0.0, True))
        self._inside.append([])
        self._open_ends.append([])
        self._into.append([])
        self._children(element)
        stray = self._into.pop()
        self._looks.pop()
        largest, all_bold = self._set.pop()
        pieces, inside, ends = self._line.pop(), self._inside.pop(), self._open_ends.pop()
        text = "".join(pieces)
        if self._styles.is_contents(style) and text.strip():
            self.left_out["contents"] += 1
            text = ""
        lengths = [0]
        for piece in pieces if ends else ():
            lengths.append(lengths[-1] + length(piece))
        placed = [CommentEnd(name, is_start, lengths[at]) for name, is_start, at in ends]
        paragraph = DocumentParagraph(text=text, kind=kind, level=level, ends=placed)
        paragraph.look = Look(largest, is_bold=all_bold and bool(text.strip()), is_centred=align == "center")
        self._into[-1] += [paragraph, *stray, *inside]

    def _list(self, element: Element) -> None:
        style = attribute(element, "style-name") or (self._lists[-1][0] if self._lists else "")
        self._lists.append((style, 0))
        self._children(element)
        self._lists.pop()

    def _list_item(self, element: Element) -> None:
        if self._lists:
            style, count = self._lists[-1]
            level = self._styles.lists.get(style, {}).get(len(self._lists))
            first = whole_number(attribute(level, "start-value"), 1) if level is not None else 1
            count = whole_number(attribute(element, "start-value"), count + 1 if count else first)
            self._lists[-1] = (style, count)
            first_child = next((local(each) for each in element), "")
            self._label = _printed_label(level, count) if first_child in ("p", "h") else ""
        self._children(element)
        self._label = ""

    def _row(self, row: Element) -> None:
        self._into[-1] += joined_row([self._read(cell) for cell in row if local(cell) == "table-cell"])


def _printed_label(level: Element | None, number: int) -> str:
    """Return the number or the bullet of an item of a list, with the space after it."""
    if level is None or local(level) != "list-level-style-number":
        return "• " if level is not None and local(level) == "list-level-style-bullet" else ""
    form = attribute(level, "num-format")
    if not form:
        return ""
    label = attribute(level, "num-prefix") + printed_number(number, form) + attribute(level, "num-suffix")
    return label if label[-1] in "、）．。：" else f"{label} "
