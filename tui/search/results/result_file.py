"""Writes what a search found to a file: a table, JSON, text, Markdown or Word, by the end of its name.

The rows and columns are those that the commands print: see :mod:`store.formats.results.result_table`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import msgspec

from store.errors import UsageError
from store.exporting import check_destination
from store.finding.concordance import Line
from store.finding.passages import Passage
from store.formats.results.result_csv import csv_pieces
from store.formats.results.result_table import (
    ResultTable,
    RowOf,
    Value,
    article_table,
    line_table,
    passage_table,
    record_table,
)
from store.language import _
from store.model.surrogates import writable
from store.model.tables.attribute import ArticleAttribute
from store.reasons import reason_of
from store.storage.atomic_write import write_durably
from store.wording import listed
from tui.search.gathering import FoundRow
from tui.search.results.result_list import Result
from tui.search.tables.word_table import WordRow
from tui.user_folders import expanded

SUFFIXES = (".csv", ".json", ".jsonl", ".txt", ".md", ".docx")

Record: TypeAlias = dict[str, Value]
"""A result by field."""


def write_results(
    typed: str, results: Sequence[Result], row_of: RowOf, attributes: Sequence[ArticleAttribute] = ()
) -> Path:
    """Write results to a file that does not exist yet; return its path.

    :param typed: the path as the user typed it; its suffix is one of :data:`SUFFIXES`.
    :param results: results of one kind, at least one.
    :param row_of: returns the row of an article.
    :param attributes: those of the library.
    :raises UsageError: the path cannot be used.
    """
    return write_table(typed, lambda: table_of(results, row_of, attributes))


def write_table(typed: str, table: Callable[[], ResultTable]) -> Path:
    """Write a table to a file that does not exist yet; return its path.

    :param typed: the path as the user typed it; its suffix is one of :data:`SUFFIXES`.
    :param table: makes the table once the path is known to be good.
    :raises UsageError: the path cannot be used.
    """
    path = expanded(Path(typed))
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            _("{path} does not end in {suffixes}: add one of these.", path=path, suffixes=listed(SUFFIXES))
        )
    if path.exists():
        raise UsageError(_("{path} exists already: choose another name.", path=path))
    check_destination(path, SUFFIXES, force=False)
    try:
        write_durably(path, _WRITERS[path.suffix.lower()](table()))
    except OSError as error:
        message = _("{path} cannot be written: {reason}.", path=path, reason=reason_of(error))
        raise UsageError(message) from error
    return path


def table_of(
    results: Sequence[Result], row_of: RowOf, attributes: Sequence[ArticleAttribute] = ()
) -> ResultTable:
    """Return results of one kind, at least one, as the table that the commands print.

    :param row_of: returns the row of an article.
    :param attributes: those of the library.
    """
    first = results[0]
    if isinstance(first, WordRow):
        records = [each.record for each in results if isinstance(each, WordRow)]
        return record_table(type(first.record), records)
    if isinstance(first, FoundRow):
        found = ((each.row, each.places) for each in results if isinstance(each, FoundRow))
        return article_table(found, attributes)
    if isinstance(first, Line):
        return line_table((each for each in results if isinstance(each, Line)), row_of, attributes)
    return passage_table((each for each in results if isinstance(each, Passage)), row_of, attributes)


def _cell(value: Value) -> str:
    """Return a value as text: figures with three decimals."""
    if isinstance(value, float):
        return f"{value:.3f}"
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _as_csv(table: ResultTable) -> bytes:
    return writable("".join(csv_pieces(table))).encode()


def _as_json(table: ResultTable) -> bytes:
    return msgspec.json.format(msgspec.json.encode(list(table.records())), indent=2) + b"\n"


def _as_json_lines(table: ResultTable) -> bytes:
    return b"".join(msgspec.json.encode(each) + b"\n" for each in table.records())


def _as_text(table: ResultTable) -> bytes:
    """A line each, its fields separated by tabs."""
    lines = ("\t".join(_cell(each).replace("\n", " ") for each in row) for row in table.rows)
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


def _as_markdown(table: ResultTable) -> bytes:
    """A table of words; a list of articles and lines; passages as quotations."""
    from store.formats.markup.markdown import escape

    if _is_of_words(table):
        rows = [list(table.heads), ["---"] * len(table.heads)]
        rows += [[escape(_cell(value)) for value in row] for row in table.rows]
        return writable("".join(f"| {' | '.join(cells)} |\n" for cells in rows)).encode()
    blocks: list[str] = []
    for each in table.records():
        where = _where(each, escape).replace("\n", " ")
        if "text" in each:
            quoted = "\n>\n".join(f"> {escape(line)}" for line in str(each["text"]).split("\n"))
            blocks.append(f"{quoted}\n\n— {where}")
        elif "node" in each:
            left, node, right = (escape(str(each[name])) for name in ("left", "node", "right"))
            blocks.append(f"- {left}**{node}**{right} — {where}")
        elif "places" in each:
            blocks.append(f"- {where} ({each['places']})")
    separator = "\n\n" if "text" in table.heads else "\n"
    return writable(separator.join(blocks) + "\n").encode()


def _as_word(table: ResultTable) -> bytes:
    """Paragraphs: what was found, and below it where it is from."""
    from store.formats.word.article import paragraph, text_run
    from store.formats.word.document import write_paragraphs

    def found(record: Record) -> str:
        if "node" in record:
            node = text_run(str(record["node"]), "<w:b/>")
            return text_run(str(record["left"])) + node + text_run(str(record["right"]))
        return text_run(str(record.get("text", record.get("title", ""))))

    paragraphs: list[str] = []
    if _is_of_words(table):
        paragraphs.append(paragraph("Normal", text_run("\t".join(table.heads), "<w:b/>")))
        rows = ("\t".join(map(_cell, row)) for row in table.rows)
        paragraphs += [paragraph("Normal", text_run(row)) for row in rows]
    for each in () if _is_of_words(table) else table.records():
        paragraphs.append(paragraph("Normal", found(each)))
        if where := _where(each):
            paragraphs.append(paragraph("Source", text_run(where)))
    out = BytesIO()
    write_paragraphs(paragraphs, out)
    return out.getvalue()


def _is_of_words(table: ResultTable) -> bool:
    return "article" not in table.heads


_WRITERS: Mapping[str, Callable[[ResultTable], bytes]] = {
    ".csv": _as_csv,
    ".json": _as_json,
    ".jsonl": _as_json_lines,
    ".txt": _as_text,
    ".md": _as_markdown,
    ".docx": _as_word,
}
