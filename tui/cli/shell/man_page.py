"""The man page, made from the registry of commands: ``python -m tui.cli.shell.man_page`` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tui.cli.parser import parser
from tui.cli.registry import all_commands

_DESCRIPTION = (
    "Pizhu is a terminal reader in which a person reads, tags and annotates Chinese articles by keyboard, "
    "and takes the notes away. Without a command the reader opens; ? shows its keys."
)

_FILES = (
    ("$PIZHU_LIBRARY", "The folder of the library, unless --library names another."),
    ("~/.config/pizhu/config.toml", "The settings, in the folder that the platform has for them."),
)

_EXIT_CODES = (
    ("0", "Everything was done."),
    ("1", "Something was not done; the messages say what."),
    ("2", "The arguments are wrong."),
)


def man_page() -> str:
    """Return the man page in the format of man(7)."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield '.TH PIZHU 1 "" "Pizhu" "User Commands"'
    yield from (".SH NAME", r"pizhu \- read, tag and annotate Chinese articles in the terminal")
    yield from (".SH SYNOPSIS", ".B pizhu", r"[\-\-library \fIDIR\fR] [\fICOMMAND\fR] [\fIOPTIONS\fR]")
    yield from (".SH DESCRIPTION", _escaped(_DESCRIPTION))
    yield ".SH COMMANDS"
    for command in all_commands():
        yield f".SS {_escaped(command.name)}"
        yield _escaped(str(command.summary))
        for usage in command.usages:
            yield from (
                ".TP",
                rf"\fBpizhu\fR {_escaped(usage.line)}",
                _escaped(str(usage.summary or command.summary)),
            )
        yield from _options(command.name)
    yield from _section("ENVIRONMENT AND FILES", _FILES)
    yield from _section("EXIT STATUS", _EXIT_CODES)


def _options(command: str) -> Iterator[str]:
    """Yield the options of a command, without those of all commands."""
    subparsers = next(
        each.choices
        for each in parser(only=command)._actions  # noqa: SLF001 - argparse has no public list
        if isinstance(each.choices, dict)
    )
    for action in subparsers[command]._actions:  # noqa: SLF001
        if action.option_strings and action.help and action.dest not in {"help", "library", "json"}:
            value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
            yield from (
                ".TP",
                f"\\fB{_escaped(', '.join(action.option_strings))}\\fR {_escaped(value)}".rstrip(),
            )
            yield _escaped(action.help % {**vars(action), "prog": "pizhu"})


def _section(title: str, entries: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f".SH {title}"
    for name, explanation in entries:
        yield from (".TP", f"\\fB{_escaped(name)}\\fR", _escaped(explanation))


def _escaped(text: str) -> str:
    """Return text that troff takes literally: no line begins with a control character."""
    plain = " ".join(text.split()).replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain


if __name__ == "__main__":
    sys.stdout.write(man_page())
