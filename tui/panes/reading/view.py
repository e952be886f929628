"""The article in view: set in lines as far as it is seen, painted row by row, scrolled.

It draws through Textual's line API: only the rows on the screen are ever painted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.chinese.graphemes import snap_start
from store.chinese.pinyin import reading
from store.chinese.words import Segmenter
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.tag import Tag
from tui.keys.keymap import Scope, bindings
from tui.navigation.motions import Motions
from tui.panes.pane import Pane
from tui.panes.reading.aids import Aids
from tui.panes.reading.row_renderer import Overlay, RowRenderer, Selection
from tui.panes.reading.scrollbar import MarkedScrollBar
from tui.typesetting import Galley, Ruby, TypesettingOptions

MARGIN = 4
"""Cells kept free at each side of the measure, where the pane is wide enough."""

NARROWEST = 10
"""Cells of the shortest line that is set; in a narrower pane it is cut off."""

SCROLL_OFF = 2
"""Rows kept in sight above and below the cursor."""

ABOVE = 1
"""Blank rows of the pane above the galley; as many are below it."""


class ReadingView(ScrollView, Pane, can_focus=True):
    """An article with its annotations, and a cursor in it."""

    SCOPE = Scope.READING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.READING)]
    BORDER_TITLE = "Reading"
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
    """The code point of the text at which the cursor stands."""
    aids: var[Aids] = var(Aids(), init=False)
    """How the text is set and what helps to read it."""

    class CursorMoved(Message):
        """The cursor stands somewhere else."""

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
        self._motion: Motions | None = None
        self._proof: RowRenderer | None = None
        self._tags: tuple[Tag, ...] = ()
        self._column: int | None = None
        self._now = Overlay(0)
        """What is laid over the text in the painting that goes on."""
        self._overlapped = False
        """Whether several annotations were under the cursor when it was painted last."""

    def on_mount(self) -> None:
        """Have the scroll bar show where the finds are."""
        bar = self.vertical_scrollbar
        bar.renderer = MarkedScrollBar.showing(self._shares_of_finds)  # type: ignore[misc]  # as its docs do

    # What is shown

    def show(self, article: Article | None, annotations: Iterable[Annotation], tags: Iterable[Tag]) -> None:
        """Show an article where it was left, or nothing.

        Shown again after a change, it stays where it is.
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
            self.take_text(is_same_article=same)
        else:
            self._paint_anew()
        self.show_where()

    def take_text(self, *, is_same_article: bool) -> None:
        """Set a text that was not shown before, or whose paragraphs are others by now."""
        if self.article is not None:
            last = max(len(self.article.text) - 1, 0)
            self.set_reactive(ReadingView.cursor, snap_start(self.article.text, min(self.cursor, last)))
            self._motion = Motions(self.article, self._segmenter)
        top = self._top if is_same_article else None
        self._set()
        self._scroll_to_top(top)

    def words_are_ready(self) -> None:
        """Words are found better by now: show the one under the cursor."""
        if self._motion is not None:
            self._motion.forget_words()
        if self.aids.pinyin:
            self.set_anew()
        self.refresh()

    # What those who read it add

    @property
    def selection(self) -> Selection | None:
        """What is selected."""
        return None

    @property
    def annotation_here(self) -> Annotation | None:
        """The active annotation under the cursor: the shortest."""
        return min(self.annotations_here, key=lambda each: each.end - each.start, default=None)

    @property
    def annotations_here(self) -> tuple[Annotation, ...]:
        """The annotations under the cursor, in text order."""
        return tuple(
            each for each in self.annotations if not each.orphan and each.start <= self.cursor < each.end
        )

    @property
    def finds(self) -> Sequence[tuple[int, int]]:
        """What was found, in text order."""
        return ()

    def show_where(self) -> None:
        """Tell how far the cursor is."""

    def show_pending(self) -> None:
        """Show the count or sequence being typed."""
        self.show_where()

    # Typesetting

    def _set(self) -> None:
        """Set the article in lines for the width there is."""
        self._galley = self._proof = None
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
            ruby=self._pinyin if self.aids.pinyin else None,
        )
        self._galley = Galley(self.article.text, self.article.blocks, setting)
        self._take_height()
        self._paint_anew()

    def _pinyin(self, start: int, end: int) -> list[Ruby]:
        """What stands above the words of a range: how they are read."""
        if self._motion is None or self.article is None:
            return []
        text = self.article.text
        words: Iterator[tuple[int, int]] = self._motion.words_between(start, end)
        notes = (Ruby(first, last, reading(text[first:last])) for first, last in words)
        return [note for note in notes if note.reading]

    def _take_height(self) -> None:
        if self._galley is not None:
            width = self.scrollable_content_region.width or self.size.width
            self.virtual_size = Size(width, self._galley.height + 2 * ABOVE)

    def _settle(self) -> None:
        """Set what is in sight, and a page before and after; what stood at the top stays there."""
        galley, height = self._galley, self.scrollable_content_region.height
        if galley is None:
            return
        top = self.scroll_offset.y - ABOVE
        if galley.is_settled(top - height, top + 2 * height):
            return
        anchor = galley.offset_at(top, 0)
        below = galley.row_at(anchor) - top
        galley.settle(top - height, top + 2 * height)
        self._take_height()
        settled = galley.row_at(anchor) - below
        if settled != top:
            self.scroll_to(y=settled + ABOVE, animate=False, force=True)

    @property
    def _top(self) -> int | None:
        """The code point at the top of the pane; None when that is the top of the article."""
        if self._galley is None or not self.scroll_offset.y:
            return None
        return self._galley.offset_at(max(0, self.scroll_offset.y - ABOVE), 0)

    def _scroll_to_top(self, top: int | None) -> None:
        """Have a code point at the top of the pane, and the cursor in sight."""
        row = 0
        if top is not None and self._galley is not None and self.article is not None:
            row = self._galley.row_at(min(top, len(self.article.text))) + ABOVE
            self._take_height()
        self.scroll_to(y=row, animate=False, force=True)
        self._settle()
        self.bring_into_view()

    def set_anew(self) -> None:
        """Set the text anew; what stood at the top stays there, and the cursor in sight."""
        if self.article is not None:
            top = self._top
            self._set()
            self._scroll_to_top(top)

    def on_resize(self) -> None:
        """Set the text for the new width."""
        self.set_anew()

    def watch_aids(self) -> None:
        """Set the text as it is wanted now."""
        self.set_anew()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """See that what has come into sight is set."""
        super().watch_scroll_y(old_value, new_value)
        self._settle()

    def bring_into_view(self) -> None:
        """Have the cursor in sight: where it is not, turn the text on or back to have it in the middle.

        By half pages, so that the text stands still while one reads it line by line.
        """
        galley, height = self._galley, self.scrollable_content_region.height
        if galley is None:
            return
        for _ in range(3):  # what is set on the way may move the rows
            row = galley.row_at(self.cursor) + ABOVE
            self._take_height()
            keep = min(SCROLL_OFF, max(0, (height - 1) // 2))
            top = self.scroll_offset.y
            if top <= max(row - keep, 0) and row + keep < top + height:
                break
            top = max(0, min(row - height // 2, self.max_scroll_y))
            if top == self.scroll_offset.y:
                break
            self.scroll_to(y=top, animate=False, force=True)
            self._settle()

    # Painting

    def _paint_anew(self) -> None:
        if self.article is None or self._galley is None:
            return
        self._proof = RowRenderer(self.article, self._galley, self.annotations, self._tags, self)
        self.refresh()

    def notify_style_update(self) -> None:
        """Paint in the colours of the new theme."""
        super().notify_style_update()
        self._paint_anew()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows of the pane; what is laid over them is found once for all."""
        self._now = self._laid()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One row of the pane, ``y`` counted from its top."""
        width = self.scrollable_content_region.width
        if self._proof is None:
            return Strip.blank(width, self.rich_style)
        return self._proof.row(y + self.scroll_offset.y - ABOVE, width, self._now)

    def _laid(self) -> Overlay:
        """What is laid over the text now."""
        if self._motion is None:
            return Overlay(self.cursor)
        selection, active = self.selection, self.annotation_here
        return Overlay(
            self.cursor,
            word=None if selection else self._motion.word_at(self.cursor),
            selection=selection,
            chosen=(active.start, active.end) if active and len(self.annotations_here) > 1 else None,
            finds=self.finds,
            focus=self._motion.sentence_at(self.cursor) if self.aids.focus else None,
            has_ruler=self.aids.ruler,
        )

    def refresh_cursor(self, before: int) -> None:
        """Paint the rows anew that a cursor which stood at ``before`` concerns."""
        if self._galley is None or self._motion is None:
            return
        overlapped, self._overlapped = self._overlapped, len(self.annotations_here) > 1
        if self.selection is not None or self.aids.focus or overlapped or self._overlapped:
            self.refresh()
            return
        for row in {self._galley.row_at(before), self._galley.row_at(self.cursor)}:
            self.refresh_lines(row, 3)

    def _shares_of_finds(self) -> list[float]:
        """How far down the article the finds are, from 0 to 1; of very many, some."""
        if self._galley is None:
            return []
        step = 1 + len(self.finds) // 2000
        return [self._galley.share(start) for start, _ in self.finds[::step]]
