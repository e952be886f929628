"""Paints rows of a galley: text, annotations, current word, selection, matches and cursor."""

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
from tui.looks.addresses import WebAddress, addresses_in, hyperlink
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
"""Signs in the margin before the first line of a block, because colour must not be the only sign."""

NOTE_SIGN, ANNOTATION_SIGN = "▌", "▏"
"""Signs in the margin of a row: of an annotation with a note, and of one without."""

MAX_STRIPES = 3
"""The number of signs beside each other on a row, at most: one for each tag of each annotation."""

NOTED = Style(underline=True)
"""The look of words with a note, besides their tint."""

LABEL_WIDTH = 2
"""The width in cells of the tag label before that sign. It is left out if there is no room."""

NO_TAG = Tag(name="")
"""Used for annotations that have no tag."""

MAX_CACHED_ROWS = 500
"""The number of painted rows in the cache."""

Span: TypeAlias = tuple[int, int]


class Selection(NamedTuple):
    """A selected range of the text, in code points, end exclusive."""

    start: int
    end: int


class Overlay(NamedTuple):
    """Everything that is painted over the text and changes from key to key. Ranges are in code points."""

    cursor: int
    word: Span | None = None
    selection: Selection | None = None
    active: Span | None = None
    """The active annotation, if several overlap."""
    matches: Sequence[Span] = ()
    """The matches of the search, in text order."""
    focus: Span | None = None
    """Everything else is dimmed. If None, nothing is."""
    has_ruler: bool = False
    """Whether the row of the cursor has its own background."""


class RowRenderer:
    """Paints rows of one galley in one theme. Replaced when the text, the annotations or the theme change."""

    def __init__(
        self,
        article: Article,
        galley: Galley,
        annotations: Iterable[Annotation],
        tags: Iterable[Tag],
        widget: Widget,
    ) -> None:
        self._article = article
        self._galley = galley
        self._ground = widget.background_colors[1]
        self._plain = widget.rich_style
        # With its own style, the margin is a separate element in screenshots, too.
        self._blank = self._plain + Style(color=self._ground.rich_color)
        names = {*BLOCK_LOOKS.values(), "word", "cursor", "selection", "find", "find-here", "chosen"}
        self._looks = {
            name: widget.get_component_rich_style(f"reading--{name}") for name in {*names, "pinyin", "dim"}
        }
        self._ruler = Style(bgcolor=widget.get_component_rich_style("reading--ruler").bgcolor)
        self._tags = {tag.name: tag for tag in tags}
        self._theme = widget.app.current_theme
        self._ink = _colour_of(self._plain, self._ground)
        self._annotations = sorted(
            (each for each in annotations if not each.orphan), key=lambda each: each.start
        )
        self._stripes = stripes_of(self._annotations)
        self._starts = [each.start for each in self._annotations]
        self._max_ends = list(accumulate((each.end for each in self._annotations), max))
        """For each annotation, the greatest end of it and those before it."""
        self._links: dict[int, list[tuple[WebAddress, Style]]] = {}
        """The web addresses of each block that has been painted, with their styles."""
        self._cache: LRUCache[tuple[int, bool, bool, int], Strip] = LRUCache(MAX_CACHED_ROWS)
        """Rows without an overlay, by start of the line, whether ruby, whether dimmed, and width."""

    def left(self, width: int) -> int:
        """The cells between the left edge of a pane and the lines, if the pane is ``width`` cells wide."""
        return max(2, (width - self._galley.measure) // 2)

    def row(self, y: int, width: int, overlay: Overlay) -> Strip:
        """Paint a row of the galley, ``width`` cells wide. A row outside the galley is blank."""
        if not 0 <= y < self._galley.height:
            return Strip.blank(width, self._plain)
        row = self._galley.row(y)
        line = row.line
        if line is None:
            return Strip.blank(width, self._plain)
        has_cursor = line.start <= overlay.cursor < max(line.end, line.start + 1)
        spans = [] if row.is_ruby else [*self._overlaid(line, overlay, has_cursor=has_cursor)]
        if spans:
            strip = self._paint(line, row.block, width, spans)
        else:
            dimmed = overlay.focus is not None and not _overlaps(line, overlay.focus)
            strip = self._cached(row, line, width, dimmed=dimmed)
        return strip.apply_style(self._ruler) if overlay.has_ruler and has_cursor else strip

    def _cached(self, row: Row, line: Line, width: int, *, dimmed: bool) -> Strip:
        """A row without an overlay, from the cache if possible."""
        key = (line.start, row.is_ruby, dimmed, width)
        if key not in self._cache:
            spans = [((line.start, line.end), self._looks["dim"])] if dimmed else []
            self._cache[key] = (
                self._paint_ruby(line, width, spans)
                if row.is_ruby
                else self._paint(line, row.block, width, spans)
            )
        return self._cache[key]

    def _overlaid(self, line: Line, overlay: Overlay, *, has_cursor: bool) -> Iterator[tuple[Span, Style]]:
        """Yield the styles of the overlay for parts of a line. Later ones are painted over earlier ones."""
        spans: list[tuple[Span, str]] = []
        if overlay.focus is not None:
            spans += [((0, overlay.focus[0]), "dim"), ((overlay.focus[1], len(self._galley.text)), "dim")]
        if overlay.active is not None:
            spans.append((overlay.active, "chosen"))
        if overlay.matches:
            spans += [(match, "find") for match in _within(overlay.matches, line)]
        if overlay.word is not None:
            spans.append((overlay.word, "word"))
        if overlay.selection is not None:
            spans.append((overlay.selection, "selection"))
        if has_cursor:
            here = (span for span, look in spans if look == "find" and span[0] <= overlay.cursor < span[1])
            spans += [(span, "find-here") for span in [*here]]
            end = snap_end(self._article.text, overlay.cursor + 1)
            spans.append(((overlay.cursor, max(end, overlay.cursor + 1)), "cursor"))
        for span, look in spans:
            if _overlaps(line, span):
                yield span, self._looks[look]

    def _paint(self, line: Line, block: int, width: int, spans: Sequence[tuple[Span, Style]]) -> Strip:
        """Paint a line with its margin, and with the styles of ranges of the text."""
        annotations = self._annotations_on(line)
        styles = self._styles(line, block, annotations)
        for (start, end), style in spans:
            for place in range(max(start, line.start) - line.start, min(end, line.end) - line.start):
                styles[place] += style
        segments = [*self._margin(width, line, block, annotations), *self._segments(line, styles)]
        return self._fill(segments, width)

    def _paint_ruby(self, line: Line, width: int, spans: Sequence[tuple[Span, Style]]) -> Strip:
        """Paint the ruby row above a line. Each reading starts above its word."""
        style = self._looks["pinyin"] + spans[0][1] if spans else self._looks["pinyin"]
        notes = self._galley.options.ruby
        before = self._galley.columns(line)
        readings, at = "", 0
        for note in notes(line.start, line.end) if notes else ():
            start = before[note.start - line.start]
            if start >= at:
                readings += " " * (start - at) + note.reading
                at = start + len(note.reading)
        margin = Segment(" " * (self.left(width) + line.indent), self._blank)
        return self._fill([margin, Segment(readings, style)], width)

    def _fill(self, segments: list[Segment], width: int) -> Strip:
        """Make a strip of ``width`` cells. Strips take most of the time, so only one is made per row."""
        missing = width - sum(segment.cell_length for segment in segments)
        if missing < 0:
            return Strip(segments).adjust_cell_length(width, self._plain)
        return Strip([*segments, Segment(" " * missing, self._plain)], width)

    def _annotations_on(self, line: Line) -> list[Annotation]:
        """The annotations on a line, in text order."""
        first = bisect_right(self._max_ends, line.start)
        last = bisect_left(self._starts, line.end)
        return [each for each in self._annotations[first:last] if each.end > line.start]

    def _styles(self, line: Line, block: int, annotations: Sequence[Annotation]) -> list[Style]:
        look = BLOCK_LOOKS.get(self._article.blocks[block].kind)
        base = self._plain if look is None else self._plain + self._looks[look]
        styles = [base] * (line.end - line.start)
        if annotations:
            grounds = self._grounds(line, annotations)
            for place, ground in grounds.items():
                styles[place] = self._readable(base, ground)
            for each in annotations:
                if each.note:
                    for place in _places(line, each):
                        styles[place] += NOTED
        for address, link in self._links_in(block):
            for place in range(
                max(address.start, line.start) - line.start, min(address.end, line.end) - line.start
            ):
                styles[place] += link
        return styles

    def _links_in(self, block: int) -> list[tuple[WebAddress, Style]]:
        """The web addresses in a block, with the styles that make hyperlinks of them."""
        if block not in self._links:
            start, end = self._article.blocks[block].start, self._article.blocks[block].end
            found = addresses_in(self._article.text, start, end)
            self._links[block] = [(each, hyperlink(each.address)) for each in found]
        return self._links[block]

    def _readable(self, look: Style, ground: Color) -> Style:
        """A style on a tinted background. If its contrast is too low, it gets the colour of the text."""
        colour = _colour_of(look, self._ink)
        shown = colour if contrast(colour, ground) >= MIN_CONTRAST else self._ink
        return look + Style(color=shown.rich_color, bgcolor=ground.rich_color)

    def _grounds(self, line: Line, annotations: Sequence[Annotation]) -> dict[int, Color]:
        """The background of each annotated character of a line. The colours of several annotations blend."""
        grounds: dict[int, Color] = {}
        for each in annotations:
            colour = highlight_colour(self._tag(each).colour)
            for place in _places(line, each):
                grounds[place] = tint(grounds.get(place, self._ground), colour, self._ink)
        return grounds

    def _margin(self, width: int, line: Line, block: int, annotations: Sequence[Annotation]) -> list[Segment]:
        """The margin and the indent of a line, with signs if the line is annotated.

        Annotations that overlap, and the tags of one annotation, have signs beside each other, from right to
        left. The number and shape of the signs tell them apart where colours do not.
        """
        before, after = self.left(width) - 2, line.indent + 1
        if not annotations:
            kind = self._article.blocks[block].kind
            sign = BLOCK_SIGNS.get(kind) if line.start == self._article.blocks[block].start else None
            if sign is None:
                return [Segment(" " * (before + after + 1), self._blank)]
            style = self._plain + self._looks[BLOCK_LOOKS[kind]]
            signs = [Segment(sign, style)]
        else:
            signs = self._signs(line, annotations, before)
        blank = before + 1 - sum(segment.cell_length for segment in signs)
        return [Segment(" " * blank, self._blank), *signs, Segment(" " * after, self._blank)]

    def _signs(self, line: Line, annotations: Sequence[Annotation], room: int) -> list[Segment]:
        """The signs of the annotations on a line, and the label of the main one where it begins.

        :param room: cells to the left of the sign next to the text.
        """
        placed: dict[int, tuple[Annotation, Tag]] = {}
        for each in annotations:
            stripe = self._stripes[each.id]
            for tag in self._tags_of(each):
                while stripe in placed:
                    stripe += 1
                placed[stripe] = (each, tag)
        last = min(max(placed), MAX_STRIPES - 1, max(0, room))
        signs = []
        for stripe in range(last, -1, -1):
            if stripe in placed:
                each, tag = placed[stripe]
                signs.append(Segment(NOTE_SIGN if each.note else ANNOTATION_SIGN, self._ink_of(tag)))
            else:
                signs.append(Segment(" ", self._blank))
        beginning = next((each for each in annotations if each.start >= line.start), None)
        if beginning is not None:
            tag = self._tag(beginning)
            label = _label(tag)
            if cell_len(label) <= room - last:
                signs.insert(0, Segment(label, self._ink_of(tag)))
        return signs

    def _ink_of(self, tag: Tag) -> Style:
        return self._plain + Style(color=tag_colour(tag.colour, self._theme).rich_color)

    def _tags_of(self, annotation: Annotation) -> list[Tag]:
        """The tags of an annotation, or :data:`NO_TAG`."""
        return [self._tags[name] for name in annotation.tags if name in self._tags] or [NO_TAG]

    def _segments(self, line: Line, styles: list[Style]) -> Iterable[Segment]:
        characters: Sequence[str] = displayed(self._galley.text[line.start : line.end])
        if line.gaps or self._galley.options.ambiguous == 2:
            characters = self._with_gaps(line, "".join(characters))
        place = 0
        for style, run in groupby(styles):
            length = len(list(run))
            yield Segment("".join(characters[place : place + length]), style)
            place += length
        if not characters:
            yield Segment("", self._plain)

    def _with_gaps(self, line: Line, text: str) -> list[str]:
        """The characters of a line, each with the blank cells that follow it."""
        spaced = list(text) if self._galley.options.ambiguous == 1 else with_second_cells(text)
        for offset, cells in line.gaps:
            spaced[offset - line.start - 1] += " " * cells
        return spaced

    def _tag(self, annotation: Annotation) -> Tag:
        """The tag that gives an annotation its colour: the first one, or :data:`NO_TAG`."""
        return self._tags_of(annotation)[0]


def stripes_of(annotations: Iterable[Annotation]) -> dict[str, int]:
    """Return, by ID, in which stripe of the margin the sign of each annotation is, counted from 0.

    Annotations that overlap have different ones; each keeps its own on all its lines.

    :param annotations: sorted by their start.
    """
    ends: list[int] = []
    stripes: dict[str, int] = {}
    for each in annotations:
        taken = max(1, len(each.tags))
        free = next(
            (at for at in range(len(ends)) if all(end <= each.start for end in ends[at : at + taken])), None
        )
        place = len(ends) if free is None else free
        ends += [0] * (place + taken - len(ends))
        ends[place : place + taken] = [each.end] * taken
        stripes[each.id] = place
    return stripes


def _places(line: Line, annotation: Annotation) -> range:
    """The characters of a line that are annotated, counted from its start."""
    return range(max(annotation.start, line.start) - line.start, min(annotation.end, line.end) - line.start)


def _label(tag: Tag) -> str:
    """The label of a tag in the margin: the digit it is pinned to, or the first character of its name."""
    first = tag.name.rpartition("/")[2][:1]
    return tag.key or (displayed(first) if 0 < cell_len(displayed(first)) <= LABEL_WIDTH else "")


def _colour_of(look: Style, otherwise: Color) -> Color:
    return otherwise if look.color is None else Color.from_rich_color(look.color)


def _overlaps(line: Line, span: Span) -> bool:
    return span[0] < max(line.end, line.start + 1) and span[1] > line.start


def _within(spans: Sequence[Span], line: Line) -> Sequence[Span]:
    """The spans that overlap a line. They must be sorted, and none may contain another."""
    first = bisect_right(spans, line.start, key=lambda span: span[1])
    return spans[first : bisect_left(spans, line.end, key=lambda span: span[0])]
