"""The reading pane: what is asked to be done to words, what it tells of itself, and its aids."""

from __future__ import annotations

import time

from textual import events
from textual.message import Message

from store.chinese.words import Segmenter
from store.model.annotation import Annotation
from tui.controllers.creator_filter import CreatorFilterRequested
from tui.navigation.reading_speed import ReadingSpeed
from tui.panes.reading.aids import Aids
from tui.panes.reading.finding import FindView
from tui.panes.reading.row_renderer import Selection


class ReadingPane(FindView):
    """An article to read, with its marks."""

    class Whereabouts(Message):
        """How far the cursor is, and what is selected, sought or pending, in words.

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
            """One of those that :mod:`tui.controllers.dispatch` knows: ``tag``, ``copy``, ``pinned 3``."""
            self.selection = selection
            """The selected range, or None."""
            self.mark = mark
            """The annotation under the cursor that is meant, or None."""

    class Aided(Message):
        """The reader wants the text set or shown in another way."""

        def __init__(self, aids: Aids) -> None:
            super().__init__()
            self.aids = aids
            """How."""

    def __init__(self, segmenter: Segmenter, aids: Aids, pace: ReadingSpeed) -> None:
        super().__init__(segmenter, aids)
        self._pace = pace
        self._told = ""

    # Telling

    def show_where(self) -> None:
        """Tell how far the cursor is, and what is selected, sought or pending."""
        parts = [self.sequences.pending]
        selection = self.selection
        if self.moving_ends_of is not None:
            parts.append("enter sets the new ends")
        if selection is not None:
            parts.append(f"{selection.end - selection.start} selected")
        parts.append(self.outcome)
        if self.article is not None:
            length = max(1, len(self.article.text))
            self._pace.observe(self.article.id, self.cursor, time.monotonic())
            left = length - self.cursor - 1
            parts += [f"{self._pace.minutes_for(left)} min left" if left else "read"]
            parts.append(f"{100 * (self.cursor + 1) // length}%")
        words = " · ".join(filter(None, parts))
        if words != self._told:
            self._told = words
            self.post_message(self.Whereabouts(words))

    @property
    def block_here(self) -> int:
        """Which block of the article the cursor is in, from 0."""
        blocks = self.article.blocks if self.article else ()
        return next((number for number, block in enumerate(blocks) if self.cursor <= block.end), 0)

    @property
    def word_here(self) -> Selection:
        """The word under the cursor, or what is selected."""
        if self.selection is not None:
            return self.selection
        if self._motion is None:
            return Selection(self.cursor, self.cursor)
        return Selection(*self._motion.word_at(self.cursor))

    @property
    def sentence_here(self) -> Selection:
        """The sentence under the cursor."""
        if self._motion is None:
            return Selection(self.cursor, self.cursor)
        return Selection(*self._motion.sentence_at(self.cursor))

    def word_after(self, end: int) -> Selection | None:
        """The word that begins where another ends, or None."""
        if self._motion is None or self.article is None or end >= len(self.article.text):
            return None
        start, stop = self._motion.word_at(end)
        return Selection(start, stop) if start == end and self.article.text[start] != "\n" else None

    # Asking

    def action_ask(self, deed: str) -> None:
        """Ask for something to be done to the selection, to the mark under the cursor, or to the article."""
        self.take_count()
        if self.article is not None:
            self.post_message(self.Asked(deed, self.selection, self.mark_here))

    def action_whose(self) -> None:
        """Ask for the annotations of one person, or everybody's."""
        self.take_count()
        self.post_message(CreatorFilterRequested())

    async def on_key(self, event: events.Key) -> None:
        """Digits are the tags pinned to them while something is selected, and counts otherwise.

        What is left of the key is for :meth:`Pane.on_key`, which Textual calls after this.
        """
        digit = event.character or ""
        if (
            self.selection is not None
            and digit.isascii()
            and digit.isdigit()
            and not self.sequences.has_begun
        ):
            event.stop()
            event.prevent_default()
            self.action_ask(f"pinned {digit}")

    def action_enter(self) -> None:
        """Mark what is selected, or set an annotation's new ends; else show the note under the cursor."""
        if self.selection is None:
            self.action_ask("read_note")
            return
        mark = self.moving_ends_of
        if mark is None:
            self.action_ask("highlight")
        else:
            self.post_message(self.Asked("move_ends", self.selection, mark))

    # Aids

    def action_aid(self, name: str) -> None:
        """Switch the pinyin line, the focus, the ruler or the justified setting on or off."""
        self.aids = self.aids.toggled(name)
        self.post_message(self.Aided(self.aids))
