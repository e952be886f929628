"""Writes what a search found to a file: as CSV, JSON Lines or text, by the end of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from store.errors import UsageError
from store.exporting import check_destination
from store.finding.passages import Passage
from store.formats.tables.csv_cells import BOM, csv_row
from store.language import _
from store.model.listing.rows import Row
from store.model.surrogates import writable
from store.reasons import reason_of
from store.storage.atomic_write import write_durably
from tui.search.gathering import FoundRow
from tui.search.results.result_list import Result
from tui.search.results.word_table import WordRow
from tui.user_folders import expanded

SUFFIXES = (".csv", ".jsonl", ".txt")


def write_results(
    typed: str, results: Sequence[Result], row_of: Callable[[str], Row | None], heads: Sequence[str]
) -> Path:
    """Write results to a file that does not exist yet; return its path.

    :param typed: the path as the user typed it; its suffix is one of :data:`SUFFIXES`.
    :param row_of: returns the row of an article.
    :param heads: the heads of a table of words.
    :raises UsageError: the path cannot be used.
    """
    path = expanded(Path(typed))
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            _("{path} does not end in {suffixes}: add one of these.", path=path, suffixes=", ".join(SUFFIXES))
        )
    if path.exists():
        raise UsageError(_("{path} exists already: choose another name.", path=path))
    check_destination(path, SUFFIXES, force=False)
    records = [_record(each, row_of, heads) for each in results]
    write = {".csv": _as_csv, ".jsonl": _as_json_lines, ".txt": _as_text}[path.suffix.lower()]
    try:
        write_durably(path, writable(write(records)).encode())
    except OSError as error:
        message = _("{path} cannot be written: {reason}.", path=path, reason=reason_of(error))
        raise UsageError(message) from error
    return path


def _record(
    result: Result, row_of: Callable[[str], Row | None], heads: Sequence[str]
) -> dict[str, str | int | float]:
    """Return a result by field."""
    if isinstance(result, WordRow):
        return {"item": result.item, **dict(zip(heads[1:], result.shown, strict=True))}
    row = result.row if isinstance(result, FoundRow) else row_of(result.article)
    known = {"title": row.title, "source": row.source, "date": row.date} if row else {}
    if isinstance(result, FoundRow):
        return {"article": result.row.id, "places": result.places, **known}
    if isinstance(result, Passage):
        tags = dict.fromkeys(tag for each in result.annotations for tag in each.tags)
        found = {"text": result.text, "tags": "; ".join(tags)}
    else:
        found = {
            "left": result.left,
            "node": result.node,
            "right": result.right,
            "tags": "; ".join(result.tags),
        }
    return {"article": result.article, "start": result.start, "end": result.end, **found, **known}


def _as_csv(records: Sequence[dict[str, str | int | float]]) -> str:
    heads = list(dict.fromkeys(name for each in records for name in each))
    rows = [heads, *([str(each.get(head, "")) for head in heads] for each in records)]
    return BOM + "".join(map(csv_row, rows))


def _as_json_lines(records: Sequence[dict[str, str | int | float]]) -> str:
    return "".join(f"{msgspec.json.encode(each).decode()}\n" for each in records)


def _as_text(records: Sequence[dict[str, str | int | float]]) -> str:
    """A line each, its fields separated by tabs."""
    return "".join("\t".join(str(each).replace("\n", " ") for each in one.values()) + "\n" for one in records)
