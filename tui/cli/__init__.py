"""The command line: what can be asked, and how refusals are told.

Textual is imported only to open the reader, and each command imports only what it needs.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from store.errors import PizhuError, UsageError
from store.model.surrogates import writable
from tui.cli.exit_codes import DONE, SOME_FAILED, WRONG_USAGE
from tui.cli.parser import parser


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; its exit code.

    Every refusal is one sentence on standard error.
    """
    if sys.stdout is None:
        return _refuse(PizhuError("There is no standard output: leave it open."), SOME_FAILED)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parser().parse_args(_with_default_command(arguments))
    try:
        code = _deed(options.command)(options)
        sys.stdout.flush()
    except UsageError as error:
        return _refuse(error, WRONG_USAGE)
    except PizhuError as error:
        return _refuse(error, SOME_FAILED)
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _drop_output()
        return DONE
    except OSError as error:
        # Every file is asked for elsewhere: this is what was to be printed.
        _drop_output()
        reason = (error.strerror or str(error)).lower()
        return _refuse(PizhuError(f"The output cannot be written: {reason}."), SOME_FAILED)
    else:
        return code


def _drop_output() -> None:
    """Print nowhere from now on: the interpreter would complain when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _with_default_command(arguments: Sequence[str]) -> list[str]:
    """The arguments with `read` where no command stands, so that options of `read` work without it."""
    given = list(arguments)
    rest = iter(given)
    for argument in rest:
        if argument == "--library":
            next(rest, None)
        elif not argument.startswith("--library="):
            known = argument in {"-h", "--help", "--version"} or not argument.startswith("-")
            return given if known else ["read", *given]
    return [*given, "read"]


def _deed(command: str) -> Callable[[Namespace], int]:
    if command == "read":
        from tui.cli.commands.read import open_reader

        return open_reader
    from tui.cli.commands import articles as commands

    return {
        "import": commands.import_,
        "list": commands.list_,
        "search": commands.search,
        "show": commands.show,
        "annotate": commands.annotate,
        "place": commands.place,
        "tag": commands.tag,
        "untag": commands.untag,
        "suggest": commands.suggest,
        "tags": commands.tags,
        "agreement": commands.agreement,
        "notes": commands.notes,
        "links": commands.links,
        "word": commands.word,
        "words": commands.words,
        "note": commands.note,
        "status": commands.status,
        "star": commands.star,
        "block": commands.block,
        "remove": commands.remove,
        "undo": commands.undo,
        "redo": commands.redo,
        "export": commands.export,
        "check": commands.check,
        "backup": commands.backup,
        "restore": commands.restore,
    }[command]


def _refuse(error: PizhuError, code: int) -> int:
    print(f"pizhu: {writable(str(error))}", file=sys.stderr)  # noqa: T201
    return code
