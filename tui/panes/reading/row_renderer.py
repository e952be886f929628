"""The proof: rows of a galley as they are painted, with marks, word, selection, finds and cursor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from store.chinese.graphemes import snap_end
from store.model.annotation import Annotation
from store.model.article import Article, BlockKind
from store.model.tag import Tag
from tui.looks.colours import MIN_CONTRAST, contrast, tint
from tui.looks.themes import highlight_colour, tag_colour
from tui.typesetting import Galley, Line, Row, displayed
from tui.typesetting.glyphs import with_second_cells

BLOCK_LOOKS: dict[BlockKind, str] = {
    BlockKind.TITLE: "title",
    BlockKind.HEADING: "heading",
    BlockKind.KICKER: "kicker",
    BlockKind.SUBTITLE: "kicker",
    BlockKind.COLUMN: "quiet",
    BlockKind.BYLINE: "quiet",
    BlockKind.DATE: "quiet",
    BlockKind.CAPTION: "caption",
    BlockKind.CREDIT: "credit",
}
"""The component class ``reading--…`` of a kind of block; paragraphs are drawn as the pane itself."""

BLOCK_SIGNS: dict[BlockKind, str] = {BlockKind.CAPTION: "▷", BlockKind.HEADING: "▪"}
"""What stands in the margin before the first line of a kind of block: colour is never the only sign."""

NOTED, MARKED = "▌", "▏"
"""Signs in the margin of a row that carries a note, or a mark without one."""

LABEL = 2
"""Cells before that sign in which, where there is room, stands what the mark's tag is told by."""

NO_TAG = Tag(name="")
"""Stands for the tag of a mark that has none."""

ROWS_KEPT = 500
"""Painted rows that are kept, for when they scroll."""

Span: TypeAlias = tuple[int, int]


class Selection(NamedTuple):
    """A selected range of the text, in code points, end exclusive."""

    start: int
    end: int


class Overlay(NamedTuple):
    """What is laid over the text and changes from key to key; ranges in code points."""

    cursor: int
    word: Span | None = None
    selection: Selection | None = None
    chosen: Span | None = None
    """The annotation that is meant, where several overlap."""
    finds: Sequence[Span] = ()
    """What was found, in text order."""
    focus: Span | None = None
    """All but this is dimmed; None: nothing is."""
    has_ruler: bool = False
    """Whether the row of the cursor has a ground of its own."""


class RowRenderer:
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
        names = {*BLOCK_LOOKS.values(), "word", "cursor", "selection", "find", "find-here", "chosen"}
        self._looks = {
            name: widget.get_component_rich_style(f"reading--{name}") for name in {*names, "pinyin", "dim"}
        }
        self._ruler = Style(bgcolor=widget.get_component_rich_style("reading--ruler").bgcolor)
        self._tags = {tag.name: tag for tag in tags}
        self._theme = widget.app.current_theme
        self._ink = _colour_of(self._plain, self._ground)
        self._marks = sorted((mark for mark in marks if not mark.orphan), key=lambda mark: mark.start)
        self._mark_starts = [mark.start for mark in self._marks]
        self._mark_reaches = list(accumulate((mark.end for mark in self._marks), max))
        self._bare: LRUCache[tuple[int, bool, bool, int], Strip] = LRUCache(ROWS_KEPT)
        """Rows without anything laid over them, by start, notation or line, dimmed or not, and width."""

    def left(self, width: int) -> int:
        """Cells from the left edge of a pane of so many cells to the lines."""
        return max(2, (width - self._galley.measure) // 2)

    def row(self, y: int, width: int, laid: Overlay) -> Strip:
        """One row of the galley, ``width`` cells wide; rows outside it are blank."""
        if not 0 <= y < self._galley.height:
            return Strip.blank(width, self._plain)
        row = self._galley.row(y)
        line = row.line
        if line is None:
            return Strip.blank(width, self._plain)
        has_cursor = line.start <= laid.cursor < max(line.end, line.start + 1)
        over = [] if row.is_ruby else [*self._over(line, laid, has_cursor=has_cursor)]
        if over:
            strip = self._painted(line, row.block, width, over)
        else:
            dimmed = laid.focus is not None and not _meet(line, laid.focus)
            strip = self._kept(row, line, width, dimmed=dimmed)
        return strip.apply_style(self._ruler) if laid.has_ruler and has_cursor else strip

    def _kept(self, row: Row, line: Line, width: int, *, dimmed: bool) -> Strip:
        """A row with nothing laid over it but what dims it, painted once."""
        key = (line.start, row.is_ruby, dimmed, width)
        if key not in self._bare:
            over = [((line.start, line.end), self._looks["dim"])] if dimmed else []
            self._bare[key] = (
                self._notation(line, width, over)
                if row.is_ruby
                else self._painted(line, row.block, width, over)
            )
        return self._bare[key]

    def _over(self, line: Line, laid: Overlay, *, has_cursor: bool) -> Iterator[tuple[Span, Style]]:
        """The styles that are laid over parts of a line, the uppermost last."""
        spans: list[tuple[Span, str]] = []
        if laid.focus is not None:
            spans += [((0, laid.focus[0]), "dim"), ((laid.focus[1], len(self._galley.text)), "dim")]
        if laid.chosen is not None:
            spans.append((laid.chosen, "chosen"))
        if laid.finds:
            spans += [(find, "find") for find in _within(laid.finds, line)]
        if laid.word is not None:
            spans.append((laid.word, "word"))
        if laid.selection is not None:
            spans.append((laid.selection, "selection"))
        if has_cursor:
            here = (span for span, look in spans if look == "find" and span[0] <= laid.cursor < span[1])
            spans += [(span, "find-here") for span in [*here]]
            end = snap_end(self._article.text, laid.cursor + 1)
            spans.append(((laid.cursor, max(end, laid.cursor + 1)), "cursor"))
        for span, look in spans:
            if _meet(line, span):
                yield span, self._looks[look]

    def _painted(self, line: Line, block: int, width: int, over: Sequence[tuple[Span, Style]]) -> Strip:
        """A line with its margin, and with styles laid over ranges of the text."""
        marks = self._marks_on(line)
        styles = self._styles(line, block, marks)
        for (start, end), style in over:
            for place in range(max(start, line.start) - line.start, min(end, line.end) - line.start):
                styles[place] += style
        segments = [*self._margin(width, line, block, marks), *self._segments(line, styles)]
        return self._filled(segments, width)

    def _notation(self, line: Line, width: int, over: Sequence[tuple[Span, Style]]) -> Strip:
        """The row above a line: what stands above its words, each where its word begins."""
        style = self._looks["pinyin"] + over[0][1] if over else self._looks["pinyin"]
        notes = self._galley.options.ruby
        before = self._galley.columns(line)
        words, at = "", 0
        for note in notes(line.start, line.end) if notes else ():
            start = before[note.start - line.start]
            if start >= at:
                words += " " * (start - at) + note.reading
                at = start + len(note.reading)
        margin = Segment(" " * (self.left(width) + line.indent), self._blank)
        return self._filled([margin, Segment(words, style)], width)

    def _filled(self, segments: list[Segment], width: int) -> Strip:
        """A strip of so many cells; its making is most of what a row costs, so there is one."""
        missing = width - sum(segment.cell_length for segment in segments)
        if missing < 0:
            return Strip(segments).adjust_cell_length(width, self._plain)
        return Strip([*segments, Segment(" " * missing, self._plain)], width)

    def _marks_on(self, line: Line) -> list[Annotation]:
        """The marks that a line carries, in text order."""
        first = bisect_right(self._mark_reaches, line.start)
        last = bisect_left(self._mark_starts, line.end)
        return [mark for mark in self._marks[first:last] if mark.end > line.start]

    def _styles(self, line: Line, block: int, marks: Sequence[Annotation]) -> list[Style]:
        look = BLOCK_LOOKS.get(self._article.blocks[block].kind)
        base = self._plain if look is None else self._plain + self._looks[look]
        styles = [base] * (line.end - line.start)
        if marks:
            grounds = self._grounds(line, marks)
            for place, ground in grounds.items():
                styles[place] = self._readable(base, ground)
        return styles

    def _readable(self, look: Style, ground: Color) -> Style:
        """A look on a tinted ground; where its colour cannot be read there, the text's can."""
        colour = _colour_of(look, self._ink)
        shown = colour if contrast(colour, ground) >= MIN_CONTRAST else self._ink
        return look + Style(color=shown.rich_color, bgcolor=ground.rich_color)

    def _grounds(self, line: Line, marks: Sequence[Annotation]) -> dict[int, Color]:
        """The colour under each marked character of the line; where marks overlap, their colours blend."""
        grounds: dict[int, Color] = {}
        for mark in marks:
            colour = highlight_colour(self._tag(mark).colour)
            for place in range(
                max(mark.start, line.start) - line.start, min(mark.end, line.end) - line.start
            ):
                grounds[place] = tint(grounds.get(place, self._ground), colour, self._ink)
        return grounds

    def _margin(self, width: int, line: Line, block: int, marks: Sequence[Annotation]) -> list[Segment]:
        """What stands before a line: its margin, with a sign where it carries a mark, and its indent."""
        before, after = self.left(width) - 2, line.indent + 1
        label = ""
        if not marks:
            kind = self._article.blocks[block].kind
            sign = BLOCK_SIGNS.get(kind) if line.start == self._article.blocks[block].start else None
            if sign is None:
                return [Segment(" " * (before + after + 1), self._blank)]
            style = self._plain + self._looks[BLOCK_LOOKS[kind]]
        else:
            shown = next((mark for mark in marks if mark.note), marks[0])
            sign = NOTED if shown.note else MARKED
            tag = self._tag(shown)
            style = self._plain + Style(color=tag_colour(tag.colour, self._theme).rich_color)
            if shown.start >= line.start and before >= LABEL:
                label = _label(tag)
        blank = before - cell_len(label)
        return [
            Segment(" " * blank, self._blank),
            Segment(label + sign, style),
            Segment(" " * after, self._blank),
        ]

    def _segments(self, line: Line, styles: list[Style]) -> Iterable[Segment]:
        words: Sequence[str] = displayed(self._article.text[line.start : line.end])
        if line.gaps or self._galley.options.ambiguous == 2:
            words = self._spaced(line, "".join(words))
        place = 0
        for style, run in groupby(styles):
            length = len(list(run))
            yield Segment("".join(words[place : place + length]), style)
            place += length
        if not words:
            yield Segment("", self._plain)

    def _spaced(self, line: Line, words: str) -> list[str]:
        """The characters of a line, each with the blank cells that follow it."""
        spaced = list(words) if self._galley.options.ambiguous == 1 else with_second_cells(words)
        for offset, cells in line.gaps:
            spaced[offset - line.start - 1] += " " * cells
        return spaced

    def _tag(self, mark: Annotation) -> Tag:
        """The tag that a mark is shown by: its first; one of no name for none."""
        return next((self._tags[name] for name in mark.tags if name in self._tags), NO_TAG)


def _label(tag: Tag) -> str:
    """What a tag is told by beside its colour: the digit it is pinned to, else the first of its own name."""
    first = tag.name.rpartition("/")[2][:1]
    return tag.key or (displayed(first) if 0 < cell_len(displayed(first)) <= LABEL else "")


def _colour_of(look: Style, otherwise: Color) -> Color:
    return otherwise if look.color is None else Color.from_rich_color(look.color)


def _meet(line: Line, span: Span) -> bool:
    return span[0] < max(line.end, line.start + 1) and span[1] > line.start


def _within(spans: Sequence[Span], line: Line) -> Sequence[Span]:
    """Those of the spans, in order and of like length, that begin or end in a line."""
    first = bisect_right(spans, line.start, key=lambda span: span[1])
    return spans[first : bisect_left(spans, line.end, key=lambda span: span[0])]
