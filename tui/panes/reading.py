"""The reading view: an article set in lines, a cursor that moves by words, marks painted under the text.

It draws through Textual's line API: only the rows on the screen are ever painted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.annotation import Annotation
from store.article import Article
from store.chinese.graphemes import snap_end, snap_start
from store.chinese.words import Segmenter
from store.codebook import Tag
from tui.keymap import Scope, bindings
from tui.motion import Motion
from tui.panes.pane import Pane
from tui.proof import Proof, Selection
from tui.typesetting import Galley

MARGIN = 4
"""Cells kept free at each side of the measure, where the pane is wide enough."""

NARROWEST = 10
"""Cells of the shortest line that is set; in a narrower pane it is cut off."""

SHORTEST_MEASURE, LONGEST_MEASURE = 10, 120
"""Full-width characters a line can be set to."""

SCROLL_OFF = 2
"""Rows kept in sight above and below the cursor."""


class ReadingPane(ScrollView, Pane, can_focus=True):
    """An article to read, with its marks."""

    SCOPE = Scope.READING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.READING)]
    BORDER_TITLE = "Reading"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reading--title",
        "reading--quiet",
        "reading--heading",
        "reading--caption",
        "reading--word",
        "reading--cursor",
        "reading--selection",
    }

    cursor: var[int] = var(0, init=False)
    """The code point of the text at which the cursor stands."""
    measure: var[int] = var(40, init=False)
    """The longest line, in full-width characters."""

    class CursorMoved(Message):
        """The cursor stands somewhere else."""

        def __init__(self, marks: tuple[Annotation, ...]) -> None:
            super().__init__()
            self.marks = marks
            """The annotations under the cursor, in text order."""

    class Whereabouts(Message):
        """How far the cursor is, and what is selected or pending, in words.

        They are not shown in the frame: setting a title there paints the whole pane anew.
        """

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words
            """For the bottom line."""

    class Asked(Message):
        """Something is to be done to the words under the cursor, or to the article."""

        def __init__(self, deed: str, selection: Selection | None, mark: Annotation | None) -> None:
            super().__init__()
            self.deed = deed
            """``tag``, ``note``, ``highlight``, ``place``, ``retag``, ``delete`` or ``block_kind``."""
            self.selection = selection
            """The selected range, or None."""
            self.mark = mark
            """The shortest annotation under the cursor, or None."""

    class Left(Message):
        """The reader wants to go back to the list."""

    class Turned(Message):
        """The reader wants another article of the list."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step
            """How many places on in the list; negative for back."""

    def __init__(self, segmenter: Segmenter, *, measure: int) -> None:
        super().__init__(id="reading", classes="pane")
        self.article: Article | None = None
        self.marks: tuple[Annotation, ...] = ()
        self.selecting_from: int | None = None
        self.set_reactive(ReadingPane.measure, measure)
        self._segmenter = segmenter
        self._galley: Galley | None = None
        self._motion: Motion | None = None
        self._proof: Proof | None = None
        self._tags: tuple[Tag, ...] = ()
        self._column: int | None = None

    # What is shown

    def show(self, article: Article | None, marks: Iterable[Annotation], tags: Iterable[Tag]) -> None:
        """Show an article where it was left, or nothing.

        Shown again after a change, it stays where it is.
        """
        before, self.article = self.article, article
        self.marks, self._tags = tuple(marks), tuple(tags)
        same = article is not None and before is not None and article.id == before.id
        if not same:
            self.set_reactive(ReadingPane.cursor, article.position if article else 0)
        if (
            article is None
            or before is None
            or (article.text, article.blocks) != (before.text, before.blocks)
        ):
            self._take_text(keep_top=same)
        else:
            self._paint_anew()
        self._show_where()

    def _take_text(self, *, keep_top: bool) -> None:
        """Set a text that was not shown before, or whose paragraphs are others by now."""
        self.selecting_from = None
        if self.article is not None:
            last = max(len(self.article.text) - 1, 0)
            self.set_reactive(ReadingPane.cursor, snap_start(self.article.text, min(self.cursor, last)))
            self._motion = Motion(self.article, self._segmenter)
        top = self._top if keep_top else None
        self._set()
        self._scroll_to_top(top)

    @property
    def _top(self) -> int | None:
        """The code point at the top of the pane; None when that is the top of the article."""
        if self._galley is None or not self.scroll_offset.y:
            return None
        return self._galley.offset_at(max(0, self.scroll_offset.y - 1), 0)

    def _scroll_to_top(self, top: int | None) -> None:
        """Have a code point at the top of the pane, and the cursor in sight."""
        row = 0
        if top is not None and self._galley is not None and self.article is not None:
            row = self._galley.line_of(min(top, len(self.article.text))) + 1
        self.scroll_to(y=row, animate=False, force=True)
        self._bring_into_view()

    def go_to(self, start: int) -> None:
        """Put the cursor on a code point of the text and bring it into sight."""
        self.selecting_from = None
        self._move(start)

    @property
    def selection(self) -> Selection | None:
        """What is selected: from where selecting began to the cursor, both characters included."""
        if self.selecting_from is None or self.article is None:
            return None
        text = self.article.text
        first, last = sorted((self.selecting_from, self.cursor))
        return Selection(snap_start(text, first), snap_end(text, last + 1))

    @property
    def marks_here(self) -> tuple[Annotation, ...]:
        """The annotations under the cursor."""
        return tuple(mark for mark in self.marks if not mark.orphan and mark.start <= self.cursor < mark.end)

    def words_are_ready(self) -> None:
        """Words can now be found with the dictionary: show the one under the cursor."""
        if self._motion is not None:
            self._motion.forget_words()
        self.refresh()

    # Setting and painting

    def _set(self) -> None:
        """Set the article in lines for the width there is."""
        self._galley = self._proof = None
        if self.article is None or not self.size.width:
            self.virtual_size = Size(self.size.width, self.size.height)
            self.refresh()
            return
        width = self.scrollable_content_region.width or self.size.width
        measure = max(NARROWEST, min(self.measure * 2, width - 2 * MARGIN))
        self._galley = Galley(self.article.text, self.article.blocks, measure)
        self.virtual_size = Size(width, self._galley.height + 2)
        self._paint_anew()

    def _paint_anew(self) -> None:
        if self.article is None or self._galley is None:
            return
        self._proof = Proof(self.article, self._galley, self.marks, self._tags, self)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the pane, ``y`` counted from its top."""
        width = self.scrollable_content_region.width
        if self._proof is None or self._motion is None:
            return Strip.blank(width, self.rich_style)
        row = y + self.scroll_offset.y - 1
        selection = self.selection
        word = None if selection else self._motion.word_at(self.cursor)
        return self._proof.row(row, width, cursor=self.cursor, word=word, selection=selection)

    def on_resize(self) -> None:
        """Set the text for the new width; what stood at the top stays there, and the cursor in sight."""
        if self.article is not None:
            top = self._top
            self._set()
            self._scroll_to_top(top)

    def watch_measure(self) -> None:
        """Set the text anew in lines of the new length."""
        self.on_resize()

    def notify_style_update(self) -> None:
        """Paint in the colours of the new theme."""
        super().notify_style_update()
        self._paint_anew()

    # Moving

    def _move(self, offset: int, *, keep_column: bool = False) -> None:
        """Put the cursor on the character at or before ``offset``."""
        if self.article is None or not self.article.text:
            return
        text = self.article.text
        offset = snap_start(text, max(0, min(offset, len(text) - 1)))
        if not keep_column:
            self._column = None
        before, self.cursor = self.cursor, offset
        if self.selecting_from is not None:
            self.refresh()
        elif self._galley is not None:
            for changed in {self._galley.line_of(before), self._galley.line_of(offset)}:
                self.refresh_lines(changed, 3)
        self._bring_into_view()
        self._show_where()
        self.post_message(self.CursorMoved(self.marks_here))

    def _move_rows(self, rows: int) -> None:
        """Move by rows of text, blank ones not counted, keeping to the column where the way began."""
        if self._galley is None:
            return
        y, x = self._galley.place(self.cursor)
        if self._column is None:
            self._column = x
        step = 1 if rows > 0 else -1
        for _ in range(abs(rows)):
            following = y + step
            while 0 <= following < self._galley.height and self._galley.row(following).line is None:
                following += step
            if not 0 <= following < self._galley.height:
                break
            y = following
        self._move(self._galley.offset_at(y, self._column), keep_column=True)

    def _move_page(self, pages: float) -> None:
        """Move and scroll together by a part of what is in sight, by rows of the screen."""
        if self._galley is None:
            return
        rows = int(max(1, self.scrollable_content_region.height - 2) * pages) * (self.take_count() or 1)
        y, x = self._galley.place(self.cursor)
        if self._column is None:
            self._column = x
        y = max(0, min(y + rows, self._galley.height - 1))
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False)
        self._move(self._galley.offset_at(y, self._column), keep_column=True)

    def _repeat(self, motion: Callable[[int], int]) -> None:
        """Move as often as the count typed says, once without one."""
        offset = self.cursor
        for _ in range(self.take_count() or 1):
            further = motion(offset)
            if further == offset:
                break
            offset = further
        self._move(offset)

    def _bring_into_view(self) -> None:
        if self._galley is None:
            return
        height = self.scrollable_content_region.height
        row = self._galley.line_of(self.cursor) + 1
        keep = min(SCROLL_OFF, max(0, (height - 1) // 2))
        top = self.scroll_offset.y
        if row - keep < top:
            top = 0 if row <= keep + 1 else row - keep
        elif row + keep >= top + height:
            top = row + keep - height + 1
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _show_where(self) -> None:
        """Tell how far the cursor is, and what is selected or pending."""
        parts = [self.sequences.pending]
        if self.selection is not None:
            parts.append(f"{self.selection.end - self.selection.start} selected")
        if self.article is not None:
            parts.append(f"{100 * (self.cursor + 1) // max(1, len(self.article.text))}%")
        self.post_message(self.Whereabouts(" · ".join(filter(None, parts))))

    def show_pending(self) -> None:
        """Show the count or sequence being typed."""
        self._show_where()

    # Actions

    def action_line_down(self) -> None:
        """Down a line of the screen."""
        self._move_rows(self.take_count() or 1)

    def action_line_up(self) -> None:
        """Up a line of the screen."""
        self._move_rows(-(self.take_count() or 1))

    def action_move(self, motion: str) -> None:
        """Go by one of the motions of :class:`tui.motion.Motion`, as often as the count typed says."""
        if self._motion is not None:
            self._repeat(getattr(self._motion, motion))

    def action_line_start(self) -> None:
        """To the first character of the line."""
        if self._galley is not None:
            line = self._galley.row(self._galley.line_of(self.cursor)).line
            self._move(line.start if line else self.cursor)

    def action_line_end(self) -> None:
        """To the last character of the line."""
        if self._galley is not None:
            line = self._galley.row(self._galley.line_of(self.cursor)).line
            self._move(max(line.start, line.end - 1) if line else self.cursor)

    def action_page_down(self) -> None:
        """Down a page."""
        self._move_page(1)

    def action_page_up(self) -> None:
        """Up a page."""
        self._move_page(-1)

    def action_half_down(self) -> None:
        """Down half a page."""
        self._move_page(0.5)

    def action_half_up(self) -> None:
        """Up half a page."""
        self._move_page(-0.5)

    def action_start(self) -> None:
        """To the start, or to the paragraph whose number was typed."""
        self._to_paragraph(self.take_count() or 1)

    def action_end(self) -> None:
        """To the last character, or to the paragraph whose number was typed."""
        count = self.take_count()
        if count is not None:
            self._to_paragraph(count)
        elif self.article is not None:
            self._move(len(self.article.text) - 1)

    def _to_paragraph(self, number: int) -> None:
        if self.article is not None and self.article.blocks:
            block = self.article.blocks[min(number, len(self.article.blocks)) - 1]
            self._move(block.start)

    def action_next_mark(self) -> None:
        """To the start of the next annotation."""
        starts = sorted({mark.start for mark in self.marks if not mark.orphan})
        self._repeat(lambda offset: next((start for start in starts if start > offset), offset))

    def action_previous_mark(self) -> None:
        """To the start of the annotation before."""
        starts = sorted({mark.start for mark in self.marks if not mark.orphan}, reverse=True)
        self._repeat(lambda offset: next((start for start in starts if start < offset), offset))

    def action_turn(self, step: int) -> None:
        """To the article so many places on in the list."""
        self.post_message(self.Turned(step * (self.take_count() or 1)))

    def action_select(self) -> None:
        """Begin to select at the cursor, or stop."""
        self.selecting_from = self.cursor if self.selecting_from is None else None
        self._selection_changed()

    def action_select_sentence(self) -> None:
        """Select the sentence under the cursor."""
        if self._motion is not None and self.article is not None and self.article.text:
            start, end = self._motion.sentence_at(self.cursor)
            self.selecting_from = start
            self._move(max(start, end - 1))
            self._selection_changed()

    def action_leave(self) -> None:
        """Drop the selection or, with none, leave."""
        self.take_count()
        if self.selecting_from is None:
            self.post_message(self.Left())
        else:
            self.drop_selection()

    def drop_selection(self) -> None:
        """Select nothing."""
        self.selecting_from = None
        self._selection_changed()

    def _selection_changed(self) -> None:
        self._show_where()
        self.refresh()

    def action_widen(self, characters: int) -> None:
        """Make the lines longer by so many full-width characters, or shorter."""
        self.measure = max(SHORTEST_MEASURE, min(self.measure + characters, LONGEST_MEASURE))

    def action_ask(self, deed: str) -> None:
        """Ask for something to be done to the selection, to the mark under the cursor, or to the article."""
        self.take_count()
        if self.article is not None:
            shortest = min(self.marks_here, key=lambda mark: mark.end - mark.start, default=None)
            self.post_message(self.Asked(deed, self.selection, shortest))

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a double click selects the word."""
        if self._galley is None or self._proof is None or self._motion is None:
            return
        content = event.get_content_offset(self)
        if content is None:
            return
        self.selecting_from = None
        row = content.y + self.scroll_offset.y - 1
        left = self._proof.left(self.scrollable_content_region.width)
        self._move(self._galley.offset_at(max(0, min(row, self._galley.height - 1)), content.x - left))
        if event.chain == 2:
            start, end = self._motion.word_at(self.cursor)
            self.selecting_from = start
            self._move(end - 1)
            self._selection_changed()

    @property
    def block_here(self) -> int:
        """Which block of the article the cursor is in, from 0."""
        blocks = self.article.blocks if self.article else ()
        return next((number for number, block in enumerate(blocks) if self.cursor <= block.end), 0)
