"""The reading pane: posts requests, reports its status, and switches the reading aids."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import msgspec
from msgspec import structs
from textual import events
from textual.message import Message

from store.chinese.pinyin import load_phrases
from store.chinese.words import Segmenter
from store.language import _, pgettext
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.tag import Tag
from tui.keys.requests import AnnotationRequest, HighlightRequest, ReadingRequest, reading_request
from tui.late_answers import unless_gone
from tui.looks.wording import minutes_left
from tui.navigation.reading_speed import ReadingSpeed
from tui.panes.pane import PaneNotice, PaneRequest
from tui.panes.reading.aids import Aids
from tui.panes.reading.find_view import FindView
from tui.panes.reading.sticky_tag import StickyTag
from tui.panes.reading.text_range import TextRange
from tui.typesetting.fitting import fitted

MAX_STICKY_WIDTH = 20
"""The width in cells to which the sticky tag is cut in the status."""


class ReadingContext(msgspec.Struct, frozen=True):
    """The text around the cursor at the time of a request."""

    article: Article
    cursor: int
    word: TextRange
    """The word under the cursor."""
    next_word: TextRange | None
    """The word that begins where ``word`` ends, or None."""
    sentence: TextRange
    """The sentence under the cursor."""
    selected: TextRange | None
    """The selection, or None."""
    annotation: Annotation | None
    """The active annotation under the cursor, or None."""

    @property
    def block(self) -> int:
        """The index of the block that contains the cursor."""
        blocks = self.article.blocks
        return next((number for number, block in enumerate(blocks) if self.cursor <= block.end), 0)


class ReadingPane(FindView):
    """Shows an article with its annotations."""

    class PunctuationChanged(Message):
        """Punctuation is shown in another way."""

    class Requested(PaneRequest):
        """A request about the text or the annotation at the cursor, or about the article."""

        def __init__(self, request: ReadingRequest, context: ReadingContext, digit: str = "") -> None:
            super().__init__()
            self.request = request
            self.context = context
            self.digit = digit
            """The digit typed, for :attr:`HighlightRequest.PINNED`."""

    def __init__(
        self,
        segmenter: Segmenter,
        aids: Aids,
        reading_speed: ReadingSpeed,
        status_changed: Callable[[str], None],
    ) -> None:
        """Create the pane without an article.

        :param status_changed: called with the status when it has changed: how far the cursor is, and what is
            selected, found or being typed. A message would come after the text is painted, so that each key
            painted twice.
        """
        super().__init__(segmenter, aids)
        self._status_changed = status_changed
        self._reading_speed = reading_speed
        self.sticky = StickyTag(self.show_status)
        """The tag that every new highlight gets."""
        self._status = ""
        """The status that was told last."""

    # Status

    def show_status(self) -> None:
        """Tell the status if it has changed."""
        parts = [self.sequences.pending]
        selection = self.selection
        if self.moving_ends_of is not None:
            parts.append(_("enter sets the new ends"))
        if selection is not None:
            parts.append(_("{count:,} selected", count=selection.end - selection.start))
        parts.append(self.find_status)
        if self.sticky.name:
            parts.append(_("every highlight: {tag}", tag=f"#{fitted(self.sticky.name, MAX_STICKY_WIDTH)}"))
        if self.article is not None:
            length = max(1, len(self.article.text))
            self._reading_speed.observe(self.article.id, self.cursor, time.monotonic())
            left = length - self.cursor - 1
            parts.append(
                minutes_left(self._reading_speed.minutes_for(left))
                if left
                else pgettext("at the end of the text", "read")
            )
            parts.append(f"{100 * (self.cursor + 1) // length}%")
        status = " · ".join(filter(None, parts))
        if status != self._status:
            self._status = status
            self._status_changed(status)

    def show(self, article: Article | None, annotations: Iterable[Annotation], tags: Iterable[Tag]) -> None:
        """Show an article. A sticky tag that was deleted is dropped."""
        known = tuple(tags)
        super().show(article, annotations, known)
        self.sticky.check(tag.name for tag in known)

    def action_cancel(self) -> None:
        """Drop what has begun; without anything, the sticky tag."""
        has_begun = self.take_count() is not None or bool(self.selection or self.find_status)
        super().action_cancel()
        if self.sticky.name and not has_begun:
            tag = self.sticky.name
            self.sticky.stick("")
            self.post_message(PaneNotice(_("New highlights no longer get {tag}", tag=tag)))

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
        """The context of a request made now, or None without an article."""
        article, motion = self.article, self._motions
        if article is None or motion is None:
            return None
        start, end = motion.word_at(self.cursor)
        following = motion.word_at(end) if end < len(article.text) else (end, end)
        follows = following[0] == end < following[1] and article.text[end] != "\n"
        return ReadingContext(
            article,
            self.cursor,
            word=self._text_range(article, (start, end)),
            next_word=self._text_range(article, following) if follows else None,
            sentence=self._text_range(article, motion.sentence_at(self.cursor)),
            selected=None if self.selection is None else self._text_range(article, self.selection),
            annotation=annotation,
        )

    @property
    def selected_range(self) -> TextRange | None:
        """The selection as a range of the article, or None."""
        if self.article is None or self.selection is None:
            return None
        return self._text_range(self.article, self.selection)

    async def on_key(self, event: events.Key) -> None:
        """Tag the selection with the tag that is pinned to a digit. Without a selection, digits are counts.

        Textual calls :meth:`Pane.on_key` after this, which handles all other keys.
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
        """Highlight the selection, or move an annotation to it. Without one, show the annotation here."""
        if self.selection is None:
            self._request(AnnotationRequest.READ_NOTE)
        elif self.moving_ends_of is None:
            self._request(HighlightRequest.HIGHLIGHT)
        else:
            self._request(HighlightRequest.MOVE_ENDS, self.moving_ends_of)

    # Aids

    def action_aid(self, name: str) -> None:
        """Switch pinyin, the focus, the ruler or justified lines on or off."""
        self.aids = self.aids.toggled(name)
        self._load_readings()

    def action_line_spacing(self) -> None:
        """Leave a blank row between lines, or none."""
        self.aids = self.aids.spaced()

    def action_punctuation(self) -> None:
        """Show full-width punctuation, or the text's own."""
        if self.article is not None:
            own = self.aids.shown(self.article.text) == self.article.text
            self.aids = structs.replace(self.aids, punctuation="full" if own else "as-is")
            self.post_message(self.PunctuationChanged())

    def set_aids(self, aids: Aids) -> None:
        """Use other typesetting options and reading aids."""
        if aids.punctuation != self.aids.punctuation:
            self.post_message(self.PunctuationChanged())
        self.aids = aids
        self._load_readings()

    def on_mount(self) -> None:
        """Load the readings of words if pinyin is shown from the start."""
        self._load_readings()

    def terminal_is_wide(self) -> None:
        """Set the text for a terminal that draws ambiguous characters two cells wide."""
        self.aids = structs.replace(self.aids, ambiguous=2)

    def _load_readings(self) -> None:
        """Load the readings of words in a thread. Until then, each character has its own reading."""
        if not self.aids.pinyin:
            return

        def load() -> None:
            load_phrases()
            self.app.call_from_thread(unless_gone(self, self.words_are_ready))

        self.run_worker(load, thread=True, group="readings", exclusive=True)
