"""The list of commands in the manual: ``python -m tui.cli.usage docs/commands.md`` writes it."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import wrap

from tui.cli.registry import all_commands

BEGIN, END = "<!-- commands: written by `make readme` -->", "<!-- end of commands -->"
"""The marks around the list in the page of the manual."""

_WIDTH = 72
"""The longest line in cells: a terminal of 80 columns shows it in a frame."""


def usage_table() -> str:
    """All usages of all commands, each with its summary below it, as an indented code block."""
    lines = []
    for command in all_commands():
        for usage in command.usages:
            summary = str(usage.summary or command.summary).removesuffix(".")
            lines += wrap(f"pizhu {usage.line}", _WIDTH, subsequent_indent=" " * 6, break_on_hyphens=False)
            lines += wrap(summary, _WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4)
    return "\n".join(f"    {line}" for line in lines)


def with_usage_table(page: str) -> str:
    """The text of a page with the list replaced.

    :raises ValueError: the marks of the list are missing.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page lacks the marks {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{usage_table()}\n\n{END}{after}"


def main(path: Path) -> None:
    """Write the list into a page."""
    path.write_text(with_usage_table(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
