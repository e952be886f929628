"""Short messages to the reader, and quotes of an article in them."""

from __future__ import annotations

from textual.app import App

from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

LONGEST_QUOTED = 36
"""Cells of an article's words in a title or a message."""


def say(app: App[None], sentence: str) -> None:
    """Say what was done, or why there was nothing to do."""
    app.notify(displayed(sentence), timeout=3, markup=False)


def cut(words: str) -> str:
    """Words on one line, cut where they are long."""
    return fitted(" ".join(words.split()), LONGEST_QUOTED)


def quoted(words: str) -> str:
    """Words in quotation marks, on one line, cut where they are long."""
    return f"「{cut(words)}」"
