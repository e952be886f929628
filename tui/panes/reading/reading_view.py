"""The base of the reading pane: sets an article in lines, scrolls it, and paints it row by row.

It uses Textual's line API, which paints only the visible rows. Lines are set as far as they are visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.timer import Timer

from store.chinese.graphemes import snap_start
from store.chinese.pinyin import reading
from store.chinese.words import Segmenter
from store.language import lazy
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.tag import Tag
from tui.keys.action import Scope
from tui.keys.keymap import bindings
from tui.looks.addresses import linked_address
from tui.navigation.motions import Motions
from tui.panes.pane import Pane
from tui.panes.reading.aids import Aids
from tui.panes.reading.frame import Frame, FramedRow
from tui.panes.reading.row_renderer import Overlay, RowRenderer, Selection
from tui.panes.reading.scrollbar import MatchScrollBar
from tui.typesetting import Galley, Ruby, TypesettingOptions

MARGIN = 4
"""Blank cells on each side of the measure, if the pane is wide enough."""

NARROWEST = 10
"""The width in cells of the shortest line. In a narrower pane, lines are cut off."""

SCROLL_OFF = 2
"""Visible rows above and below the cursor."""

NO_TEXT = lazy(
    "No text is open.\n\nenter in the list of articles opens one.\nI imports your own, ? lists all keys."
)
"""The lines that a pane without an article shows."""

ABOVE = 1
"""Blank rows above the galley. As many are below it."""


PREPARED_AFTER = 0.15
"""Seconds after the last scrolling until the page that may follow is prepared."""


class ReadingView(ScrollView, Pane, can_focus=True):
    """Shows an article with its annotations and a cursor."""

    SCOPE = Scope.READING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.READING)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reading--title",
        "reading--kicker",
        "reading--quiet",
        "reading--heading",
        "reading--caption",
        "reading--credit",
        "reading--pinyin",
        "reading--word",
        "reading--cursor",
        "reading--selection",
        "reading--find",
        "reading--find-here",
        "reading--chosen",
        "reading--ruler",
        "reading--dim",
    }

    cursor: var[int] = var(0, init=False)
    """The offset of the cursor in the text, in code points."""
    aids: var[Aids] = var(Aids(), init=False)
    """The typesetting options and reading aids."""

    class CursorMoved(Message):
        """The cursor has moved to or from an annotation."""

        def __init__(self, annotation: Annotation | None) -> None:
            super().__init__()
            self.annotation = annotation
            """The active annotation under the cursor, or None."""

    def __init__(self, segmenter: Segmenter, aids: Aids) -> None:
        super().__init__(id="reading", classes="pane")
        self.article: Article | None = None
        self.annotations: tuple[Annotation, ...] = ()
        self.set_reactive(ReadingView.aids, aids)
        self._segmenter = segmenter
        self._galley: Galley | None = None
        self._motions: Motions | None = None
        self._renderer: RowRenderer | None = None
        self._has_old_colours = False
        """Whether the renderer was made before the colours changed."""
        self._tags: tuple[Tag, ...] = ()
        self._column: int | None = None
        self._overlay = Overlay(0)
        """The overlay for the rows that are being painted."""
        self._frame: Frame | None = None
        """The frame of the rows that were painted last."""
        self._pause: Timer | None = None
        """Runs from each scrolling until the following page is prepared."""
        self._rested_at = 0
        """The offset at the top of the pane when a page was prepared last."""
        self._is_ready = False
        """Whether the library has been opened, so that a pane without an article says what to do."""
        self._overlapped = False
        """Whether several annotations were under the cursor when it was last painted."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar, which shows the matches. It is created when it is first needed."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = MatchScrollBar(self._match_shares, self.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)  # noqa: SLF001 - as Textual does
        return self._vertical_scrollbar

    # The article

    def show(self, article: Article | None, annotations: Iterable[Annotation], tags: Iterable[Tag]) -> None:
        """Show an article at its saved position, or nothing.

        If the same article is shown again after a change, the cursor stays.
        """
        before, self.article = self.article, article
        self.annotations, self._tags = tuple(annotations), tuple(tags)
        same = article is not None and before is not None and article.id == before.id
        if not same:
            self.set_reactive(ReadingView.cursor, article.position if article else 0)
        if (
            article is None
            or before is None
            or (article.text, article.blocks) != (before.text, before.blocks)
        ):
            self.set_text(is_same_article=same)
        else:
            self._rebuild_renderer()
        self._show_address()
        self.show_status()

    def _show_address(self) -> None:
        """Show the address of the article below it, as a hyperlink."""
        address = self.article.url if self.article is not None else ""
        width = max(0, self.size.width - 2 * MARGIN)
        self.border_subtitle = linked_address(address, width) if address and width > NARROWEST else ""

    def set_text(self, *, is_same_article: bool) -> None:
        """Show a text that is new, or whose paragraphs have changed."""
        if self.article is not None:
            last = max(len(self.article.text) - 1, 0)
            self.set_reactive(ReadingView.cursor, snap_start(self.article.text, min(self.cursor, last)))
            self._motions = Motions(self.article, self._segmenter)
        top = self._top if is_same_article else None
        self._make_galley()
        self._scroll_to_top(top)

    def library_is_ready(self) -> None:
        """Say what to do if no article is shown, because the library has been opened."""
        self._is_ready = True
        self.refresh()

    def words_are_ready(self) -> None:
        """Find the words again, because the dictionary has been loaded or changed."""
        if self._motions is not None:
            self._motions.forget_words()
        if self.aids.pinyin:
            self.typeset()
        self.refresh()

    # Overridden in subclasses

    @property
    def selection(self) -> Selection | None:
        """The selection, or None."""
        return None

    @property
    def annotation_here(self) -> Annotation | None:
        """The active annotation under the cursor: the shortest one, or None."""
        return min(self.annotations_here, key=lambda each: each.end - each.start, default=None)

    @property
    def annotations_here(self) -> tuple[Annotation, ...]:
        """The annotations under the cursor, in text order."""
        return tuple(
            each for each in self.annotations if not each.orphan and each.start <= self.cursor < each.end
        )

    @property
    def matches(self) -> Sequence[tuple[int, int]]:
        """The matches of the search, in text order."""
        return ()

    def show_status(self) -> None:
        """Show how far the cursor is."""

    def show_pending(self) -> None:
        """Show the count or sequence being typed."""
        self.show_status()

    # Typesetting

    def _make_galley(self) -> None:
        """Set the article in lines for the present width."""
        self._galley = self._renderer = None
        if self.article is None or not self.size.width:
            self.virtual_size = Size(self.size.width, self.size.height)
            self.refresh()
            return
        width = self.scrollable_content_region.width or self.size.width
        measure = max(NARROWEST, min(self.aids.measure * 2, width - 2 * MARGIN))
        setting = TypesettingOptions(
            measure,
            ambiguous=self.aids.ambiguous,
            indent=2 * self.aids.indent,
            prohibitions=self.aids.prohibitions,
            justified=self.aids.justified,
            line_spacing=self.aids.line_spacing,
            paragraph_spacing=self.aids.paragraph_spacing,
            ruby=self._pinyin if self.aids.pinyin else None,
        )
        self._galley = Galley(self.aids.shown(self.article.text), self.article.blocks, setting)
        self._update_height()
        self._rebuild_renderer()

    def _pinyin(self, start: int, end: int) -> list[Ruby]:
        """The readings of the words in a range."""
        if self._motions is None or self.article is None:
            return []
        text = self.article.text
        words: Iterator[tuple[int, int]] = self._motions.words_between(start, end)
        notes = (Ruby(first, last, reading(text[first:last])) for first, last in words)
        return [note for note in notes if note.reading]

    def _update_height(self) -> None:
        if self._galley is not None:
            width = self.scrollable_content_region.width or self.size.width
            self._show_size(Size(width, self._galley.height + 2 * ABOVE))

    def _show_size(self, size: Size) -> None:
        """Tell the scroll bar how long the text is. Textual would lay out the whole screen for that."""
        if size == self.virtual_size:
            return
        self.set_reactive(ReadingView.virtual_size, size)
        self._refresh_scrollbars()
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height

    def _settle(self, *, above: int = 1, below: int = 1) -> None:
        """Set the visible lines, and pages before and after them. The top of the pane stays at its text."""
        galley, height = self._galley, self.scrollable_content_region.height
        if galley is None:
            return
        top = self.scroll_offset.y - ABOVE
        first, last = top - above * height, top + (1 + below) * height
        if galley.is_settled(first, last):
            return
        anchor = galley.offset_at(top, 0)
        row = galley.row_at(anchor) - top
        galley.settle(first, last)
        self._update_height()
        settled = min(galley.row_at(anchor) - row + ABOVE, self.max_scroll_y)
        if settled != self.scroll_offset.y:
            self.scroll_to(y=settled, animate=False, force=True)

    @property
    def _top(self) -> int | None:
        """The offset at the top of the pane, or None at the top of the article."""
        if self._galley is None or not self.scroll_offset.y:
            return None
        return self._galley.offset_at(max(0, self.scroll_offset.y - ABOVE), 0)

    def _scroll_to_top(self, top: int | None) -> None:
        """Scroll an offset to the top of the pane, then the cursor into view."""
        row = 0
        if top is not None and self._galley is not None and self.article is not None:
            row = self._galley.row_at(min(top, len(self.article.text))) + ABOVE
            self._update_height()
        self.scroll_to(y=row, animate=False, force=True)
        self._settle()
        self.scroll_to_cursor()

    def typeset(self) -> None:
        """Set the text again. The top of the pane stays at its text."""
        if self.article is not None:
            top = self._top
            self._make_galley()
            self._scroll_to_top(top)

    def on_resize(self) -> None:
        """Set the text for the new width."""
        self._show_address()
        self.typeset()

    def watch_aids(self) -> None:
        """Set the text with the new options."""
        self.typeset()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Set the lines that have become visible."""
        super().watch_scroll_y(old_value, new_value)
        self._settle()
        if self._pause is None:
            self._pause = self.set_interval(PREPARED_AFTER, self.prepare_page, pause=True)
        self._pause.reset()

    def prepare_page(self) -> None:
        """Set and paint the page that the next page key shows, and find the words at its cursor.

        It is the page before if the text has been scrolled towards its start, else the one after. Called once
        after scrolling, when no key is waiting for the screen.
        """
        if self._pause is not None:
            self._pause.pause()
        height, width = self.scrollable_content_region.height, self.scrollable_content_region.width
        top = self._top or 0
        goes_up, self._rested_at = top < self._rested_at, top
        self._settle(above=1 + goes_up, below=2 - goes_up)
        if self._galley is None or self._renderer is None or self._frame is None or self._has_old_colours:
            return
        first = self.scroll_offset.y - ABOVE + (-height if goes_up else height)
        nothing = Overlay(-1, focus=self._overlay.focus)
        for y in range(first, first + height):
            self._frame.around(self._renderer.row(y, width, nothing))
        if self._motions is not None and self._segmenter.has_settled:
            y, x = self._galley.place(self.cursor)
            self._motions.word_at(self._galley.offset_at(y + first - self.scroll_offset.y + ABOVE, x))

    def scroll_to_cursor(self) -> None:
        """If the cursor is not visible, scroll so that it is in the middle.

        Scrolling by half pages keeps the text still while the user reads line by line.
        """
        galley, height = self._galley, self.scrollable_content_region.height
        if galley is None:
            return
        for _ in range(3):  # setting more lines may move the rows
            row = galley.row_at(self.cursor) + ABOVE
            self._update_height()
            margin = min(SCROLL_OFF, max(0, (height - 1) // 2))
            top = self.scroll_offset.y
            if top <= max(row - margin, 0) and row + margin < top + height:
                break
            top = max(0, min(row - height // 2, self.max_scroll_y))
            if top == self.scroll_offset.y:
                break
            self.scroll_to(y=top, animate=False, force=True)
            self._settle()

    @property
    def cursor_screen_offset(self) -> Offset | None:
        """The cell of the screen in which the character at the cursor starts. None without an article."""
        if self._galley is None or self._renderer is None:
            return None
        row, column = self._galley.place(self.cursor)
        left = self._renderer.left(self.scrollable_content_region.width)
        place = Offset(left + column, row + ABOVE - self.scroll_offset.y)
        return self.content_region.offset + place

    # Painting

    def _rebuild_renderer(self) -> None:
        if self.article is None or self._galley is None:
            return
        self._renderer = RowRenderer(self.article, self._galley, self.annotations, self._tags, self)
        self._has_old_colours = False
        self.refresh()

    def notify_style_update(self) -> None:
        """Use the colours of the new theme from the next paint on: Textual sets some of them after this."""
        super().notify_style_update()
        self._frame = None
        self._has_old_colours = True
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint rows of the pane."""
        rows = self.render_rows(crop)
        return [row if isinstance(row, Strip) else row.joined() for row in rows]

    def render_rows(self, crop: Region) -> list[Strip | FramedRow]:
        """Paint rows of the pane. The overlay is made once for all of them.

        Textual frames what has no article, and the edges. Each row of a text keeps its frame.
        """
        if self._has_old_colours:
            self._rebuild_renderer()
        self._overlay = self._make_overlay()
        width, text = self.region.width, self._text_rows
        if self._renderer is None or not text or crop.column_span != (0, width):
            return [*super().render_lines(crop)]
        frame, inside = self._present_frame(text.start), self.scrollable_content_region.width
        above = text.start - self.scroll_offset.y + ABOVE
        return [
            frame.around(self._renderer.row(y - above, inside, self._overlay))
            if y in text
            else super(ReadingView, self).render_lines(Region(0, y, width, 1))[0]
            for y in crop.line_range
        ]

    @property
    def _text_rows(self) -> range:
        """The rows of the pane that are inside its frame."""
        gutter = self.styles.gutter
        return range(gutter.top, self.region.height - gutter.bottom)

    def _present_frame(self, y: int) -> Frame:
        """The frame that Textual puts around the row ``y`` of the pane. It stays until its look changes."""
        width, inside, edges = self.region.width, self.scrollable_content_region.width, self.styles.gutter
        shape = (width, inside, edges, *self.get_line_filters())
        if self._frame is None or self._frame.shape != shape:
            framed = super().render_lines(Region(0, y, width, 1))[0]
            cuts = [edges.left, edges.left + inside, width - edges.right, width]
            left, _, gap, right = framed.divide(cuts)
            self._frame = Frame(
                left,
                gap,
                right,
                filters=self.get_line_filters(),
                background=self.background_colors[1],
                shape=shape,
            )
        return self._frame

    def render_line(self, y: int) -> Strip:
        """Paint the row ``y`` of the pane."""
        width = self.scrollable_content_region.width
        if self._renderer is None:
            lines = str(NO_TEXT).split("\n") if self._is_ready and self.article is None else []
            hint = lines[y - 1] if 0 < y <= len(lines) else ""
            look = self.get_component_rich_style("reading--quiet")
            return Strip([Segment(f"  {hint}", look)]).adjust_cell_length(width, self.rich_style)
        return self._renderer.row(y + self.scroll_offset.y - ABOVE, width, self._overlay)

    def _make_overlay(self) -> Overlay:
        """The cursor, the selection, the matches and so on, as they are now."""
        if self._motions is None:
            return Overlay(self.cursor)
        selection, active = self.selection, self.annotation_here
        # Before jieba is loaded the words would change soon, and the first screen would wait for them.
        has_word = selection is None and self._segmenter.has_settled
        return Overlay(
            self.cursor,
            word=self._motions.word_at(self.cursor) if has_word else None,
            selection=selection,
            active=(active.start, active.end) if active and len(self.annotations_here) > 1 else None,
            matches=self.matches,
            focus=self._motions.sentence_at(self.cursor) if self.aids.focus else None,
            has_ruler=self.aids.ruler,
        )

    def refresh_cursor(self, before: int) -> None:
        """Repaint the rows that change when the cursor moves from ``before`` to where it is now."""
        if self._galley is None or self._motions is None:
            return
        overlapped, self._overlapped = self._overlapped, len(self.annotations_here) > 1
        if self.selection is not None or self.aids.focus or overlapped or self._overlapped:
            self.refresh()
            return
        for row in {self._galley.row_at(before), self._galley.row_at(self.cursor)}:
            self.refresh_lines(row, 3)

    def _match_shares(self) -> list[float]:
        """Where the matches are, from 0 (top) to 1 (bottom). If there are very many, only some of them."""
        if self._galley is None:
            return []
        step = 1 + len(self.matches) // 2000
        return [self._galley.share(start) for start, _ in self.matches[::step]]
