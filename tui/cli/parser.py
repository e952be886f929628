"""The argument parser, built from the registry of commands."""

from __future__ import annotations

import argparse
import os
from argparse import Namespace
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from store.language import _
from store.patterns import late_pattern
from tui import VERSION
from tui.cli.arguments import library_argument
from tui.cli.command import Command
from tui.cli.exit_codes import DONE
from tui.cli.help_texts import HelpFormatter, translate_argparse
from tui.cli.options_first import dashed_values, options_first
from tui.cli.output.visible import visible
from tui.cli.registry import NAMES, all_commands, command_named

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

DEFAULT_COMMAND = "read"
"""The command that runs when none is given."""


_FILE_WITH_DASH = late_pattern(r"-[^-\s]*\.\w+.*")

translate_argparse()


class ArgumentParser(argparse.ArgumentParser):
    """A parser that prints arguments with their control characters made visible."""

    takes_files = False
    """Whether its arguments name files: see :class:`tui.cli.command.Command`."""
    takes_query = False
    """Whether its arguments are a query: see :class:`tui.cli.command.Command`."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments, of which some name files whose names begin with a dash, or are negated terms.

        An option whose value may be left out takes it after ``=`` alone: the next argument is not its value.
        Options may stand among the words of an argument that takes several.
        """
        if args is not None:
            if self.takes_files:
                args = _named_files(args, self._option_string_actions)
            args = _with_left_out_values(args, self._option_string_actions)
            args = dashed_values(args, self._option_string_actions)
            if any(each.nargs in {"*", "+"} for each in self._get_positional_actions()):
                args = options_first(args, self._option_string_actions, of_query=self.takes_query)
        return super().parse_known_args(args, namespace)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        super()._print_message(visible(message, keep="\n") if message else message, file)


def parse(arguments: Sequence[str]) -> Namespace:
    """Parse a command line; ``run`` of the result is the function that runs the command.

    :raises SystemExit: the arguments are wrong, or help or the version was printed.
    """
    with_command, command = _with_default_command(arguments)
    if command == "--version" and "--json" in arguments:
        from tui.cli.output.version import print_version

        print_version()
        raise SystemExit(DONE)
    top = parser(only=command)
    options, unknown = top.parse_known_args(with_command)
    named = vars(options).pop("parser")
    if unknown:
        (named if command in arguments else top).error(_unrecognized(unknown))
    return options  # type: ignore[no-any-return]


def _unrecognized(arguments: Sequence[str]) -> str:
    """What is wrong with arguments that are unknown. A file may begin with a dash: say how it is named."""
    words = " ".join(arguments)
    if any(map(_FILE_WITH_DASH.fullmatch, arguments)):
        return _(
            "unrecognized arguments: {words} (to name a file that begins with a dash, write ./ before it)",
            words=words,
        )
    return _("unrecognized arguments: {words}", words=words)


_TAKES_DASHES = frozenset({"--split"})
"""Options whose value may begin with dashes, such as a line of them."""


def _named_files(arguments: Sequence[str], options: Collection[str]) -> list[str]:
    """Return arguments in which a file whose name begins with a dash is no option: ``./-rf.txt``.

    The shell makes such arguments of ``*.txt``.
    """
    before_end = True
    named: list[str] = []
    for argument in arguments:
        before_end = before_end and argument != "--"
        is_option = argument in {"-", "--"} or argument.partition("=")[0] in options
        if named and named[-1] in _TAKES_DASHES and before_end and argument.startswith("-") and not is_option:
            named[-1] += f"={argument}"
        elif before_end and argument.startswith("-") and not is_option and os.path.lexists(argument):
            named.append(os.path.join(os.curdir, argument))  # noqa: PTH118 - pathlib removes the ./
        else:
            named.append(argument)
    return named


def _with_left_out_values(arguments: Sequence[str], options: Mapping[str, argparse.Action]) -> Sequence[str]:
    """Return arguments in which each option whose value may be left out has one: ``--variants=all``."""
    left_out = {name: action.const for name, action in options.items() if action.nargs == "?"}
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return [
        f"{argument}={left_out[argument]}" if argument in left_out and number < end else argument
        for number, argument in enumerate(arguments)
    ]


def parser(only: str | None = None) -> ArgumentParser:
    """The parser of the command line.

    :param only: the only command of the parser; all if it is None. With a word that is no command the parser
        has all commands without their arguments. Adding the arguments of a command may import what it needs,
        such as the list of export formats.
    """
    common = ArgumentParser(add_help=False)
    common.add_argument(
        "--library",
        metavar="DIR|ADDRESS",
        type=library_argument,
        default=argparse.SUPPRESS,
        help=_("the library to use (default: $PIZHU_LIBRARY, or the library in your data folder)"),
    )
    with_json = ArgumentParser(add_help=False, parents=[common])
    with_json.add_argument("--json", action="store_true", help=_("print one JSON object per line"))

    top = ArgumentParser(
        prog="pizhu",
        parents=[common],
        formatter_class=HelpFormatter,
        description=_("Read, tag and annotate Chinese articles by keyboard, and export your notes."),
        epilog=_("Without a command the reader opens. An ID may be shortened as long as it is unique."),
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"pizhu {VERSION}",
        help=_("print the version and exit; with --json also those of what it uses"),
    )
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND")
    for command in _commands_of(only):
        subparser = subparsers.add_parser(
            command.name,
            parents=[with_json if command.has_json else common],
            help=str(command.summary),
            description=str(command.summary),
            formatter_class=HelpFormatter,
        )
        subparser.set_defaults(run=command.run, parser=subparser)
        subparser.takes_files = command.takes_files
        subparser.takes_query = command.takes_query
        if only in {None, command.name}:
            command.configure(subparser)
            if command.examples:
                calls = "\n".join((_("examples:"), *(f"  pizhu {each}" for each in command.examples)))
                subparser.epilog = f"{subparser.epilog}\n\n{calls}" if subparser.epilog else calls
    return top


def _commands_of(word: str | None) -> tuple[Command, ...]:
    """The commands of a parser for a command line whose first word is given. Fewer import less."""
    if word in NAMES:
        return (command_named(word),)
    return () if word == "--version" else all_commands()


def _with_default_command(arguments: Sequence[str]) -> tuple[list[str], str]:
    """The arguments with a command, and its name: `read` is inserted if there is none.

    It goes before the options, so that the options of `read` work without naming it.
    """
    given = list(arguments)
    rest = iter(given)
    for argument in rest:
        if argument == "--library":
            next(rest, None)
        elif not argument.startswith("--library=") and argument != "--json":
            if argument in {"-h", "--help", "--version"} or not argument.startswith("-"):
                return given, argument
            return [DEFAULT_COMMAND, *given], DEFAULT_COMMAND
    return [*given, DEFAULT_COMMAND], DEFAULT_COMMAND
