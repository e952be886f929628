"""Printing to standard output and standard error: JSON, plain text, and text styled by Rich.

Rich, msgspec and the typesetting are imported when something is printed: the parser is built without them.
"""

from __future__ import annotations

import os
import shutil
import sys
from time import monotonic
from typing import TYPE_CHECKING

from store.language import Lazy, lazy
from store.location import without_password
from tui.cli.output.visible import visible, visible_json, write_visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import msgspec

MAX_DETAILS = 10
"""The problems of one command that are printed each on a line; the others are counted in a summary."""

MAX_LINE = 1_000
"""Code points of the longest message that is printed whole."""

FLUSHED_SINGLY = 1_000
"""The records of a command that a program can read as soon as each is found."""

FLUSH_SECONDS = 0.05
"""Seconds for which further records may wait for the next one."""

STYLES = {"bold": "1", "dim": "2", "cyan": "36", "bold yellow": "1;33"}
"""The parameters of SGR (ECMA-48, 8.3.117)."""

WITHOUT_COLOUR = {"cyan": "", "bold yellow": "1"}
"""Those of the styles that have a colour, where ``NO_COLOR`` is set (https://no-color.org)."""

PIPE_WIDTH = 160
"""The width in columns of a table that is written to a file or a pipe, unless ``$PIZHU_COLUMNS`` is set."""


def stdout_width() -> int:
    """The width of standard output in columns: that of the terminal, or :data:`PIPE_WIDTH` if there is none.

    The reader, which shows what commands print, sets ``PIZHU_COLUMNS`` to the width of its page.
    """
    if sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    columns = os.environ.get("PIZHU_COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) else PIPE_WIDTH


def styled(text: str, style: str) -> str:
    """Return text in a style if standard output is a terminal that can show it.

    :param style: a name in :data:`STYLES`, or empty.
    """
    if not style or not sys.stdout.isatty() or os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
        return text
    shown = WITHOUT_COLOUR.get(style, STYLES[style]) if os.environ.get("NO_COLOR") else STYLES[style]
    return f"\x1b[{shown}m{text}\x1b[0m" if shown else text


def print_json(**fields: object) -> None:
    """Print a JSON object on a line of its own and flush it, so that a program can read it at once."""
    import msgspec

    line = msgspec.json.encode(fields, enc_hook=_content).decode()
    sys.stdout.write((visible_json(line) if sys.stdout.isatty() else line) + "\n")
    sys.stdout.flush()


def _content(value: object) -> str:
    """The content of a text that is shown in the current language, such as the label of a step."""
    if isinstance(value, str):
        return str.__str__(value)
    raise NotImplementedError(f"{type(value)} is not JSON")  # untranslated: a mistake of the program


def record_fields(record: msgspec.Struct) -> dict[str, object]:
    """The fields of a record as JSON has them."""
    import msgspec

    fields: dict[str, object] = msgspec.to_builtins(record)
    return fields


def print_records(records: Iterable[msgspec.Struct]) -> None:
    """Print the fields of each record as a JSON object on a line of its own.

    The first ones can be read at once. Later ones are written together, :data:`FLUSH_SECONDS` apart.
    """
    import msgspec

    encode = msgspec.json.Encoder(enc_hook=_content).encode
    make_visible = visible_json if sys.stdout.isatty() else str
    lines: list[str] = []
    written = 0.0
    try:
        for number, record in enumerate(records):
            lines.append(make_visible(encode(record).decode()) + "\n")
            if number < FLUSHED_SINGLY or monotonic() - written > FLUSH_SECONDS:
                sys.stdout.write("".join(lines))
                sys.stdout.flush()
                lines.clear()
                written = monotonic()
    finally:
        sys.stdout.write("".join(lines))
        sys.stdout.flush()


def print_record(record: msgspec.Struct) -> None:
    """Print the fields of a record as a JSON object."""
    print_json(**record_fields(record))


def print_text(text: str) -> None:
    """Print a line of text, with control characters made visible."""
    write_visible(sys.stdout, visible(text) + "\n")


def warn(sentence: str, excerpt: str = "") -> None:
    """Print an error or a warning on standard error: one line, with control characters made visible.

    :param excerpt: lines that are printed below it, see :meth:`store.errors.PizhuError.excerpt`.
    """
    told = without_password(sentence)  # before it is cut: a part of a password is not recognised
    shown = told if len(told) <= MAX_LINE else f"{told[: MAX_LINE - 1]}…"
    write_visible(sys.stderr, f"pizhu: {visible(shown)}\n")
    for line in without_password(excerpt).splitlines():
        write_visible(sys.stderr, f"  {visible(line)}\n")


MORE_PROBLEMS = lazy("and {number:,} more problems.")


class Problems:
    """Prints the problems of a command on standard error: the first ten, and then how many more there are."""

    def __init__(self, more: Lazy = MORE_PROBLEMS) -> None:
        """Start without problems.

        :param more: the summary, a sentence with the ``number`` of those that are not printed.
        """
        self._more = more
        self._count = 0
        self._printed = set[str]()

    def report(self, sentence: str) -> None:
        """Print a problem, or only count it if ten were printed; nothing if it was printed already."""
        if sentence in self._printed:
            return
        self._count += 1
        if self._count <= MAX_DETAILS:
            self._printed.add(sentence)
            warn(sentence)

    def report_all(self, sentences: Collection[str], count: int | None = None, before: str = "") -> None:
        """Print or count several problems.

        :param count: their number, if there are more than were kept as sentences.
        :param before: printed before each, such as the name of the file.
        """
        for sentence in sentences:
            self.report(f"{before}{sentence}")
        self._count += max(0, (count or 0) - len(sentences))

    def summarise(self) -> None:
        """Print how many problems were not printed; nothing if all were."""
        if self._count > MAX_DETAILS:
            warn(self._more.format(number=self._count - MAX_DETAILS))
