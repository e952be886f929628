"""The reading pane: what it requests, what it says about itself, and its aids."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from textual import events
from textual.message import Message

from store.chinese.pinyin import load_phrases
from store.chinese.words import Segmenter
from store.model.annotation import Annotation
from store.model.article import Article
from tui.keys.requests import AnnotationRequest, HighlightRequest, ReadingRequest, reading_request
from tui.navigation.reading_speed import ReadingSpeed
from tui.panes.pane import PaneRequest
from tui.panes.reading.aids import Aids
from tui.panes.reading.finding import FindView
from tui.panes.reading.selecting import Words


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a request can be about, as it was when the request was made."""

    article: Article
    cursor: int
    word: Words
    """The word under the cursor."""
    next_word: Words | None
    """The word that begins where that one ends, if one does."""
    sentence: Words
    """The sentence under the cursor."""
    selected: Words | None
    """The selected words."""
    annotation: Annotation | None
    """The active annotation under the cursor."""

    @property
    def block(self) -> int:
        """Which block of the article the cursor is in, from 0."""
        blocks = self.article.blocks
        return next((number for number, block in enumerate(blocks) if self.cursor <= block.end), 0)


class ReadingPane(FindView):
    """An article to read, with its annotations."""

    class Whereabouts(Message):
        """How far the cursor is, and what is selected, sought or pending, in words.

        The frame does not show them: setting a title there repaints the whole pane.
        """

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words
            """For the bottom line."""

    class Requested(PaneRequest):
        """Do something with the words or the annotation under the cursor, or with the article."""

        def __init__(self, request: ReadingRequest, context: ReadingContext, digit: str = "") -> None:
            super().__init__()
            self.request = request
            self.context = context
            self.digit = digit
            """The digit that was typed, for :attr:`HighlightRequest.PINNED`."""

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

    # Requests

    def action_ask(self, request: str) -> None:
        """Post a request about the selection, the annotation under the cursor, or the article."""
        self._request(reading_request(request))

    def _request(
        self, request: ReadingRequest, annotation: Annotation | None = None, digit: str = ""
    ) -> None:
        self.take_count()
        context = self._reading_context(annotation or self.annotation_here)
        if context is not None:
            self.post_message(self.Requested(request, context, digit))

    def _reading_context(self, annotation: Annotation | None) -> ReadingContext | None:
        """What a request made now is about; None without an article."""
        article, motion = self.article, self._motion
        if article is None or motion is None:
            return None
        start, end = motion.word_at(self.cursor)
        following = motion.word_at(end) if end < len(article.text) else (end, end)
        follows = following[0] == end < following[1] and article.text[end] != "\n"
        return ReadingContext(
            article,
            self.cursor,
            word=self._words(article, (start, end)),
            next_word=self._words(article, following) if follows else None,
            sentence=self._words(article, motion.sentence_at(self.cursor)),
            selected=None if self.selection is None else self._words(article, self.selection),
            annotation=annotation,
        )

    def action_filter_creator(self) -> None:
        """Ask for the annotations of one person, or everybody's."""
        self.take_count()
        self.post_message(self.CreatorFilterRequested())

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
            self._request(HighlightRequest.PINNED, digit=digit)

    def action_enter(self) -> None:
        """Highlight the selection, or move an annotation to it; else show the annotation under the cursor."""
        if self.selection is None:
            self._request(AnnotationRequest.READ_NOTE)
        elif self.moving_ends_of is None:
            self._request(HighlightRequest.HIGHLIGHT)
        else:
            self._request(HighlightRequest.MOVE_ENDS, self.moving_ends_of)

    # Aids

    def action_aid(self, name: str) -> None:
        """Switch the pinyin line, the focus, the ruler or the justified setting on or off."""
        self.aids = self.aids.toggled(name)
        self._load_readings()

    def on_mount(self) -> None:
        """Load the readings of words, if pinyin is shown from the start."""
        self._load_readings()

    def terminal_is_wide(self) -> None:
        """The terminal draws ambiguous characters two cells wide: set the text accordingly."""
        self.aids = replace(self.aids, ambiguous=2)

    def _load_readings(self) -> None:
        """Load how words are read, on a thread; until then characters are read one by one."""
        if not self.aids.pinyin:
            return

        def load() -> None:
            load_phrases()
            self.app.call_from_thread(self.words_are_ready)

        self.run_worker(load, thread=True, group="readings", exclusive=True)
