"""The list of commands in the manual."""

from __future__ import annotations

from textwrap import wrap

from tui.cli.registry import all_commands
from tui.typesetting.fitting import wrapped

_WIDTH = 64
"""The longest line in cells: the manual shows it in a terminal of 80 columns."""


def usage_table() -> str:
    """All usages of all commands, each with its summary below it, as an indented code block."""
    lines = []
    for command in all_commands():
        for usage in command.usages:
            summary = str(usage.summary or command.summary).rstrip(".。")
            lines += wrap(f"pizhu {usage.line}", _WIDTH, subsequent_indent=" " * 6, break_on_hyphens=False)
            in_lines = wrap if summary.isascii() else wrapped  # only the latter knows how wide Chinese is
            lines += [f"    {line}" for line in in_lines(summary, _WIDTH - 4)]
    return "\n".join(f"    {line}" for line in lines)
