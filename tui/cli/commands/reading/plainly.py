"""`pizhu read --plain`: the plain reader on standard input and output."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _
from tui.cli.exit_codes import DONE

if TYPE_CHECKING:
    from store.library import Library


def read_plainly(options: Namespace, find: Callable[[Library], tuple[str, str | None]] | None) -> int:
    """Read by lines of text, from standard input to standard output.

    :param find: finds the IDs of the article and the annotation to open first. If None, all are listed.
    :raises UsageError: there is no standard input.
    """
    from tui.cli.opened_library import library_place, opened_library
    from tui.cli.output.printing import print_text
    from tui.cli.output.visible import write_visible
    from tui.plain.reader import EndOfInput, PlainReader

    is_typed = sys.stdin is not None and sys.stdin.isatty()

    def ask(prompt: str) -> str:
        """Show a prompt and read a line. Not with input(), which may write escape sequences."""
        try:
            write_visible(sys.stdout, prompt if is_typed else "")
            sys.stdout.flush()
            line = sys.stdin.readline()
        except KeyboardInterrupt as error:
            print_text("")
            raise UsageError(_("Cancelled. Type quit to leave.")) from error
        if not line:
            print_text("" if is_typed else _("The input has ended."))
            raise EndOfInput
        return line.rstrip("\r\n")

    def say(text: str) -> None:
        write_visible(sys.stdout, text + "\n")

    if sys.stdin is None:
        raise UsageError(_("There is no standard input: leave it open."))
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    options.json = True  # no progress bar, which draws with escape sequences
    with opened_library(options, create=isinstance(library_place(options), Path)) as library:
        if options.starters:
            from tui.starters import put_starters

            put_starters(library)
        article, annotation = find(library) if find else (None, None)
        PlainReader(library, ask, say).run(article, annotation)
    return DONE
