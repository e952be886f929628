"""The proof: rows of a galley as they are painted, with marks, word, selection and cursor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from store.annotation import Annotation
from store.article import Article, BlockKind
from store.chinese.graphemes import snap_end
from store.codebook import Tag
from tui.themes import UNTAGGED, tag_colour, tint
from tui.typesetting import Galley, Line, displayed

BLOCK_LOOKS: dict[BlockKind, str] = {
    BlockKind.TITLE: "title",
    BlockKind.HEADING: "heading",
    BlockKind.KICKER: "quiet",
    BlockKind.SUBTITLE: "quiet",
    BlockKind.COLUMN: "quiet",
    BlockKind.BYLINE: "quiet",
    BlockKind.DATE: "quiet",
    BlockKind.CAPTION: "caption",
    BlockKind.CREDIT: "caption",
}
"""The component class ``reading--…`` of a kind of block; paragraphs are drawn as the pane itself."""

NOTED, MARKED = "▌", "▏"
"""Signs in the margin of a row that carries a note, or a mark without one: colour is never the only sign."""


ROWS_KEPT = 500
"""Painted rows that are kept, for when they scroll."""


class Selection(NamedTuple):
    """A selected range of the text, in code points, end exclusive."""

    start: int
    end: int


class Proof:
    """Paints rows of one galley in one theme; made anew when text, marks or theme change."""

    def __init__(
        self,
        article: Article,
        galley: Galley,
        marks: Iterable[Annotation],
        tags: Iterable[Tag],
        widget: Widget,
    ) -> None:
        self._article = article
        self._galley = galley
        self._ground = widget.background_colors[1]
        self._plain = widget.rich_style
        # Of another style than the words, the margin is a run of its own in a picture of the screen, too.
        self._blank = self._plain + Style(color=self._ground.rich_color)
        self._looks = {
            name: widget.get_component_rich_style(f"reading--{name}")
            for name in {*BLOCK_LOOKS.values(), "word", "cursor", "selection"}
        }
        self._colours = {tag.name: tag_colour(tag.colour) for tag in tags}
        self._marks = self._by_row(marks)
        self._bare: LRUCache[tuple[int, int], Strip] = LRUCache(ROWS_KEPT)
        """Rows without word, selection and cursor, by their number and width."""

    def left(self, width: int) -> int:
        """Cells from the left edge of a pane of so many cells to the lines."""
        return max(2, (width - self._galley.measure) // 2)

    def row(
        self, y: int, width: int, *, cursor: int, word: tuple[int, int] | None, selection: Selection | None
    ) -> Strip:
        """One row of the galley, ``width`` cells wide; rows outside it are blank."""
        if not 0 <= y < self._galley.height:
            return Strip.blank(width, self._plain)
        line, block = self._galley.row(y)
        if line is None:
            return Strip.blank(width, self._plain)
        end = snap_end(self._article.text, cursor + 1)
        laid = [
            (span, self._looks[look])
            for span, look in ((word, "word"), (selection, "selection"), ((cursor, end), "cursor"))
            if span is not None and span[0] < line.end and span[1] > line.start
        ]
        if laid:
            return self._painted(line, block, y, width, laid)
        if (y, width) not in self._bare:
            self._bare[y, width] = self._painted(line, block, y, width, [])
        return self._bare[y, width]

    def _painted(
        self, line: Line, block: int, y: int, width: int, laid: list[tuple[tuple[int, int], Style]]
    ) -> Strip:
        """A line with its margin, and with styles laid over ranges of the text."""
        marks = self._marks.get(y, ())
        styles = self._styles(line, block, marks)
        for (start, end), style in laid:
            for place in range(max(start, line.start) - line.start, min(end, line.end) - line.start):
                styles[place] += style
        strip = Strip([*self._margin(width, line, marks), *self._segments(line, styles)])
        return strip.adjust_cell_length(width, self._plain)

    def _styles(self, line: Line, block: int, marks: Sequence[Annotation]) -> list[Style]:
        look = BLOCK_LOOKS.get(self._article.blocks[block].kind)
        base = self._plain if look is None else self._plain + self._looks[look]
        styles = [base] * (line.end - line.start)
        if marks:
            grounds = self._grounds(line, marks)
            for place, ground in grounds.items():
                styles[place] = base + Style(bgcolor=ground.rich_color)
        return styles

    def _grounds(self, line: Line, marks: Sequence[Annotation]) -> dict[int, Color]:
        """The colour under each marked character of the line; where marks overlap, their colours blend."""
        grounds: dict[int, Color] = {}
        for mark in marks:
            colour = self._colour(mark)
            for place in range(
                max(mark.start, line.start) - line.start, min(mark.end, line.end) - line.start
            ):
                grounds[place] = tint(grounds.get(place, self._ground), colour)
        return grounds

    def _margin(self, width: int, line: Line, marks: Sequence[Annotation]) -> list[Segment]:
        """What stands before a line: its margin, with a sign where it carries a mark, and its indent."""
        before, after = self.left(width) - 2, line.indent + 1
        if not marks:
            return [Segment(" " * (before + after + 1), self._blank)]
        shown = next((mark for mark in marks if mark.note), marks[0])
        sign = NOTED if shown.note else MARKED
        style = self._plain + Style(color=self._colour(shown).rich_color)
        return [Segment(" " * before, self._blank), Segment(sign, style), Segment(" " * after, self._blank)]

    def _segments(self, line: Line, styles: list[Style]) -> Iterable[Segment]:
        words = displayed(self._article.text[line.start : line.end])
        place = 0
        for style, run in groupby(styles):
            length = len(list(run))
            yield Segment(words[place : place + length], style)
            place += length
        if not words:
            yield Segment("", self._plain)

    def _colour(self, mark: Annotation) -> Color:
        for name in mark.tags:
            if name in self._colours:
                return self._colours[name]
        return Color.parse(UNTAGGED)

    def _by_row(self, marks: Iterable[Annotation]) -> dict[int, list[Annotation]]:
        rows: defaultdict[int, list[Annotation]] = defaultdict(list)
        for mark in marks:
            if not mark.orphan:
                for y in range(self._galley.line_of(mark.start), self._galley.line_of(mark.end - 1) + 1):
                    rows[y].append(mark)
        return rows
