"""Printing to standard output and standard error: JSON, plain text, and text styled by Rich.

Rich, msgspec and the typesetting are imported when something is printed: the parser is built without them.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from store.model.surrogates import writable

if TYPE_CHECKING:
    import msgspec
    from rich.console import Console

PIPE_WIDTH = 160
"""The width in columns of a table that is written to a file or a pipe."""


def stdout_console() -> Console:
    """A console on standard output, as wide as the terminal; :data:`PIPE_WIDTH` wide if there is none."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)


def print_json(**fields: object) -> None:
    """Print a JSON object on a line of its own and flush it, so that a program can read it at once."""
    import msgspec

    sys.stdout.write(msgspec.json.encode(fields).decode() + "\n")
    sys.stdout.flush()


def record_fields(record: msgspec.Struct) -> dict[str, object]:
    """The fields of a record as JSON has them."""
    import msgspec

    fields: dict[str, object] = msgspec.to_builtins(record)
    return fields


def print_record(record: msgspec.Struct) -> None:
    """Print the fields of a record as a JSON object."""
    print_json(**record_fields(record))


def print_text(text: str) -> None:
    """Print a line of text, with control characters made visible."""
    from tui.typesetting import displayed

    sys.stdout.write(displayed(text) + "\n")


def displayed_lines(text: str) -> str:
    """Text of several lines, with all control characters but the newlines made visible."""
    from tui.typesetting import displayed

    return "\n".join(displayed(line) for line in text.split("\n"))


def warn(sentence: str) -> None:
    """Print an error or a warning on standard error."""
    print(f"pizhu: {writable(sentence)}", file=sys.stderr)  # noqa: T201
