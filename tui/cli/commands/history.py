"""The commands `undo` and `redo`."""

from __future__ import annotations

from argparse import Namespace

from store.language import lazy
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.history import print_step


def undo(options: Namespace) -> int:
    """Undo the last change of the library, also one made by another process."""
    with opened_library(options) as library:
        print_step(options.json, "undone", library.undo())
    return DONE


def redo(options: Namespace) -> int:
    """Redo the change that was undone last."""
    with opened_library(options) as library:
        print_step(options.json, "redone", library.redo())
    return DONE


UNDO = Command(
    name="undo",
    summary=lazy("Undo the last change of the library, also one made by another process."),
    usages=(Usage("undo"),),
    examples=("undo",),
    run=undo,
)
REDO = Command(
    name="redo",
    summary=lazy("Redo the change that was undone last."),
    usages=(Usage("redo"),),
    examples=("redo",),
    run=redo,
)
