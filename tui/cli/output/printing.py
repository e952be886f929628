"""How commands print: one JSON object a line, or words for people."""

from __future__ import annotations

import sys

import msgspec
from rich.console import Console

from store.model.surrogates import writable
from tui.typesetting import displayed

UNWATCHED_WIDTH = 160
"""Columns of a table that goes to a file or another program."""


def displayed_lines(words: str) -> str:
    """Words of several lines made harmless for a terminal."""
    return "\n".join(displayed(line) for line in words.split("\n"))


def terminal() -> Console:
    """Standard output, as wide as it is; wide enough for tables where nobody watches."""
    width = None if sys.stdout.isatty() else UNWATCHED_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)


def json_line(**fields: object) -> None:
    """Print a JSON object, for a program: at once, so that it need not wait for the end."""
    sys.stdout.write(msgspec.json.encode(fields).decode() + "\n")
    sys.stdout.flush()


def say(sentence: str) -> None:
    """Print a sentence."""
    sys.stdout.write(displayed(sentence) + "\n")


def warn(sentence: str) -> None:
    """Something is wrong that does not stand in the way of the rest."""
    print(f"pizhu: {writable(sentence)}", file=sys.stderr)  # noqa: T201
