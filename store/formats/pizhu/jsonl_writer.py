"""Writes the whole selection as JSON Lines, one record per line (``docs/json.md``)."""

from __future__ import annotations

from typing import IO

import msgspec

from store.exporting.selection import Selection
from store.formats.pizhu.records import FORMAT_VERSION, article_record, search_record, team_records
from store.model.edits import fields_of


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write a line with the version, then one line per tag, saved search and article."""
    encode = msgspec.json.Encoder().encode
    out.write(encode({"type": "library", "pizhu": FORMAT_VERSION}) + b"\n")
    for tag in selection.whole_codebook():
        out.write(encode({"type": "tag", **msgspec.structs.asdict(tag)}) + b"\n")
    for attribute in selection.library.attributes.all():
        out.write(encode({"type": "attribute", **msgspec.structs.asdict(attribute)}) + b"\n")
    for search in selection.searches():
        out.write(encode({"type": "search", **search_record(search)}) + b"\n")
    for kind, records in team_records(selection.team()).items():
        for record in records:
            out.write(encode({"type": kind.removesuffix("s"), **fields_of(record)}) + b"\n")
    for article, selected in selection:
        out.write(encode({"type": "article", **article_record(article, selected)}) + b"\n")
