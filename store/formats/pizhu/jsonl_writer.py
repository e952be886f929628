"""Everything as JSON Lines, to be read back without loss: a record a line; ``docs/json.md`` describes it."""

from __future__ import annotations

from typing import IO

import msgspec

from store.exporting.selection import Selection
from store.formats.pizhu.records import VERSION, document


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the lines of a selection: what it is, the codebook, then an article at a time."""
    encode = msgspec.json.Encoder().encode
    out.write(encode({"type": "library", "pizhu": VERSION}) + b"\n")
    for tag in selection.whole_codebook():
        out.write(encode({"type": "tag", **msgspec.structs.asdict(tag)}) + b"\n")
    for article, marks in selection:
        out.write(encode({"type": "article", **document(article, marks)}) + b"\n")
