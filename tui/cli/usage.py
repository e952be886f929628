"""The table of commands in the README: ``python -m tui.cli.usage README.md`` writes it."""

from __future__ import annotations

import sys
from pathlib import Path

from tui.cli.registry import all_commands

BEGIN, END = "<!-- commands: written by `make readme` -->", "<!-- end of commands -->"
"""The marks around the table in the README."""

_SUMMARY_COLUMN = 44


def usage_table() -> str:
    """All usages of all commands with their summaries, as an indented code block."""
    lines = []
    for command in all_commands():
        for usage in command.usages:
            call = f"pizhu {usage.line}"
            summary = (usage.summary or command.summary).removesuffix(".")
            if len(call) >= _SUMMARY_COLUMN:
                lines.append(call)
                call = ""
            lines.append(f"{call:<{_SUMMARY_COLUMN}}{summary}")
    return "\n".join(f"    {line}" for line in lines)


def with_usage_table(readme: str) -> str:
    """The text of a README with the table replaced.

    :raises ValueError: the marks of the table are missing.
    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the README lacks the marks {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{usage_table()}\n\n{END}{after}"


def main(path: Path) -> None:
    """Write the table into a README."""
    path.write_text(with_usage_table(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
