"""Writes what a search found to a file: a table, JSON, text, Markdown or Word, by the end of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import msgspec

from store.errors import UsageError
from store.exporting import check_destination
from store.finding.concordance import Line
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

SUFFIXES = (".csv", ".json", ".jsonl", ".txt", ".md", ".docx")

Record: TypeAlias = dict[str, str | int | tuple[str, ...]]
"""A result by field."""


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
    try:
        write_durably(path, _WRITERS[path.suffix.lower()](records))
    except OSError as error:
        message = _("{path} cannot be written: {reason}.", path=path, reason=reason_of(error))
        raise UsageError(message) from error
    return path


def _record(result: Result, row_of: Callable[[str], Row | None], heads: Sequence[str]) -> Record:
    """Return a result by field, in the order in which the commands print them."""
    if isinstance(result, WordRow):
        return {"item": result.item, **dict(zip(heads[1:], result.shown, strict=True))}
    article = result.row.id if isinstance(result, FoundRow) else result.article
    row = result.row if isinstance(result, FoundRow) else row_of(article)
    record: Record = {"article": article}
    if row is not None:
        record |= {"title": row.title, "authors": row.authors, "source": row.source, "date": row.date}
    if isinstance(result, FoundRow):
        return {**record, "tags": result.row.tags, "places": result.places}
    record |= {"start": result.start, "end": result.end}
    if isinstance(result, Line):
        return {
            **record,
            "left": result.left,
            "node": result.node,
            "right": result.right,
            "tags": result.tags,
        }
    tags = tuple(dict.fromkeys(tag for each in result.annotations for tag in each.tags))
    notes = tuple(each.note for each in result.annotations if each.note)
    return {**record, "text": result.text, "tags": tags, "notes": notes}


def _cell(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _as_csv(records: Sequence[Record]) -> bytes:
    heads = list(dict.fromkeys(name for each in records for name in each))
    rows = [heads, *([_cell(each.get(head, "")) for head in heads] for each in records)]
    return writable(BOM + "".join(map(csv_row, rows))).encode()


def _as_json(records: Sequence[Record]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(records), indent=2) + b"\n"


def _as_json_lines(records: Sequence[Record]) -> bytes:
    return b"".join(msgspec.json.encode(each) + b"\n" for each in records)


def _as_text(records: Sequence[Record]) -> bytes:
    """A line each, its fields separated by tabs."""
    lines = ("\t".join(_cell(each).replace("\n", " ") for each in one.values()) for one in records)
    return writable("".join(f"{line}\n" for line in lines)).encode()


def _where(record: Record, escape: Callable[[str], str] = str) -> str:
    """Where a result is from, with its tags and notes; empty for a word.

    :param escape: what becomes of the words of articles.
    """
    named = ("title", "authors", "source", "date")
    known = [_cell(record[name]) for name in named if record.get(name)]
    tags = record.get("tags", ())
    hashed = [f"#{tag}" for tag in tags] if isinstance(tags, tuple) else []
    notes = _cell(record.get("notes", ""))
    return "  ".join(filter(None, (escape(", ".join(known)), " ".join(hashed), notes)))


def _as_markdown(records: Sequence[Record]) -> bytes:
    """A table of words; a list of articles and lines; passages as quotations."""
    from store.formats.markup.markdown import escape

    blocks: list[str] = []
    if records and "item" in records[0]:
        table = [list(records[0]), ["---"] * len(records[0])]
        table += [[escape(_cell(value)) for value in each.values()] for each in records]
        blocks.append("\n".join(f"| {' | '.join(cells)} |" for cells in table))
    for each in records:
        where = _where(each, escape).replace("\n", " ")
        if "text" in each:
            quoted = "\n>\n".join(f"> {escape(line)}" for line in str(each["text"]).split("\n"))
            blocks.append(f"{quoted}\n\n— {where}")
        elif "node" in each:
            left, node, right = (escape(str(each[name])) for name in ("left", "node", "right"))
            blocks.append(f"- {left}**{node}**{right} — {where}")
        elif "places" in each:
            blocks.append(f"- {where} ({each['places']})")
    separator = "\n" if records and "text" not in records[0] else "\n\n"
    return writable(separator.join(blocks) + "\n").encode()


def _as_word(records: Sequence[Record]) -> bytes:
    """Paragraphs: what was found, and below it where it is from."""
    from store.formats.word.article import paragraph, text_run
    from store.formats.word.document import write_paragraphs

    def found(record: Record) -> str:
        if "node" in record:
            node = text_run(str(record["node"]), "<w:b/>")
            return text_run(str(record["left"])) + node + text_run(str(record["right"]))
        if "item" in record:
            return text_run("\t".join(map(_cell, record.values())))
        return text_run(str(record.get("text", record.get("title", ""))))

    paragraphs: list[str] = []
    if records and "item" in records[0]:
        paragraphs.append(paragraph("Normal", text_run("\t".join(records[0]), "<w:b/>")))
    for each in records:
        paragraphs.append(paragraph("Normal", found(each)))
        if where := _where(each):
            paragraphs.append(paragraph("Source", text_run(where)))
    out = BytesIO()
    write_paragraphs(paragraphs, out)
    return out.getvalue()


_WRITERS: Mapping[str, Callable[[Sequence[Record]], bytes]] = {
    ".csv": _as_csv,
    ".json": _as_json,
    ".jsonl": _as_json_lines,
    ".txt": _as_text,
    ".md": _as_markdown,
    ".docx": _as_word,
}
