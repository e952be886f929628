"""Finding in the article: while the query is typed, then from match to match."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from textual.message import Message

from store.chinese.words import Segmenter
from store.index.find_in_text import BadPattern, Finder, Finds, Method
from tui.panes.reading.aids import Aids
from tui.panes.reading.selecting import SelectionView

NOTHING = Finds((), Method.WORDS)


class FindView(SelectionView):
    """A reading view in which one finds."""

    class FindRequested(Message):
        """Open the line for typing what to find."""

    def __init__(self, segmenter: Segmenter, aids: Aids) -> None:
        super().__init__(segmenter, aids)
        self._finder: Finder | None = None
        self._query = ""
        self._found = NOTHING
        self._refusal = ""
        self._is_told = False
        """Whether it is still told that nothing was found: until the next motion."""
        self._began_at = 0

    @property
    def finds(self) -> Sequence[tuple[int, int]]:
        """What was found, in text order."""
        return self._found.spans

    @property
    def outcome(self) -> str:
        """What came of the search, in words: the place among the finds; empty when nothing is sought."""
        if not self.finds:
            return (self._refusal or "not found") if self._is_told else ""
        place = bisect_right(self.finds, self.cursor, key=lambda span: span[0])
        how = f" by {self._found.method}" if self._found.method else ""
        return f"{place}/{len(self.finds)}{how}"

    def take_text(self, *, is_same_article: bool) -> None:
        """What was looked for is looked for in the new text when it is wanted."""
        self._finder, self._found, self._is_told = None, NOTHING, False
        super().take_text(is_same_article=is_same_article)

    def _seek_words(self, query: str) -> None:
        """Find, and show what was found."""
        self._query, self._refusal, self._found = query, "", NOTHING
        if query and self.article is not None:
            if self._finder is None:
                self._finder = Finder(self.article.text)
            try:
                self._found = self._finder.find(query)
            except BadPattern as refusal:
                self._refusal = str(refusal)
        self._is_told = bool(query) and not self.finds
        self.show_where()
        self.refresh()
        self.vertical_scrollbar.refresh()

    def move(self, offset: int, *, keep_column: bool = False) -> None:
        """Move, and tell no longer that nothing was found."""
        self._is_told = False
        super().move(offset, keep_column=keep_column)

    def tell_no_more(self) -> None:
        """Tell no longer that nothing was found: the reader goes elsewhere."""
        if self._is_told:
            self._is_told = False
            self.show_where()

    def action_leave(self) -> None:
        """Drop the selection; with none, show no finds any more, nor that there are none; then leave."""
        if self.selection is None and self._is_told:
            self.take_count()
            self.tell_no_more()
        elif self.selection is None and self.finds:
            self.take_count()
            self._seek_words("")
        else:
            super().action_leave()

    # While typing

    def action_find(self) -> None:
        """Ask for what to find."""
        if self.article is not None:
            self._began_at = self.cursor
            self.post_message(self.FindRequested())

    def find_live(self, query: str) -> None:
        """Find what was typed so far, from where typing began."""
        self._seek_words(query)
        is_told = self._is_told
        after = bisect_left(self.finds, self._began_at, key=lambda span: span[0])
        found = self.finds[after : after + 1] or self.finds[:1]
        self.move(found[0][0] if found else self._began_at)
        self._is_told = is_told  # this was no motion of the reader's
        self.show_where()

    def find_settled(self, query: str) -> None:
        """Stay at what was found."""
        if query != self._query:
            self.find_live(query)
        here, self.cursor = self.cursor, self._began_at
        if here != self._began_at:
            self.jump(here)
        if not self.finds:
            self.post_message(self.Said(self._refusal or f"Not found: {query}"))

    def find_dropped(self) -> None:
        """Go back to where one was, and find nothing."""
        self._seek_words("")
        self.move(self._began_at)

    # On and back

    def action_find_next(self) -> None:
        """To the next find; after the last, the first."""
        self._go_by(1)

    def action_find_previous(self) -> None:
        """To the find before; before the first, the last."""
        self._go_by(-1)

    def action_find_word(self) -> None:
        """Find the word under the cursor, or what is selected; on to the next."""
        if self._motion is None or self.article is None:
            return
        start, end = self.selection or self._motion.word_at(self.cursor)
        self.drop_selection()
        self._seek_words(self.article.text[start:end].replace("\n", " "))
        self._go_by(1)

    def _go_by(self, step: int) -> None:
        count = self.take_count() or 1
        if not self._query:
            self.post_message(self.Said("Nothing is sought yet: / finds, * finds the word under the cursor"))
            return
        if self._finder is None:
            self._seek_words(self._query)
        if not self.finds:
            self.post_message(self.Said(self._refusal or f"Not found: {self._query}"))
            return
        place = bisect_right(self.finds, self.cursor, key=lambda span: span[0]) - 1
        if step < 0 and place >= 0 and self.finds[place][0] < self.cursor:
            place += 1
        self.jump(self.finds[(place + step * count) % len(self.finds)][0])
