"""A text area for Chinese: it breaks lines as the reading view does, and moves by words.

It also keeps the terminal's cursor where an input method needs it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import ClassVar, Protocol, runtime_checkable

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.document._document import Location
from textual.widgets import TextArea

from store.chinese.graphemes import snap_end, snap_start
from store.chinese.words import Segmenter
from tui.note_editing.line_breaks import BrokenDocument, ClusterNavigator
from tui.note_editing.word_motions import (
    Spans,
    deletion_end,
    deletion_start,
    word_end_after,
    word_start_before,
)
from tui.typesetting.glyphs import displayed

FindPlace = Callable[[str, Spans, int], int]
"""Finds a place in a line, given its words and another place."""

WORD_REACH = 400
"""How far a motion or deletion by words looks, in code points."""


@runtime_checkable
class HasSegmenter(Protocol):
    """An app that finds words."""

    @property
    def segmenter(self) -> Segmenter:
        """Finds the words. It may still be loading."""


class WrappedTextArea(TextArea):
    """The base of the note editor and of the fields of forms."""

    # The keys of readline that Textual lacks.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+b,alt+left", "cursor_word_left", "Word left", show=False),
        Binding("alt+f,alt+right", "cursor_word_right", "Word right", show=False),
        Binding("alt+d,ctrl+delete", "delete_word_right", "Delete word right", show=False),
    ]

    def _set_document(self, text: str, language: str | None) -> None:
        """Show a text, in lines that are broken as in the reading view."""
        super()._set_document(text, language)
        lines = BrokenDocument(self.document)
        self.wrapped_document, self.navigator = lines, ClusterNavigator(lines)
        self._rewrap_and_refresh_virtual_size()

    def get_line(self, line_index: int) -> Text:
        """A row as it is drawn: each code point is one code point, of the width that lines are broken by."""
        return Text(displayed(self.document.get_line(line_index)), end="", no_wrap=True)

    # Words

    def _word_place(self, find: FindPlace) -> Location:
        """The place that a function finds in the row of the cursor, given its words.

        In a long row it gets the part around the cursor.
        """
        row, column = self.cursor_location
        line = self.document.get_line(row)
        first = snap_start(line, column - WORD_REACH)
        part = line[first : snap_end(line, column + WORD_REACH)]
        segmenter = self.app.segmenter if isinstance(self.app, HasSegmenter) else Segmenter()
        return row, first + find(part, segmenter.spans(part), column - first)

    @property
    def _is_at_row_start(self) -> bool:
        return self.cursor_location[1] == 0

    @property
    def _is_at_row_end(self) -> bool:
        row, column = self.cursor_location
        return column == len(self.document.get_line(row))

    def get_cursor_word_left_location(self) -> Location:
        """The start of the word to the left; at the start of a row, the end of the row above."""
        if self._is_at_row_start:
            return self.get_cursor_left_location()
        return self._word_place(word_start_before)

    def get_cursor_word_right_location(self) -> Location:
        """The end of the word to the right; at the end of a row, the start of the row below."""
        return self.get_cursor_right_location() if self._is_at_row_end else self._word_place(word_end_after)

    def action_delete_word_left(self) -> None:
        """Delete the selection, or to the start of the word or the marks to the left."""
        if self.read_only or not self.selection.is_empty or self._is_at_row_start:
            self.action_delete_left()
        else:
            self._delete_via_keyboard(self._word_place(deletion_start), self.cursor_location)

    def action_delete_word_right(self) -> None:
        """Delete the selection, or to the end of the word or the marks to the right."""
        if self.read_only or not self.selection.is_empty or self._is_at_row_end:
            self.action_delete_right()
        else:
            self._delete_via_keyboard(self.cursor_location, self._word_place(deletion_end))

    async def action_delete_to_end_of_line_or_delete_line(self) -> None:
        """Delete the selection, or the rest of the line; at the end of a row, join the row below."""
        if self.read_only or not self.selection.is_empty or self._is_at_row_end:
            self.action_delete_right()
        else:
            self.action_delete_to_end_of_line()

    def action_delete_to_end_of_line(self) -> None:
        """Delete the rest of the line on the screen, with its last character."""
        row, column = self.cursor_location
        ends = [*self.wrapped_document.get_offsets(row), len(self.document.get_line(row))]
        if not self.read_only:
            self._delete_via_keyboard(
                (row, column), (row, ends[bisect_right(ends, column, hi=len(ends) - 1)])
            )

    # An input method draws its composition at the cursor of the terminal. Textual moves that cursor at each
    # key. It must also move when the text area gets the focus and when lines are wrapped again.

    def on_focus(self) -> None:
        """Move the terminal's cursor into the text area."""
        self.call_after_refresh(self._place_cursor)

    def on_resize(self) -> None:
        """Move the terminal's cursor to where the text cursor is now."""
        self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        if not self.is_attached:
            return  # it was closed before it was painted
        self.scroll_cursor_visible()  # this also computes its position in the wrapped lines
        if self.screen.focused is self:
            self.app.cursor_position = self.cursor_screen_offset
            self.refresh()  # the next painting moves the cursor

    def insert_cleaned(self, text: str) -> None:
        """Insert pasted text, which has no control characters, as TextArea does it."""
        pasted = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.move_cursor(pasted.end_location)
