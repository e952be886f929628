"""Short messages to the user, and quotes of an article in them."""

from __future__ import annotations

from textual.app import App

from store.language import _
from store.wording import in_quotes
from tui.keys.keymap import key_name
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

MAX_QUOTE_WIDTH = 36
"""The width in cells to which a quote in a title or a message is cut."""


def say(app: App[None], message: str) -> None:
    """Show a short message: what was done, or why there was nothing to do."""
    app.notify(displayed(message), timeout=3, markup=False)


def undoable(done: str) -> str:
    """Return a message about a change, with the key that undoes it."""
    key = key_name("app.undo")
    return _("{done}: {key} undoes it", done=done, key=key) if key else done


def cut(text: str) -> str:
    """Put a text on one line, and cut it if it is long."""
    return fitted(" ".join(text.split()), MAX_QUOTE_WIDTH)


def quoted(text: str) -> str:
    """Put a text in quotation marks on one line, and cut it if it is long."""
    return in_quotes(cut(text))
