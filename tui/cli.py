"""The command line: what can be asked, and how refusals are told.

Textual is imported only to open the reader, and each command imports only what it needs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from store.errors import PizhuError, UsageError
from store.utf8 import writable
from tui import VERSION
from tui.exit_codes import DONE, SOME_FAILED, WRONG_USAGE

BLOCK_KINDS = (
    "title", "kicker", "subtitle", "column", "byline", "date", "heading", "paragraph", "caption", "credit",
)  # fmt: skip
STATUSES = ("unread", "reading", "read")


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


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--library",
        metavar="DIR",
        type=Path,
        default=argparse.SUPPRESS,
        help="the library to use (else $PIZHU_LIBRARY, else your own)",
    )
    machine = argparse.ArgumentParser(add_help=False, parents=[common])
    machine.add_argument("--json", action="store_true", help="print one JSON object a line")

    top = argparse.ArgumentParser(
        prog="pizhu",
        parents=[common],
        description="Read, tag and annotate Chinese articles by keyboard, and take the notes away.",
        epilog="Without a command the reader opens. An ID may be shortened while it stays unique.",
    )
    top.add_argument("--version", action="version", version=f"pizhu {VERSION}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, explained: str, *, json: bool = True) -> argparse.ArgumentParser:
        parents = [machine if json else common]
        return commands.add_parser(name, parents=parents, help=explained, description=explained)

    reading = command("read", "Open the reader, at an article if one is named.", json=False)
    reading.add_argument("what", nargs="?", metavar="ID|FILE", help="an article, or a file to import first")
    reading.add_argument("--starters", action="store_true", help="put the starter articles into the library")

    importing = command("import", "Import articles from text files and folders of them.")
    importing.add_argument("paths", nargs="+", metavar="PATH")

    command("list", "List the articles.")

    showing = command("show", "Show an article with its parts, tags and annotations.")
    showing.add_argument("id", type=writable, metavar="ID")

    annotating = command("annotate", "Mark a quote in an article, with tags and a note.")
    annotating.add_argument("id", type=writable, metavar="ID")
    annotating.add_argument("--quote", required=True, type=writable, metavar="TEXT", help="the words to mark")
    annotating.add_argument(
        "--occurrence", type=int, default=1, metavar="N", help="which of several, from 1 (default: 1)"
    )
    annotating.add_argument("--tag", action="append", default=[], type=writable, metavar="T", dest="tags")
    annotating.add_argument("--note", default="", type=writable, metavar="TEXT")

    for name, explained in (("tag", "Put tags on an article."), ("untag", "Take tags off an article.")):
        tagging = command(name, explained)
        tagging.add_argument("id", type=writable, metavar="ID")
        tagging.add_argument("tags", nargs="+", type=writable, metavar="TAG")

    noting = command("note", "Write the note on a whole article; an empty one removes it.")
    noting.add_argument("id", type=writable, metavar="ID")
    noting.add_argument("text", metavar="TEXT", type=writable)

    marking = command("status", "Say how far an article is read.")
    marking.add_argument("id", type=writable, metavar="ID")
    marking.add_argument("status", choices=STATUSES)

    starring = command("star", "Star an article.")
    starring.add_argument("id", type=writable, metavar="ID")
    starring.add_argument("--off", action="store_true", help="take the star off")

    blocking = command("block", "Put right what a paragraph of an article is.")
    blocking.add_argument("id", type=writable, metavar="ID")
    blocking.add_argument("number", type=int, metavar="N", help="which block, from 0, as `show` counts them")
    blocking.add_argument("kind", choices=BLOCK_KINDS)

    removing = command("remove", "Remove articles with their annotations.")
    removing.add_argument("ids", nargs="+", type=writable, metavar="ID")

    command("undo", "Take the last change of the library back, whoever made it.")
    command("redo", "Do again what was taken back last.")

    exporting = command("export", "Write the notes to a file that other programs open.")
    exporting.add_argument("format", choices=("markdown",), metavar="FORMAT", help="markdown")
    exporting.add_argument(
        "--article",
        action="append",
        default=[],
        type=writable,
        metavar="ID",
        dest="articles",
        help="only this article",
    )
    exporting.add_argument("-o", "--output", default="-", metavar="PATH", help="the file; - prints (default)")
    exporting.add_argument(
        "--force", action="store_true", help="overwrite PATH even if it is not a Markdown file"
    )
    return top


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


def _deed(command: str) -> Callable[[argparse.Namespace], int]:
    if command == "read":
        from tui.opening import open_reader

        return open_reader
    from tui import commands

    return {
        "import": commands.import_,
        "list": commands.list_,
        "show": commands.show,
        "annotate": commands.annotate,
        "tag": commands.tag,
        "untag": commands.untag,
        "note": commands.note,
        "status": commands.status,
        "star": commands.star,
        "block": commands.block,
        "remove": commands.remove,
        "undo": commands.undo,
        "redo": commands.redo,
        "export": commands.export,
    }[command]


def _refuse(error: PizhuError, code: int) -> int:
    print(f"pizhu: {writable(str(error))}", file=sys.stderr)  # noqa: T201
    return code
