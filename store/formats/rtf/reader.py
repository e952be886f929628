r"""Reads RTF as an article.

Source: Rich Text Format specification 1.9.1. Bytes of text are decoded together in the code page of their
font, since the second byte of a character may be written as itself; the surrogates of ``\u`` are joined.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from store.formats.documents.article import document_article
from store.formats.documents.file_properties import FileProperties, real_authors, real_date, real_title
from store.formats.documents.paragraph import DocumentParagraph, Look, as_note, joined_row
from store.formats.rtf.tokens import Token, tokens
from store.formats.shared.wording import counted
from store.formats.word.styles import is_contents, kind_of_style
from store.importing.piece import Piece, Source
from store.model.article import BlockKind

_CHARSETS = {
    77: "mac_roman", 78: "cp932", 79: "cp949", 80: "gb18030", 81: "cp950", 128: "cp932", 129: "cp949",
    130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""Code pages by the character set of a font; others use that of the document."""

_CODE_PAGES = {
    936: "gb18030", 950: "cp950", 951: "big5hkscs", 1361: "johab", 10000: "mac_roman", 10008: "gb18030",
    54936: "gb18030", 65001: "utf-8",
}  # fmt: skip

_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "\u2014", "endash": "\u2013", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "~": "\u00a0", "_": "\u2011", "nestcell": "\u3000",
    "softline": "\n",
}  # fmt: skip
_PARAGRAPH_ENDS = {"par", "sect", "page", "column", "nestrow", "\n", "\r"}
_SKIPPED = {
    "upr",
    "colortbl", "listtable", "listoverridetable", "rsidtbl", "revtbl", "filetbl", "generator", "pict",
    "objdata", "objclass", "objname", "nonshppict", "fldinst", "xmlnstbl", "themedata",
    "colorschememapping", "datastore", "latentstyles", "bkmkstart", "bkmkend", "atnid", "atnauthor",
    "atndate", "atnref", "atrfstart", "atrfend", "atnicn", "atntime", "atnparent", "ftnsep", "ftnsepc",
    "ftncn", "aftnsep", "aftnsepc", "aftncn", "template", "listpicture", "picprop", "sp", "pnseclvl",
    "pn", "xe", "tc", "background", "docvar", "userprops", "wgrffmtfilter", "mmathPr", "passwordhash",
    "datafield", "formfield", "pgptbl", "blipuid", "shprslt", "nonesttables", "nesttableprops",
    "private", "stylerestrictions", "do", "defchp", "defpap",
}  # fmt: skip
_READ_DESPITE_STAR = {"shpinst", "shptxt", "ud", "fldrslt", "annotation", "footnote", "cs", "shppict"}
_TOLD = {
    **dict.fromkeys(
        ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), "?header"
    ),
    "annotation": "?comment",
}
"""Groups that are left out and told: why, after a question mark, if there is text in them."""
_OLD_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_INFO = {"title", "author", "creatim"}
_THINGS = {
    "deletion": ("tracked deletion", "tracked deletions"),
    "hidden": ("hidden text", "hidden texts"),
    "picture": ("picture", "pictures"),
    "comment": ("comment", "comments"),
    "contents": ("line of the table of contents", "lines of the table of contents"),
    "header": ("page header or footer", "page headers and footers"),
}


class _State(msgspec.Struct):
    """What holds until the end of a group."""

    skip: str = ""
    """Why the text is left out; empty if it is kept."""
    table: str = ""
    """Which table of the file this is: ``fonttbl``, ``stylesheet`` or a part of ``info``."""
    font: int = -1
    uc: int = 1
    hidden: bool = False
    deleted: bool = False
    in_label: bool = False
    size: float = 12
    """Points."""
    is_bold: bool = False
    style: int = 0
    """The style in the list of styles that is being read."""

    def copy(self) -> _State:
        """Return a copy."""
        return msgspec.structs.replace(self)


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of a document.

    :raises BadInput: it has no text, or is too large.
    """
    reader = _Reader()
    for token in tokens(data[max(0, data.find(b"{\\rtf")) :], source.name):
        if not reader.add(token):
            break
    paragraphs = reader.finish()
    article = document_article(paragraphs, reader.properties(), source)
    remarks = [
        f"{counted(number, *_THINGS[thing])} left out" for thing, number in reader.left_out.items() if number
    ]
    yield Piece(article=article, remarks=tuple(remarks))


class _Reader:
    """Reads tokens."""

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self._state = _State()
        self._stack: list[_State] = []
        self._starting = False
        """Whether the next control word says what the group is."""
        self._starred = False
        self._bytes: list[bytes] = []
        self._skip_next = 0
        self._code_page = "cp1252"
        self._default_font = -1
        self._fonts: dict[int, str] = {}
        self._symbol_fonts: set[int] = set()
        self._styles: dict[int, str] = {}
        self._info: dict[str, str] = {}
        self._created = {"yr": 0, "mo": 0, "dy": 0}
        self._paragraph: list[str] = []
        self._style = 0
        self._level = -1
        self._in_table = self._is_centred = False
        self._size, self._all_bold = 0.0, True
        self._cells: list[list[DocumentParagraph]] = []
        self._cell: list[DocumentParagraph] = []
        self._main: list[DocumentParagraph] = []
        self._notes: list[list[DocumentParagraph]] = []
        self._into = self._main
        self._outer: list[tuple[int, list[DocumentParagraph], list[str], int, int]] = []
        """Where notes and text boxes began: depth, and the paragraph around them."""
        self._boxes: list[DocumentParagraph] = []

    def add(self, token: Token) -> bool:
        """Take the next token; return False after the end of the document."""
        if token.text:
            self._add_bytes(token.text)
        elif token.codes:
            self._add_codes(token.codes)
        elif token.brace == b"{":
            self._flush()
            self._stack.append(self._state.copy())
            self._starting, self._starred, self._skip_next = True, False, 0
        elif token.brace == b"}":
            self._flush()
            self._skip_next = 0
            if len(self._stack) <= 1:
                return False
            self._end_group()
            self._state = self._stack.pop()
            self._starting = False
        else:
            self._control(token.word, token.number)
        return True

    def finish(self) -> list[DocumentParagraph]:
        """Return the paragraphs of the text, and after them those of its notes."""
        self._flush()
        while self._outer:
            self._leave()
        self._end_paragraph(at_end=True)
        self._end_row()
        for number, note in enumerate(self._notes, 1):
            as_note(note, number)
            self._main += note
        return self._main

    def properties(self) -> FileProperties:
        """Return what the document says about itself."""
        year, month, day = self._created.values()
        return FileProperties(
            title=real_title(_joined_surrogates(self._info.get("title", ""))),
            authors=real_authors([_joined_surrogates(self._info.get("author", ""))]),
            date=real_date(f"{year:04d}-{month:02d}-{day:02d}"),
        )

    # Text

    def _add_bytes(self, text: bytes) -> None:
        self._starting = False
        if self._skip_next:
            left = text[self._skip_next :]
            self._skip_next = max(0, self._skip_next - len(text))
            text = left
        if text and not (self._state.skip and not self._state.skip.startswith("?")):
            self._bytes.append(text)

    def _flush(self) -> None:
        if self._bytes:
            data = b"".join(self._bytes)
            self._bytes.clear()
            self._add(self._decode(data))

    def _decode(self, data: bytes) -> str:
        if self._state.font in self._symbol_fonts:
            return data.decode("latin-1").replace("\xb7", "•")
        for encoding in (self._fonts.get(self._state.font, ""), self._code_page, "gb18030"):
            if encoding:
                try:
                    return data.decode(encoding)
                except UnicodeDecodeError:
                    continue
        return data.decode(self._fonts.get(self._state.font) or self._code_page, "replace")

    def _add(self, words: str) -> None:
        state = self._state
        if state.table:
            self._add_to_table(words)
        elif state.skip or state.hidden or state.deleted:
            if words.strip():
                reason = state.skip.removeprefix("?") or ("deletion" if state.deleted else "hidden")
                self._missed(reason, words)
        else:
            self._paragraph.append(words.replace("\t", " ") if state.in_label else words)
            if words.strip():
                self._size = max(self._size, state.size)
                self._all_bold = self._all_bold and state.is_bold

    _last_missed = ("", -1)

    def _missed(self, reason: str, words: str) -> None:
        """Count what is left out: once for each place, and headers only if they have more than a number."""
        place = (reason, len(self._main) + len(self._paragraph))
        if (
            reason in _THINGS
            and place != self._last_missed
            and (reason != "header" or re.search(r"[^\W\d]", words))
        ):
            self.left_out[reason] += 1
            self._last_missed = place

    def _add_to_table(self, words: str) -> None:
        state = self._state
        if state.table == "stylesheet":
            self._styles[state.style] = (self._styles.get(state.style, "") + words)[:200]
        elif state.table in _INFO:
            self._info[state.table] = (self._info.get(state.table, "") + words)[:1000]

    # Control words

    def _control(self, word: str, number: int | None) -> None:
        if word == "*":
            self._starred = self._starting
            return
        if self._skip_next and word != "u":
            self._skip_next -= 1
            return
        starting, self._starting = self._starting, False
        if starting and self._begin_group(word):
            return
        if self._state.skip and not self._state.skip.startswith("?"):
            return
        if word == "u":
            self._unicode(number or 0)
        elif word in _CHARACTERS:
            self._flush()
            self._add(_CHARACTERS[word])
        elif word in _PARAGRAPH_ENDS or word in ("cell", "row"):
            self._flush()
            if not self._state.skip and not self._state.table:
                self._structure(word)
        else:
            self._set(word, number)

    def _add_codes(self, codes: tuple[int, ...]) -> None:
        self._starting = False
        if self._state.uc == 1 and self._state.font not in self._symbol_fonts and not self._skip_next:
            if not self._state.skip or self._state.skip.startswith("?"):
                self._flush()
                self._add("".join(chr(code % 0x10000) for code in codes))
            return
        for code in codes:
            self._control("u", code)
            self._add_bytes(b"?")

    def _unicode(self, number: int) -> None:
        self._flush()
        self._skip_next = 0
        code = number + 0x10000 if number < 0 else number
        if 0xF000 <= code <= 0xF0FF and self._state.font in self._symbol_fonts:
            self._add("•" if code == 0xF0B7 else chr(code))
        elif 0 <= code <= 0x10FFFF:
            self._add(chr(code))
        self._skip_next = self._state.uc

    def _set(self, word: str, number: int | None) -> None:
        """Change the state."""
        if word in ("f", "fs", "b", "plain", "v", "deleted", "uc"):
            self._set_character(word, number)
        elif word in ("pard", "qc", "intbl", "s", "outlinelevel"):
            self._set_paragraph(word, number)
        elif word in ("fcharset", "cpg") and self._state.table == "fonttbl":
            self._define_font(word, number or 0)
        elif word in self._created and self._state.table == "creatim":
            self._created[word] = number or 0
        elif word == "ansicpg" and number:
            self._code_page = _codec(number) or self._code_page
        elif word in _OLD_PAGES:
            self._code_page = _OLD_PAGES[word]
        elif word == "deff":
            self._default_font = self._state.font = number if number is not None else -1

    def _set_character(self, word: str, number: int | None) -> None:
        self._flush()
        state = self._state
        if word == "f":
            state.font = number if number is not None else -1
        elif word == "plain":
            state.font, state.hidden, state.deleted = self._default_font, False, False
            state.size, state.is_bold = 12, False
        elif word == "fs":
            state.size = max(0, min(number if number is not None else 24, 1000)) / 2
        elif word == "b":
            state.is_bold = number != 0
        elif word == "v":
            state.hidden = number != 0
        elif word == "deleted":
            state.deleted = number != 0
        else:
            state.uc = max(0, min(number if number is not None else 1, 10))

    def _set_paragraph(self, word: str, number: int | None) -> None:
        if word == "pard":
            self._style, self._level, self._in_table, self._is_centred = 0, -1, False, False
        elif word == "qc":
            self._is_centred = True
        elif word == "intbl":
            self._in_table = True
        elif word == "s":
            self._style = self._state.style = number or 0
        else:
            self._level = number if number is not None else -1

    def _define_font(self, word: str, number: int) -> None:
        if word == "fcharset" and number == 2:
            self._symbol_fonts.add(self._state.font)
        encoding = _CHARSETS.get(number, "") if word == "fcharset" else _codec(number)
        if encoding:
            self._fonts[self._state.font] = encoding

    # Groups

    def _begin_group(self, word: str) -> bool:
        """Begin a group of this kind. Return whether the word has been dealt with."""
        state, starred = self._state, self._starred
        self._starred = False
        if word in ("fonttbl", "stylesheet") or (word in _INFO and state.table == "info"):
            state.table = word
        elif word == "info":
            state.table = "info"
        elif state.table:
            if starred and word not in ("s", "cs", "ud"):
                state.skip = word
            return False
        elif word in ("footnote", "shptxt"):
            self._enter(is_note=word == "footnote")
        elif word in ("listtext", "pntext"):
            state.in_label = True
        elif word == "ud" and state.skip == "upr":
            state.skip = ""
        else:
            return self._skips(word, starred=starred)
        return True

    def _skips(self, word: str, *, starred: bool) -> bool:
        """Leave the group out if a word says so. Return whether it does."""
        state = self._state
        if word in _TOLD:
            state.skip = state.skip or _TOLD[word]
        elif word in _SKIPPED:
            self.left_out["picture"] += word == "pict" and not state.skip
            state.skip = word
        elif starred and word not in _READ_DESPITE_STAR:
            state.skip = word
        else:
            return False
        return True

    def _enter(self, *, is_note: bool) -> None:
        """Begin a note or a text box, whose paragraphs stand elsewhere."""
        if self._state.skip or self._state.deleted or self._state.hidden:
            return
        target: list[DocumentParagraph] = []
        if is_note:
            self._notes.append(target)
            self._paragraph.append(f"[{len(self._notes)}]")
        else:
            target = self._boxes
        self._outer.append((len(self._stack), self._into, self._paragraph, self._style, self._level))
        self._into, self._paragraph, self._style, self._level = target, [], 0, -1

    def _end_group(self) -> None:
        if self._outer and self._outer[-1][0] == len(self._stack):
            self._leave()

    def _leave(self) -> None:
        self._end_paragraph(at_end=True)
        _, self._into, self._paragraph, self._style, self._level = self._outer.pop()

    # Paragraphs

    def _structure(self, word: str) -> None:
        """End a paragraph, a cell or a row."""
        if self._outer:
            self._end_paragraph()
        elif word == "cell":
            self._end_paragraph(in_cell=True)
            self._cells.append(self._cell)
            self._cell = []
        elif word == "row":
            self._end_paragraph(in_cell=True, at_end=True)
            self._end_row()
        else:
            self._end_paragraph(in_cell=self._in_table)

    def _end_paragraph(self, *, in_cell: bool = False, at_end: bool = False) -> None:
        text = _joined_surrogates("".join(self._paragraph))
        self._paragraph = []
        look = Look(self._size, is_bold=self._all_bold, is_centred=self._is_centred)
        self._size, self._all_bold = 0.0, True
        if not in_cell and not self._outer and (self._cells or self._cell):
            self._end_row()
        if at_end and not text.strip():
            return
        target = self._cell if in_cell else self._into
        style = self._styles.get(self._style, "").partition(";")[0].strip() if self._style else ""
        if is_contents(style) and text.strip():
            self.left_out["contents"] += 1
            text = ""
        kind, level = kind_of_style(style)
        if kind is None and 0 <= self._level < 9:
            kind, level = BlockKind.HEADING, self._level + 1
        target.append(DocumentParagraph(text=text, kind=kind, level=level, look=look))
        if not self._outer and self._boxes:
            target += self._boxes
            self._boxes = []

    def _end_row(self) -> None:
        if self._cell:
            self._cells.append(self._cell)
        self._main += joined_row(self._cells)
        self._cells, self._cell = [], []


def _codec(code_page: int) -> str:
    """Return the codec of a code page of Windows; empty if there is none."""
    name = _CODE_PAGES.get(code_page, f"cp{code_page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _joined_surrogates(text: str) -> str:
    """Return a text with each pair of surrogates as its character, and single ones as U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
