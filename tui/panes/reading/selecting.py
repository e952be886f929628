"""Selecting: by character or sentence, by motions, by units that grow and shrink, and with the mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from textual import events

from store.chinese.graphemes import snap_end, snap_start
from store.chinese.words import Segmenter
from store.model.annotation import Annotation
from store.model.article import Article
from tui.navigation.motions import Unit
from tui.panes.reading.aids import Aids
from tui.panes.reading.moving import NO_ANNOTATION, MotionView
from tui.panes.reading.row_renderer import Selection
from tui.panes.reading.view import ABOVE

CHAINS = {2: Unit.WORD, 3: Unit.SENTENCE, 4: Unit.PARAGRAPH}
"""What so many clicks in a row select."""


@dataclass(frozen=True, slots=True)
class Words:
    """A range of an article, to be acted on now or later."""

    article: Article
    start: int
    end: int
    drop: Callable[[], None]
    """Drops the selection from which they come; no other one, however late it is called."""

    @property
    def exact(self) -> str:
        """The words as they stand in the text."""
        return self.article.text[self.start : self.end]


class SelectionView(MotionView):
    """A reading view in which words can be selected."""

    def __init__(self, segmenter: Segmenter, aids: Aids) -> None:
        super().__init__(segmenter, aids)
        self._from: int | None = None
        """Where the selection began; None when nothing is selected."""
        self._number = 0
        """Counts the selections, so that one can be told from a later one of the same range."""
        self._by_sentence = False
        self._smaller: list[Selection] = []
        """What was selected before it grew, to shrink back to."""
        self._dragging = False
        self.moving_ends_of: Annotation | None = None
        """The annotation whose words the selection is to replace."""

    @property
    def selection(self) -> Selection | None:
        """What is selected: from where it began to the cursor, both characters, or sentences, included."""
        if self._from is None or self.article is None or self._motion is None:
            return None
        text = self.article.text
        first, last = sorted((min(self._from, len(text) - 1), self.cursor))
        if self._by_sentence:
            return Selection(self._motion.sentence_at(first)[0], self._motion.sentence_at(last)[1])
        return Selection(snap_start(text, first), snap_end(text, last + 1))

    def _words(self, article: Article, span: tuple[int, int]) -> Words:
        """A range of the article, with the selection that there is now to be dropped."""
        return Words(article, *span, drop=partial(self._drop_if, self._number, self.selection))

    def _drop_if(self, number: int, selection: Selection | None) -> None:
        """Drop the selection, if it is still the one with this number and range."""
        if (number, selection) == (self._number, self.selection):
            self.drop_selection()

    def take_text(self, *, is_same_article: bool) -> None:
        """Select nothing: the text is another."""
        self._forget_selection()
        super().take_text(is_same_article=is_same_article)

    def go_to(self, start: int) -> None:
        """Put the cursor on a code point of the text, in sight, with nothing selected."""
        self._forget_selection()
        self.jump(start)

    def select(self, start: int, end: int) -> None:
        """Select a range of the text, the cursor at its end."""
        self._from, self._by_sentence = start, False
        self.move(max(start, end - 1))
        self._selection_changed()

    def drop_selection(self) -> None:
        """Select nothing."""
        self._forget_selection()
        self._selection_changed()

    def _forget_selection(self) -> None:
        self._number += 1
        self._from, self._by_sentence, self.moving_ends_of = None, False, None
        self._smaller.clear()

    def _selection_changed(self) -> None:
        self.show_where()
        self.refresh()

    # Keys

    def action_select(self) -> None:
        """Begin to select at the cursor, by characters, or stop."""
        self._begin(by_sentence=False)

    def action_select_sentence(self) -> None:
        """Begin to select by sentences, or stop."""
        self._begin(by_sentence=True)

    def _begin(self, *, by_sentence: bool) -> None:
        if self.article is None or not self.article.text:
            return
        if self._from is None:
            self._from = self.cursor
        elif self._by_sentence is by_sentence:
            self.drop_selection()
            return
        self._by_sentence = by_sentence
        self._smaller.clear()
        self._selection_changed()

    def action_swap_ends(self) -> None:
        """Go to the other end of the selection."""
        if self._from is not None:
            start, self._from = self._from, self.cursor
            self.move(start)

    def action_select_unit(self, unit: str) -> None:
        """Select the word, clause, sentence, paragraph or section under the cursor."""
        if self._motion is not None and self.article is not None and self.article.text:
            self._smaller.clear()
            self.select(*self._motion.unit_at(Unit(unit), self.cursor))

    def action_size(self, step: int) -> None:
        """Grow the selection to the next larger unit, or shrink it; with none, change the measure."""
        selection = self.selection
        count = self.take_count() or 1
        if selection is None or self._motion is None:
            self.aids = self.aids.widened(2 * step * count)
        elif step > 0:
            self._smaller.append(selection)
            self.select(*self._motion.larger_unit(selection))
        elif self._smaller:
            self.select(*self._smaller.pop())
        else:
            self.select(*self._motion.smaller_unit(selection, self.cursor))

    def action_select_annotation(self) -> None:
        """Select the words of the annotation under the cursor, to move its ends."""
        annotation = self.annotation_here
        if annotation is None:
            self.post_message(self.Said(NO_ANNOTATION))
            return
        self.select(annotation.start, annotation.end)
        self.moving_ends_of = annotation

    def action_leave(self) -> None:
        """Drop the selection or, with none, leave."""
        self.take_count()
        if self._from is None:
            self.post_message(self.Left())
        else:
            self.drop_selection()

    # The mouse

    def offset_under(self, event: events.MouseEvent) -> int | None:
        """The code point under the mouse, or the nearest."""
        content = event.get_content_offset(self)
        if content is None or self._galley is None or self._proof is None:
            return None
        row = content.y + self.scroll_offset.y - ABOVE
        left = self._proof.left(self.scrollable_content_region.width)
        return self._galley.offset_at(max(0, min(row, self._galley.height - 1)), content.x - left)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse is, ready to drag from there."""
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
        if offset is not None and (offset != self.cursor or self._from is not None):
            if self._from is None:
                self._from = self.cursor
            self.move(offset)
            self._selection_changed()

    def on_mouse_up(self) -> None:
        """Let go."""
        self._dragging = False
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Two clicks select the word, three the sentence, four the paragraph."""
        if event.chain in CHAINS and self._motion is not None and self.article is not None:
            self.select(*self._motion.unit_at(CHAINS[event.chain], self.cursor))
