"""The command `merge-copies`."""

from __future__ import annotations

from argparse import Namespace

from store.language import _, lazy
from tui.cli.command import Command, Usage
from tui.cli.commands.sharing.printing import print_merged_copies
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.opened_library import opened_library
from tui.cli.progress_bar import progress_bar


def merge_copies(options: Namespace) -> int:
    """Merge the conflict copies of a synced folder into the library."""
    with (
        opened_library(options, create=False, tells_copies=False) as library,
        progress_bar(_("Merging"), quiet=options.json) as progress,
    ):
        result = library.conflict_copies.merge(progress)
    print_merged_copies(options.json, result)
    return SOME_FAILED if result.left else DONE


MERGE_COPIES = Command(
    name="merge-copies",
    summary=lazy("Merge what Syncthing, Dropbox, iCloud and others kept as conflict copies, as one step."),
    usages=(Usage("merge-copies"),),
    examples=("merge-copies",),
    run=merge_copies,
)
