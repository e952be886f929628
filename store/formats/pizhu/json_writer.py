"""Writes the whole selection as one JSON document that can be imported without loss (``docs/json.md``).

Each tag, each saved search and each article is on a line of its own, so that a changed note is a one-line
diff.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

import msgspec

from store.exporting.selection import Selection
from store.formats.pizhu.records import FORMAT_VERSION, article_record, search_record, team_records


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the JSON of a selection, one article at a time."""
    out.write(b'{\n"pizhu": %d,\n"tags": ' % FORMAT_VERSION)
    _write_array(selection.whole_codebook(), out)
    if attributes := selection.library.attributes.all():
        out.write(b',\n"attributes": ')
        _write_array(attributes, out)
    if searches := selection.searches():
        out.write(b',\n"searches": ')
        _write_array(map(search_record, searches), out)
    if team := selection.team():
        for name, records in team_records(team).items():
            out.write(f',\n"{name}": '.encode())
            _write_array(records, out)
    out.write(b',\n"articles": ')
    _write_array((article_record(article, annotations) for article, annotations in selection), out)
    out.write(b"\n}\n")


def _write_array(entries: Iterable[object], out: IO[bytes]) -> None:
    encode = msgspec.json.Encoder().encode
    start = b"[\n"
    for entry in entries:
        out.write(start + encode(entry))
        start = b",\n"
    out.write(b"[]" if start == b"[\n" else b"\n]")
