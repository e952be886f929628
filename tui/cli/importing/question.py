"""Asks before many files are imported: a folder may be named by mistake."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from store.language import _
from store.wording import counted, listed
from tui.cli.output.printing import warn

if TYPE_CHECKING:
    from store.importing.inputs.arguments import Inputs

MANY = 200
"""The most files that are imported without a question."""

_MOST_KINDS = 6


def is_wanted(inputs: Inputs, named: int) -> bool:
    """Ask whether that many files are to be imported, and return the answer.

    Nothing is asked without a terminal, and where each file was named.

    :param named: how many files, folders and others the user has named.
    """
    files = len(inputs.files) + len(inputs.bundles)
    if files <= MANY or files <= named or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    kinds = Counter(path.suffix.lower() or _("without suffix") for path in (*inputs.files, *inputs.bundles))
    shown = listed(f"{count:,} {kind}" for kind, count in kinds.most_common(_MOST_KINDS))
    if len(kinds) > _MOST_KINDS:
        shown = _("{names}, …", names=shown)
    there = counted(files, "file is there", "files are there")
    warn(
        _(
            "{there} to import ({shown}), in {place}.",
            there=there,
            shown=shown,
            place=_place(inputs),
        )
    )
    sys.stderr.write(_("Import them? [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")


def _place(inputs: Inputs) -> str:
    """Return the folder that all of the files are in, or the first one of several."""
    folders = {path.parent for path in (*inputs.files, *inputs.bundles)}
    first = min(folders, key=lambda folder: len(folder.parts)).resolve()
    count = len(folders)
    return (
        f"{first}"
        if count == 1
        else _("{first} and {other}", first=first, other=counted(count - 1, "other folder", "other folders"))
    )
