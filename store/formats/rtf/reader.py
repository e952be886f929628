r"""Reads RTF as an article.

Source: Rich Text Format specification 1.9.1. Bytes of text are decoded together in the code page of their
font, since the second byte of a character may be written as itself; the surrogates of ``\u`` are joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from store.formats.documents.article import document_article
from store.formats.documents.file_properties import FileProperties, real_authors, real_date, real_title
from store.formats.documents.paragraph import DocumentParagraph
from store.formats.rtf.code_pages import CHARSETS, OLD_PAGES, codec, joined_surrogates
from store.formats.rtf.groups import INFO, READ_DESPITE_STAR, SKIPPED, TOLD, State
from store.formats.rtf.paragraphs import ParagraphBuilder
from store.formats.rtf.tokens import Token, tokens
from store.importing.piece import Piece, Source
from store.language import _, plural
from store.wording import counted

_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "\u2014", "endash": "\u2013", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "~": "\u00a0", "_": "\u2011", "nestcell": "\u3000",
    "softline": "\n",
}  # fmt: skip
_PARAGRAPH_ENDS = {"par", "sect", "page", "column", "nestrow", "\n", "\r"}
_THINGS = {
    "deletion": plural("tracked deletion", "tracked deletions"),
    "hidden": plural("hidden text", "hidden texts"),
    "picture": plural("picture", "pictures"),
    "comment": plural("comment", "comments"),
    "contents": plural("line of the table of contents", "lines of the table of contents"),
    "header": plural("page header or footer", "page headers and footers"),
}


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
        _("{what} left out", what=counted(number, *_THINGS[thing]))
        for thing, number in reader.left_out.items()
        if number
    ]
    yield Piece(article=article, remarks=tuple(remarks))


class _Reader:
    """Reads tokens."""

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self._state = State()
        self._stack: list[State] = []
        self._starting = False
        """Whether the next control word says what the group is."""
        self._starred = False
        self._bytes: list[bytes] = []
        self._skip_next = 0
        self._code_page = "cp1252"
        self._default_font = -1
        self._fonts: dict[int, str] = {}
        self._symbol_fonts: set[int] = set()
        self._info: dict[str, str] = {}
        self._created = {"yr": 0, "mo": 0, "dy": 0}
        self._builder = ParagraphBuilder(self.left_out)

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
            self._builder.end_group(len(self._stack))
            self._state = self._stack.pop()
            self._starting = False
        else:
            self._control(token.word, token.number)
        return True

    def finish(self) -> list[DocumentParagraph]:
        """Return the paragraphs of the text, and after them those of its notes."""
        self._flush()
        return self._builder.finish()

    def properties(self) -> FileProperties:
        """Return what the document says about itself."""
        year, month, day = self._created.values()
        return FileProperties(
            title=real_title(joined_surrogates(self._info.get("title", ""))),
            authors=real_authors([joined_surrogates(self._info.get("author", ""))]),
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
            words = words.replace("\t", " ") if state.in_label else words
            self._builder.add(words, state.size, is_bold=state.is_bold)

    _last_missed = ("", -1)

    def _missed(self, reason: str, words: str) -> None:
        """Count what is left out: once for each place, and headers only if they have more than a number."""
        place = (reason, self._builder.position)
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
            self._builder.name_style(state.style, words)
        elif state.table in INFO:
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
                self._builder.structure(word)
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
            self._builder.set_paragraph(word, number)
            if word == "s":
                self._state.style = number or 0
        elif word in ("fcharset", "cpg") and self._state.table == "fonttbl":
            self._define_font(word, number or 0)
        elif word in self._created and self._state.table == "creatim":
            self._created[word] = number or 0
        elif word == "ansicpg" and number:
            self._code_page = codec(number) or self._code_page
        elif word in OLD_PAGES:
            self._code_page = OLD_PAGES[word]
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

    def _define_font(self, word: str, number: int) -> None:
        if word == "fcharset" and number == 2:
            self._symbol_fonts.add(self._state.font)
        encoding = CHARSETS.get(number, "") if word == "fcharset" else codec(number)
        if encoding:
            self._fonts[self._state.font] = encoding

    # Groups

    def _begin_group(self, word: str) -> bool:
        """Begin a group of this kind. Return whether the word has been dealt with."""
        state, starred = self._state, self._starred
        self._starred = False
        if word in ("fonttbl", "stylesheet") or (word in INFO and state.table == "info"):
            state.table = word
        elif word == "info":
            state.table = "info"
        elif state.table:
            if starred and word not in ("s", "cs", "ud"):
                state.skip = word
            return False
        elif word in ("footnote", "shptxt"):
            if not (state.skip or state.deleted or state.hidden):
                self._builder.enter(len(self._stack), is_note=word == "footnote")
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
        if word in TOLD:
            state.skip = state.skip or TOLD[word]
        elif word in SKIPPED:
            self.left_out["picture"] += word == "pict" and not state.skip
            state.skip = word
        elif starred and word not in READ_DESPITE_STAR:
            state.skip = word
        else:
            return False
        return True
