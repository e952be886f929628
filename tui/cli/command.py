"""The parts of a command: its name, its arguments, its handler and its usage.

Every command line imports this module and all commands, so neither may import the library, msgspec or Rich.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import NamedTuple

from store.errors import UsageError
from store.language import Lazy, _
from store.model.surrogates import writable

Configure = Callable[[ArgumentParser], None]
"""Adds the arguments of a command to its parser."""

Run = Callable[[Namespace], int]
"""Runs a command with its parsed arguments and returns the exit code; failures raise ``PizhuError``."""

_USAGE_WIDTH = 30
"""Columns for the usages of actions in the help of a command."""


class Usage(NamedTuple):
    """One way to call a command, as the manual shows it."""

    line: str
    """The command and its arguments, without ``pizhu``: ``list [TERM…]``."""
    summary: str | Lazy = ""
    """What it does, in a sentence; empty for the summary of the command."""


class Action(NamedTuple):
    """One action of a command that has several, as ``rename`` in ``pizhu tags rename OLD NEW``."""

    name: str
    arguments: str
    """The arguments, a word each: ``OLD NEW``. ``[X]`` may be left out, ``X…`` stands for one or more."""
    summary: str | Lazy
    run: Run
    options: str = ""
    """The options that it takes, as they are shown: ``[--force]``."""

    @property
    def usage(self) -> str:
        """The action with its arguments: ``rename OLD NEW``."""
        return f"{self.name} {self.arguments}".rstrip()

    def accepts(self, count: int) -> bool:
        """Whether the action can be called with this number of arguments."""
        words = self.arguments.split()
        required = sum(not word.startswith("[") for word in words)
        return count >= required and ("…" in self.arguments or count <= len(words))


def _add_no_arguments(parser: ArgumentParser) -> None:
    """Leave the parser as it is."""


class Command(NamedTuple):
    """A command of the command line."""

    name: str
    summary: str | Lazy
    """What it does, in a sentence."""
    usages: tuple[Usage, ...]
    """The ways to call it; together they name all its options."""
    run: Run
    examples: tuple[str | Lazy, ...] = ()
    """Calls that its help shows, without ``pizhu``, quoted for a shell."""
    configure: Configure = _add_no_arguments
    actions: tuple[Action, ...] = ()
    """Its actions, if it has several; the first one is the default."""
    has_json: bool = True
    """Whether it takes ``--json``."""
    takes_files: bool = False
    """Whether its arguments name files, so that one that begins with a dash may be no option."""
    takes_query: bool = False
    """Whether its arguments may be a query, so that a dash negates a term of it: ``-tag:核实``."""


def command_with_actions(
    name: str,
    summary: str | Lazy,
    *actions: Action,
    metavar: str,
    examples: tuple[str | Lazy, ...] = (),
    configure: Configure = _add_no_arguments,
    takes_query: bool = False,
) -> Command:
    """A command whose first argument names an action; without it the first action runs.

    :param metavar: what the arguments of most actions are.
    :param configure: adds the options of the actions.
    :param takes_query: whether the arguments of an action may be a query: see :class:`Command`.
    """
    default, *others = actions
    by_name = {action.name: action for action in actions}

    def configure_with_actions(parser: ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            choices=tuple(by_name),
            default=default.name,
            metavar="ACTION",
            help=_("one of the actions below (default: {name})", name=default.name),
        )
        parser.add_argument(
            "arguments", nargs="*", type=writable, metavar=metavar, help=_("the arguments of the action")
        )
        configure(parser)
        parser.epilog = "\n".join(
            (_("actions:"), *(f"  {action.usage:<{_USAGE_WIDTH}}{action.summary}" for action in actions))
        )

    def run(options: Namespace) -> int:
        action = by_name[options.action]
        if action is not default and not action.accepts(len(options.arguments)):
            raise UsageError(_("Write `pizhu {name} {usage}`.", name=name, usage=action.usage))
        return action.run(options)

    return Command(
        name=name,
        summary=summary,
        usages=(
            Usage(f"{name} [{default.name}]", default.summary),
            *(Usage(f"{name} {each.usage} {each.options}".rstrip(), each.summary) for each in others),
        ),
        run=run,
        examples=examples,
        configure=configure_with_actions,
        actions=actions,
        takes_query=takes_query,
    )
