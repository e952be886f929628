"""The command `completion`: prints a script that completes commands, options and paths."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from store.language import _, lazy
from store.wording import listed
from tui.cli.arguments import path_argument, path_text, writable_path
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE

SHELLS = ("bash", "zsh", "fish")

_PATHS = (path_argument, path_text, writable_path)
"""The types of arguments that are paths."""


def print_completion(options: Namespace) -> int:
    """Print the completion script of a shell."""
    sys.stdout.write(completion_script(options.shell))
    return DONE


def completion_script(shell: str) -> str:
    """Return the script that completes `pizhu` in a shell, one of :data:`SHELLS`."""
    import shtab

    from tui.cli.parser import parser

    top = parser()
    for each in _with_subparsers(top):
        for action in each._actions:  # noqa: SLF001 - argparse has no public list of arguments
            if action.type in _PATHS:
                action.complete = shtab.DIRECTORY if action.metavar == "DIR" else shtab.FILE  # type: ignore[attr-defined]
    script: str = shtab.complete(top, shell=shell)
    return script.rstrip() + "\n"


def _with_subparsers(top: ArgumentParser) -> Iterator[ArgumentParser]:
    yield top
    for action in top._actions:  # noqa: SLF001
        if isinstance(action.choices, dict):
            yield from action.choices.values()


def _add_completion_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "shell",
        choices=SHELLS,
        metavar="SHELL",
        help=_("one of {shells}", shells=listed(SHELLS)),
    )


COMPLETION = Command(
    name="completion",
    summary=lazy("Print a script that completes commands, options and paths in a shell."),
    usages=(
        Usage(
            "completion bash|zsh|fish",
            lazy(
                "Print a completion script: `pizhu completion fish > ~/.config/fish/completions/pizhu.fish`."
            ),
        ),
    ),
    configure=_add_completion_arguments,
    run=print_completion,
    examples=("completion bash",),
    has_json=False,
)
