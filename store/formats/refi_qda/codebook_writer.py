"""The codebook as REFI-QDA 1.0 has it: codes with what describes them, without the articles.

Aliases and pinned keys have no place in it and are left out.
"""

from __future__ import annotations

from typing import IO

from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.refi_qda.codebook_files import render


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the codebook of a selection.

    :raises UsageError: there is no tag in it.
    """
    write_text(out, [render(selection.codebook(), ".qdc")])
