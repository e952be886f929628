"""Fits pasted text to the input that has the focus, and says why it is dropped if it does not fit."""

from __future__ import annotations

from textual import events
from textual.widget import Widget

from store.language import _, lazy

MAX_LINE = 2_000
"""The most code points that can be pasted into an input of one line."""

NO_INPUT = lazy("Nothing to paste into here: c writes a note, / finds words")


def too_long(length: int, most: int) -> str:
    """The message about a paste that is dropped."""
    return _(
        "Not pasted: {length:,} characters are too many here, at most {most:,} fit.", length=length, most=most
    )


def fitted_paste(event: events.Paste, focused: Widget | None) -> events.Paste | str:
    """The text for the widget that has the focus: in an input of one line, its lines are joined with spaces.

    An input that has ``TAKES_WHOLE_PASTES`` gets the text as it is.

    :return: the event to deliver, or why there is none.
    """
    from textual.widgets import Input

    if not isinstance(focused, Input) or getattr(focused, "TAKES_WHOLE_PASTES", False):
        return event
    line = " ".join(event.text.strip("\n").splitlines()).replace("\t", " ")
    if len(line) > MAX_LINE:
        return too_long(len(line), MAX_LINE)
    return events.Paste(line)
