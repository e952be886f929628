"""Selects text by characters or sentences, by units that grow and shrink, and with the mouse."""

from __future__ import annotations

from functools import partial

from textual import events

from store.chinese.graphemes import snap_end, snap_start
from store.chinese.words import Segmenter
from store.model.annotation import Annotation
from store.model.article import Article
from tui.navigation.motions import Unit
from tui.panes.pane import PaneNotice
from tui.panes.reading.aids import Aids
from tui.panes.reading.motion_view import NO_ANNOTATION, MotionView
from tui.panes.reading.reading_view import ABOVE
from tui.panes.reading.row_renderer import Selection
from tui.panes.reading.text_range import TextRange

CLICK_UNITS = {2: Unit.WORD, 3: Unit.SENTENCE, 4: Unit.PARAGRAPH}
"""The units that a double, triple and quadruple click select."""


class SelectionView(MotionView):
    """A reading view with a selection."""

    def __init__(self, segmenter: Segmenter, aids: Aids) -> None:
        super().__init__(segmenter, aids)
        self._anchor: int | None = None
        """The offset where the selection began, or None if nothing is selected."""
        self._number = 0
        """Counts the selections, to distinguish a selection from a later one of the same range."""
        self._by_sentence = False
        self._smaller: list[Selection] = []
        """The selections before each growth, to shrink back to."""
        self._dragging = False
        self.moving_ends_of: Annotation | None = None
        """The annotation that is to be moved to the selection, or None."""

    @property
    def selection(self) -> Selection | None:
        """The selection: from its beginning to the cursor, including both characters or both sentences."""
        if self._anchor is None or self.article is None or self._motions is None:
            return None
        text = self.article.text
        first, last = sorted((min(self._anchor, len(text) - 1), self.cursor))
        if self._by_sentence:
            return Selection(self._motions.sentence_at(first)[0], self._motions.sentence_at(last)[1])
        return Selection(snap_start(text, first), snap_end(text, last + 1))

    def _text_range(self, article: Article, span: tuple[int, int]) -> TextRange:
        """A range of the article, with a function that drops the present selection."""
        return TextRange(article, *span, drop=partial(self._drop_if, self._number, self.selection))

    def _drop_if(self, number: int, selection: Selection | None) -> None:
        """Drop the selection if it is still the one with this number and range."""
        if (number, selection) == (self._number, self.selection):
            self.drop_selection()

    def set_text(self, *, is_same_article: bool) -> None:
        """Show another text, without a selection."""
        self._forget_selection()
        super().set_text(is_same_article=is_same_article)

    def go_to(self, start: int) -> None:
        """Drop the selection, and jump to an offset."""
        self._forget_selection()
        self.jump(start)

    def select(self, start: int, end: int) -> None:
        """Select a range, with the cursor on its last character."""
        self._anchor, self._by_sentence = start, False
        self.move(max(start, end - 1))
        self._selection_changed()

    def drop_selection(self) -> None:
        """Drop the selection."""
        self._forget_selection()
        self._selection_changed()

    def _forget_selection(self) -> None:
        self._number += 1
        self._anchor, self._by_sentence, self.moving_ends_of = None, False, None
        self._smaller.clear()

    def _selection_changed(self) -> None:
        self.show_status()
        self.refresh()

    # Keys

    def action_select(self) -> None:
        """Start selecting by characters at the cursor, or stop."""
        self._begin(by_sentence=False)

    def action_select_sentence(self) -> None:
        """Start selecting by sentences at the cursor, or stop."""
        self._begin(by_sentence=True)

    def _begin(self, *, by_sentence: bool) -> None:
        if self.article is None or not self.article.text:
            return
        if self._anchor is None:
            self._anchor = self.cursor
        elif self._by_sentence is by_sentence:
            self.drop_selection()
            return
        self._by_sentence = by_sentence
        self._smaller.clear()
        self._selection_changed()

    def action_swap_ends(self) -> None:
        """Move the cursor to the other end of the selection."""
        if self._anchor is not None:
            start, self._anchor = self._anchor, self.cursor
            self.move(start)

    def action_select_unit(self, unit: str) -> None:
        """Select the word, clause, sentence, paragraph or section under the cursor."""
        if self._motions is not None and self.article is not None and self.article.text:
            self._smaller.clear()
            self.select(*self._motions.unit_at(Unit(unit), self.cursor))

    def action_size(self, step: int) -> None:
        """Grow the selection to the next larger unit, or shrink it. Without one, change the measure."""
        selection = self.selection
        count = self.take_count() or 1
        if selection is None or self._motions is None:
            self.aids = self.aids.widened(2 * step * count)
        elif step > 0:
            self._smaller.append(selection)
            self.select(*self._motions.larger_unit(selection))
        elif self._smaller:
            self.select(*self._smaller.pop())
        else:
            self.select(*self._motions.smaller_unit(selection, self.cursor))

    def action_select_annotation(self) -> None:
        """Select the text of the annotation under the cursor, to move its ends."""
        annotation = self.annotation_here
        if annotation is None:
            self.post_message(PaneNotice(str(NO_ANNOTATION)))
            return
        self.select(annotation.start, annotation.end)
        self.moving_ends_of = annotation

    def action_cancel(self) -> None:
        """Drop the count and the selection."""
        self.take_count()
        if self._anchor is None:
            self.show_pending()
        else:
            self.drop_selection()

    # The mouse

    def offset_under(self, event: events.MouseEvent) -> int | None:
        """The offset under the mouse, or the nearest one."""
        content = event.get_content_offset(self)
        if content is None or self._galley is None or self._renderer is None:
            return None
        row = content.y + self.scroll_offset.y - ABOVE
        left = self._renderer.left(self.scrollable_content_region.width)
        return self._galley.offset_at(max(0, min(row, self._galley.height - 1)), content.x - left)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Move the cursor to the mouse. Dragging selects from there."""
        offset = self.offset_under(event)
        if offset is None or event.button != 1:
            return
        self._forget_selection()
        self._selection_changed()
        self.move(offset)
        self._dragging = True
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select what the mouse is dragged over."""
        if not self._dragging:
            return
        offset = self.offset_under(event)
        if offset is not None and (offset != self.cursor or self._anchor is not None):
            if self._anchor is None:
                self._anchor = self.cursor
            self.move(offset)
            self._selection_changed()

    def on_mouse_up(self) -> None:
        """Stop dragging."""
        self._dragging = False
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Select the word on a double click, the sentence on three clicks, the paragraph on four."""
        if event.chain in CLICK_UNITS and self._motions is not None and self.article is not None:
            self.select(*self._motions.unit_at(CLICK_UNITS[event.chain], self.cursor))
