"""Moving in the article: motions with counts, pages and screens, letters, marks, and the way back."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from store.chinese.graphemes import snap_start
from store.chinese.words import Segmenter
from store.model.annotation import Annotation
from tui.navigation.jump_list import JumpList, Place
from tui.panes.reading.aids import Aids
from tui.panes.reading.view import ABOVE, SCROLL_OFF, ReadingView

NO_ANNOTATION = "There is no annotation under the cursor: ]a goes to the next"


class MotionView(ReadingView):
    """A reading view with a cursor that moves."""

    class Left(Message):
        """Go back to the list."""

    class Turned(Message):
        """Go to another article of the list."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step
            """How many places on in the list; negative for back."""

    class Revisited(Message):
        """Go back to a place in another article."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    class Said(Message):
        """Show a short message."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, segmenter: Segmenter, aids: Aids) -> None:
        super().__init__(segmenter, aids)
        self._trail = JumpList()
        self._letters: dict[tuple[str, str], int] = {}
        """Places marked with a letter, by article and letter."""
        self._sought: tuple[str, bool] | None = None
        """The letter sought last, and whether forwards."""
        self._told_annotation: Annotation | None = None
        """The annotation of the last :class:`CursorMoved`."""
        self._chosen = ""
        """The ID of the annotation that was chosen where several overlap."""

    @property
    def annotation_here(self) -> Annotation | None:
        """The active annotation under the cursor: the one chosen, else the shortest."""
        chosen = next((each for each in self.annotations_here if each.id == self._chosen), None)
        return chosen or super().annotation_here

    # The ways to move

    def move(self, offset: int, *, keep_column: bool = False) -> None:
        """Put the cursor on the character at or before ``offset``."""
        if self.article is None or not self.article.text:
            return
        text = self.article.text
        offset = snap_start(text, max(0, min(offset, len(text) - 1)))
        if not keep_column:
            self._column = None
        before, self.cursor = self.cursor, offset
        self.refresh_cursor(before)
        self.bring_into_view()
        self.show_where()
        self._tell_annotation()

    def _tell_annotation(self) -> None:
        """Say which annotation is under the cursor, if that has changed."""
        annotation = self.annotation_here
        if annotation != self._told_annotation:
            self._told_annotation = annotation
            self.post_message(self.CursorMoved(annotation))

    def jump(self, offset: int) -> None:
        """Move far: ``ctrl+o`` leads back."""
        self.remember_place()
        self.move(offset)

    def remember_place(self) -> None:
        """Have the way back lead here."""
        if self.article is not None:
            self._trail.push(Place(self.article.id, self.cursor))

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
            while 0 <= following < self._galley.height and not self._is_text(following):
                following += step
            if not 0 <= following < self._galley.height:
                break
            y = following
        self.move(self._galley.offset_at(y, self._column), keep_column=True)

    def _is_text(self, y: int) -> bool:
        row = self._galley.row(y) if self._galley else None
        return row is not None and row.line is not None and not row.is_ruby

    def _move_page(self, pages: float) -> None:
        """Move and scroll together by a part of what is in sight, by rows of the screen."""
        if self._galley is None:
            return
        rows = int(max(1, self.scrollable_content_region.height - 2) * pages) * (self.take_count() or 1)
        y, x = self._galley.place(self.cursor)
        if self._column is None:
            self._column = x
        y = max(0, min(y + rows, self._galley.height - 1))
        target = self._galley.offset_at(y, self._column)
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False)
        self.move(target, keep_column=True)

    def repeat(self, motion: Callable[[int], int], *, far: bool = False) -> None:
        """Move as often as the count typed says, once without one."""
        offset = self.cursor
        for _ in range(self.take_count() or 1):
            further = motion(offset)
            if further == offset:
                break
            offset = further
        if far and offset != self.cursor:
            self.remember_place()
        self.move(offset)

    # Lines, pages, the screen

    def action_line_down(self) -> None:
        """Down a line of the screen."""
        self._move_rows(self.take_count() or 1)

    def action_line_up(self) -> None:
        """Up a line of the screen."""
        self._move_rows(-(self.take_count() or 1))

    def action_line_start(self) -> None:
        """To the first character of the line."""
        if self._galley is not None:
            self.move(self._galley.line_at(self.cursor).start)

    def action_line_end(self) -> None:
        """To the last character of the line."""
        if self._galley is not None:
            line = self._galley.line_at(self.cursor)
            self.move(max(line.start, line.end - 1))

    def action_page(self, pages: float) -> None:
        """Down by so many pages; up when negative."""
        self._move_page(pages)

    def action_screen_line(self, share: float) -> None:
        """To the line at the top (0), in the middle (0.5) or at the bottom (1) of the pane.

        A count is the line from that edge.
        """
        if self._galley is None:
            return
        top = max(0, self.scroll_offset.y - ABOVE + (SCROLL_OFF if self.scroll_offset.y else 0))
        bottom = self.scroll_offset.y - ABOVE + self.scrollable_content_region.height - 1 - SCROLL_OFF
        if self.scroll_offset.y >= self.max_scroll_y:
            bottom = self._galley.height - 1
        rows = [y for y in range(top, min(bottom, self._galley.height - 1) + 1) if self._is_text(y)]
        if not rows:
            return
        at = round((len(rows) - 1) * share)
        count = (self.take_count() or 1) - 1
        at += count if share == 0 else -count if share == 1 else 0
        row = self._galley.row(rows[max(0, min(at, len(rows) - 1))])
        if row.line is not None:
            self.move(row.line.start)

    # Words, sentences, paragraphs, headings

    def action_move(self, motion: str) -> None:
        """Go by one of the motions of :mod:`tui.navigation.motions`, as often as the count typed says."""
        if self._motion is not None:
            self.repeat(getattr(self._motion, motion))

    def action_start(self) -> None:
        """To the start, or to the paragraph whose number was typed."""
        self._to_paragraph(self.take_count() or 1)

    def action_end(self) -> None:
        """To the last character, or to the paragraph whose number was typed."""
        count = self.take_count()
        if count is not None:
            self._to_paragraph(count)
        elif self.article is not None:
            self.jump(len(self.article.text) - 1)

    def _to_paragraph(self, number: int) -> None:
        if self.article is not None and self.article.blocks:
            block = self.article.blocks[min(number, len(self.article.blocks)) - 1]
            self.jump(block.start)

    def action_percent(self) -> None:
        """To so many per cent of the article; without a count, to the other quote or bracket of a pair."""
        count = self.take_count()
        if self.article is None or self._motion is None:
            return
        if count is not None:
            self.jump(len(self.article.text) * min(count, 100) // 100)
        else:
            self.jump(self._motion.matching_mark(self.cursor))

    # A letter, by which a character is read

    def action_seek(self, letter: str, *, forwards: bool = True) -> None:
        """To the next character read with this initial, or that is this character."""
        self._sought = (letter, forwards)
        self._seek(letter, forwards=forwards)

    def action_seek_back(self, letter: str) -> None:
        """To the character before that is read with this initial."""
        self.action_seek(letter, forwards=False)

    def action_seek_again(self, same_way: bool = True) -> None:
        """On to the next of the same, or back to the one before."""
        if self._sought is not None:
            letter, forwards = self._sought
            self._seek(letter, forwards=forwards is same_way)

    def _seek(self, letter: str, *, forwards: bool) -> None:
        if self._motion is None:
            return
        seek = self._motion.next_with_initial if forwards else self._motion.previous_with_initial
        self.repeat(lambda offset: seek(offset, letter.lower()))

    # Marks with a letter, and the way back

    def action_mark(self, letter: str) -> None:
        """Mark the place with a letter."""
        if self.article is not None:
            self._letters[self.article.id, letter] = self.cursor
            self.post_message(self.Said(f"This place is {letter}: '{letter} comes back to it"))

    def action_to_mark(self, letter: str) -> None:
        """To the place marked with a letter; ``''`` to where the last jump was made from."""
        if self.article is None:
            return
        if letter in "'`":
            self.action_back()
            return
        place = self._letters.get((self.article.id, letter))
        if place is None:
            self.post_message(self.Said(f"No place here is marked {letter}: m{letter} marks one"))
        else:
            self.jump(place)

    def action_back(self) -> None:
        """To the place before the last jump."""
        self._revisit(-(self.take_count() or 1))

    def action_forward(self) -> None:
        """To the place before going back."""
        self._revisit(self.take_count() or 1)

    def _revisit(self, steps: int) -> None:
        if self.article is None:
            return
        place = self._trail.go(Place(self.article.id, self.cursor), steps)
        if place is None:
            return
        if place.article == self.article.id:
            self.move(place.offset)
        else:
            self.post_message(self.Revisited(place))

    # Annotations

    def action_next_annotation(self) -> None:
        """To the start of the next annotation."""
        starts = sorted({each.start for each in self.annotations if not each.orphan})
        self.repeat(lambda offset: next((start for start in starts if start > offset), offset), far=True)

    def action_previous_annotation(self) -> None:
        """To the start of the previous annotation."""
        starts = sorted({each.start for each in self.annotations if not each.orphan}, reverse=True)
        self.repeat(lambda offset: next((start for start in starts if start < offset), offset), far=True)

    def action_choose_annotation(self) -> None:
        """Choose the next of the annotations that overlap under the cursor."""
        overlapping, active = self.annotations_here, self.annotation_here
        if active is None:
            self.post_message(self.Said(NO_ANNOTATION))
            return
        self._chosen = overlapping[(overlapping.index(active) + 1) % len(overlapping)].id
        self.refresh()
        self._tell_annotation()

    # Other articles

    def action_turn(self, step: int) -> None:
        """To the article so many places on in the list."""
        self.remember_place()
        self.post_message(self.Turned(step * (self.take_count() or 1)))
