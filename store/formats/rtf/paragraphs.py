"""Puts the text of RTF into paragraphs, rows of tables, notes and text boxes."""

from __future__ import annotations

from collections import Counter

from store.formats.documents.paragraph import DocumentParagraph, Look, as_note, joined_row
from store.formats.rtf.code_pages import joined_surrogates
from store.formats.word.styles import is_contents, kind_of_style
from store.model.article import BlockKind


class ParagraphBuilder:
    """Takes text and the ends of paragraphs, cells and rows."""

    def __init__(self, left_out: Counter[str]) -> None:
        self._left_out = left_out
        self._styles: dict[int, str] = {}
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

    @property
    def position(self) -> int:
        """A number that differs between two places with text between them."""
        return len(self._main) + len(self._paragraph)

    def add(self, words: str, size: float, *, is_bold: bool) -> None:
        """Add text to the paragraph.

        :param size: points.
        """
        self._paragraph.append(words)
        if words.strip():
            self._size = max(self._size, size)
            self._all_bold = self._all_bold and is_bold

    def name_style(self, number: int, words: str) -> None:
        """Add to the name of a style."""
        self._styles[number] = (self._styles.get(number, "") + words)[:200]

    def set_paragraph(self, word: str, number: int | None) -> None:
        """Take a control word that holds for the paragraph."""
        if word == "pard":
            self._style, self._level, self._in_table, self._is_centred = 0, -1, False, False
        elif word == "qc":
            self._is_centred = True
        elif word == "intbl":
            self._in_table = True
        elif word == "s":
            self._style = number or 0
        else:
            self._level = number if number is not None else -1

    def enter(self, depth: int, *, is_note: bool) -> None:
        """Begin a note or a text box, whose paragraphs stand elsewhere.

        :param depth: the number of groups around it.
        """
        target: list[DocumentParagraph] = []
        if is_note:
            self._notes.append(target)
            self._paragraph.append(f"[{len(self._notes)}]")
        else:
            target = self._boxes
        self._outer.append((depth, self._into, self._paragraph, self._style, self._level))
        self._into, self._paragraph, self._style, self._level = target, [], 0, -1

    def end_group(self, depth: int) -> None:
        """End the note or text box that began at this depth, if one did."""
        if self._outer and self._outer[-1][0] == depth:
            self._leave()

    def _leave(self) -> None:
        self._end_paragraph(at_end=True)
        _, self._into, self._paragraph, self._style, self._level = self._outer.pop()

    def structure(self, word: str) -> None:
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
        text = joined_surrogates("".join(self._paragraph))
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
            self._left_out["contents"] += 1
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

    def finish(self) -> list[DocumentParagraph]:
        """Return the paragraphs of the text, and after them those of its notes."""
        while self._outer:
            self._leave()
        self._end_paragraph(at_end=True)
        self._end_row()
        for number, note in enumerate(self._notes, 1):
            as_note(note, number)
            self._main += note
        return self._main
