"""Moves the cursor: motions with counts, pages, pinyin initials, place marks, and the jump list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from textual.message import Message

from store.chinese.graphemes import snap_start
from store.chinese.words import Segmenter
from store.language import Lazy, _, lazy
from store.model.annotation import Annotation
from store.model.article import BlockKind
from tui.navigation.jump_list import JumpList, Place
from tui.panes.jump_target import JumpTarget
from tui.panes.pane import PaneNotice
from tui.panes.reading.aids import Aids
from tui.panes.reading.reading_view import ABOVE, SCROLL_OFF, ReadingView

NO_ANNOTATION = lazy("There is no annotation under the cursor: ]a goes to the next")


class Missing(NamedTuple):
    """What is said when there is no place to go to."""

    at_all: Lazy
    after: Lazy
    before: Lazy


HEADINGS = Missing(
    lazy("This article has no headings: B makes a paragraph one"),
    lazy("No heading follows: [[ goes to the previous one"),
    lazy("No heading comes before: ]] goes to the next one"),
)
ANNOTATIONS = Missing(
    lazy("This article has no annotations yet: v selects words, t tags them, c writes a note"),
    lazy("No annotation follows: [a goes to the previous one"),
    lazy("No annotation comes before: ]a goes to the next one"),
)
MOVED = Missing(
    lazy("No annotation stands on changed words"),
    lazy("No annotation on changed words follows: [m goes to the previous one"),
    lazy("No annotation on changed words comes before: ]m goes to the next one"),
)


class MotionView(ReadingView):
    """A reading view with a cursor that moves."""

    class NeighbourRequested(Message):
        """The user wants to read another article of the list."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step
            """The number of articles to go forward in the list. Negative to go back."""

    class PlaceRequested(Message):
        """The user wants to go to a place in another article."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    def __init__(self, segmenter: Segmenter, aids: Aids) -> None:
        super().__init__(segmenter, aids)
        self._jump_list = JumpList()
        self._marks: dict[tuple[str, str], int] = {}
        """The offsets of the marks, by article and letter."""
        self._last_seek: tuple[str, bool] | None = None
        """The letter of the last seek, and whether it went forward."""
        self._last_annotation: Annotation | None = None
        """The annotation of the last :class:`CursorMoved`."""
        self._chosen = ""
        """The ID of the annotation that the user chose where several overlap."""

    @property
    def annotation_here(self) -> Annotation | None:
        """The active annotation under the cursor: the chosen one, else the shortest one, or None."""
        chosen = next((each for each in self.annotations_here if each.id == self._chosen), None)
        return chosen or super().annotation_here

    # Moving

    def move(self, offset: int, *, keep_column: bool = False) -> None:
        """Move the cursor to the character that contains ``offset``."""
        if self.article is None or not self.article.text:
            return
        text = self.article.text
        offset = snap_start(text, max(0, min(offset, len(text) - 1)))
        if not keep_column:
            self._column = None
        before, self.cursor = self.cursor, offset
        self.refresh_cursor(before)
        self.scroll_to_cursor()
        self.show_status()
        self._post_annotation()

    def _post_annotation(self) -> None:
        """Post :class:`CursorMoved` if another annotation is under the cursor."""
        annotation = self.annotation_here
        if annotation != self._last_annotation:
            self._last_annotation = annotation
            self.post_message(self.CursorMoved(annotation))

    def jump(self, offset: int) -> None:
        """Move the cursor, and add the old place to the jump list."""
        self.remember_place()
        self.move(offset)

    def jump_targets(self) -> Iterator[JumpTarget]:
        """The visible annotations and headings. An annotation that begins above is met where it goes on."""
        galley, renderer, region = self._galley, self._renderer, self.scrollable_content_region
        if galley is None or renderer is None or self.article is None:
            return
        top = self.scroll_offset.y - ABOVE
        first, last = galley.offset_at(top, 0), galley.offset_at(top + region.height, galley.measure)
        starts = {max(each.start, first) for each in self.annotations if not each.orphan and each.end > first}
        starts |= {each.start for each in self.article.blocks if each.kind is BlockKind.HEADING}
        left = region.x + renderer.left(region.width)
        for offset in sorted(start for start in starts if first <= start <= last):
            y, x = galley.place(offset)
            if 0 <= y - top < region.height:
                yield JumpTarget(left + x, region.y + y - top, partial(self.jump, offset))

    def remember_place(self) -> None:
        """Add the present place to the jump list."""
        if self.article is not None:
            self._jump_list.push(Place(self.article.id, self.cursor))

    def _move_rows(self, rows: int) -> None:
        """Move by rows of text, without counting blank ones. The column stays where the movement began."""
        if self._galley is None:
            return
        y, x = self._galley.place(self.cursor)
        if self._column is None:
            self._column = x
        step = 1 if rows > 0 else -1
        for _row in range(abs(rows)):
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
        """Move and scroll by a number of pages."""
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
        """Repeat a motion by the count typed, or do it once.

        :param far: whether to add the old place to the jump list.
        """
        offset = self.cursor
        for _time in range(self.take_count() or 1):
            further = motion(offset)
            if further == offset:
                break
            offset = further
        if far and offset != self.cursor:
            self.remember_place()
        self.move(offset)

    # Lines, pages, the screen

    def action_line_down(self) -> None:
        """Move down a line."""
        self._move_rows(self.take_count() or 1)

    def action_line_up(self) -> None:
        """Move up a line."""
        self._move_rows(-(self.take_count() or 1))

    def action_line_start(self) -> None:
        """Move to the first character of the line."""
        if self._galley is not None:
            self.move(self._galley.line_at(self.cursor).start)

    def action_line_end(self) -> None:
        """Move to the last character of the line."""
        if self._galley is not None:
            line = self._galley.line_at(self.cursor)
            self.move(max(line.start, line.end - 1))

    def action_page(self, pages: float) -> None:
        """Move down by a number of pages, or up if it is negative."""
        self._move_page(pages)

    def action_screen_line(self, share: float) -> None:
        """Move to the line at the top (0), in the middle (0.5) or at the bottom (1) of the pane.

        A count is the number of the line from that edge.
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
        """Do a motion of :mod:`tui.navigation.motions`, repeated by the count typed.

        :param motion: the name of the method.
        """
        motions = self._motions
        if motions is None:
            return
        if motion == "next_heading":
            self._go_among(motions.headings, 1, HEADINGS)
        elif motion == "previous_heading":
            self._go_among(motions.headings, -1, HEADINGS)
        else:
            self.repeat(getattr(motions, motion))

    def action_start(self) -> None:
        """Move to the start, or to the paragraph whose number was typed."""
        self.go_to_paragraph(self.take_count() or 1)

    def action_end(self) -> None:
        """Move to the last character, or to the paragraph whose number was typed."""
        count = self.take_count()
        if count is not None:
            self.go_to_paragraph(count)
        elif self.article is not None:
            self.jump(len(self.article.text) - 1)

    def go_to_paragraph(self, number: int) -> None:
        """Move to a paragraph, counted from 1, or to the last one."""
        if self.article is not None and self.article.blocks:
            block = self.article.blocks[min(number, len(self.article.blocks)) - 1]
            self.jump(block.start)

    def action_percent(self) -> None:
        """Move to a percentage of the article. Without a count, move to the other bracket of a pair."""
        count = self.take_count()
        if self.article is None or self._motions is None:
            return
        if count is not None:
            self.jump(len(self.article.text) * min(count, 100) // 100)
        else:
            self.jump(self._motions.matching_mark(self.cursor))

    # Pinyin initials

    def action_seek(self, letter: str, *, forward: bool = True) -> None:
        """Move to the next character that has this pinyin initial or is this character."""
        self._last_seek = (letter, forward)
        self._seek(letter, forward=forward)

    def action_seek_back(self, letter: str) -> None:
        """Move to the previous character that has this pinyin initial or is this character."""
        self.action_seek(letter, forward=False)

    def action_seek_again(self, same_direction: bool = True) -> None:
        """Repeat the last seek, in the same or the other direction."""
        if self._last_seek is not None:
            letter, forward = self._last_seek
            self._seek(letter, forward=forward is same_direction)

    def _seek(self, letter: str, *, forward: bool) -> None:
        if self._motions is None:
            return
        seek = self._motions.next_with_initial if forward else self._motions.previous_with_initial
        self.repeat(lambda offset: seek(offset, letter.lower()))

    # Marks and the jump list

    def action_mark(self, letter: str) -> None:
        """Mark this place with a letter."""
        if self.article is not None:
            self._marks[self.article.id, letter] = self.cursor
            self.post_message(PaneNotice(_("Mark {letter} set: '{letter} returns to it", letter=letter)))

    def action_to_mark(self, letter: str) -> None:
        """Move to the place marked with a letter, or to where the last jump started for ``''``."""
        if self.article is None:
            return
        if letter in "'`":
            self.action_back()
            return
        place = self._marks.get((self.article.id, letter))
        if place is None:
            self.post_message(
                PaneNotice(_("There is no mark {letter} in this article: m{letter} sets it", letter=letter))
            )
        else:
            self.jump(place)

    def action_back(self) -> None:
        """Go back in the jump list."""
        self._go_in_jump_list(-(self.take_count() or 1))

    def action_forward(self) -> None:
        """Go forward in the jump list."""
        self._go_in_jump_list(self.take_count() or 1)

    def _go_in_jump_list(self, steps: int) -> None:
        if self.article is None:
            return
        place = self._jump_list.go(Place(self.article.id, self.cursor), steps)
        if place is None:
            return
        if place.article == self.article.id:
            self.move(place.offset)
        else:
            self.post_message(self.PlaceRequested(place))

    # Annotations

    def action_next_annotation(self) -> None:
        """Move to the start of the next annotation."""
        self._go_among([each.start for each in self.annotations if not each.orphan], 1, ANNOTATIONS)

    def action_previous_annotation(self) -> None:
        """Move to the start of the previous annotation."""
        self._go_among([each.start for each in self.annotations if not each.orphan], -1, ANNOTATIONS)

    def action_next_moved(self) -> None:
        """Move to the start of the next annotation on changed words."""
        self._go_among([each.start for each in self.annotations if each.moved], 1, MOVED)

    def action_previous_moved(self) -> None:
        """Move to the start of the previous annotation on changed words."""
        self._go_among([each.start for each in self.annotations if each.moved], -1, MOVED)

    def _go_among(self, places: Iterable[int], step: int, missing: Missing) -> None:
        """Move to the next of some places, or to the previous one. Say so if there is none."""
        starts = sorted(set(places), reverse=step < 0)

        def further(offset: int) -> int:
            return next((start for start in starts if (start - offset) * step > 0), offset)

        if further(self.cursor) == self.cursor:
            self.take_count()
            text = missing.at_all if not starts else missing.after if step > 0 else missing.before
            self.post_message(PaneNotice(str(text)))
        else:
            self.repeat(further, far=True)

    def action_choose_annotation(self) -> None:
        """Make the next of the annotations under the cursor the active one."""
        overlapping, active = self.annotations_here, self.annotation_here
        if active is None:
            self.post_message(PaneNotice(str(NO_ANNOTATION)))
            return
        self._chosen = overlapping[(overlapping.index(active) + 1) % len(overlapping)].id
        self.refresh()
        self._post_annotation()

    # Other articles

    def action_turn(self, step: int) -> None:
        """Post a request to read another article, ``step`` places further in the list."""
        self.remember_place()
        self.post_message(self.NeighbourRequested(step * (self.take_count() or 1)))
