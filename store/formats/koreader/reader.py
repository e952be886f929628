"""Reads the notes that KOReader keeps beside a book, ``metadata.epub.lua``.

Since 2024 they are in the table ``annotations`` (``text`` is the quote, ``note`` the note). Before, they were
in ``bookmarks``, where ``notes`` is the quote and ``text`` the note, or a phrase that KOReader made of page,
quote and time; and in ``highlight``, by page. What has neither ``drawer`` nor ``highlighted`` is a bookmark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from store.errors import BadInput
from store.formats.koreader.lua_table import LuaValue, Table, parse_table
from store.formats.shared.note_text import read_notes
from store.formats.shared.notebook import Notebook, Notes, Quote
from store.formats.shared.timestamps import utc_timestamp
from store.language import _
from store.model.bundle import Bundle
from store.wording import counted

_TABLES = ("annotations", "bookmarks", "highlight", "doc_props", "stats", "doc_path")
_SUFFIX = re.compile(r"\.\w{2,5}$")
_SPACE = re.compile(r"\s+")


def read(path: Path) -> Bundle:
    """Read the notes on one book.

    :raises BadInput: when the file is not a table of KOReader, or has no note.
    """
    try:
        table = parse_table(read_notes(path))
    except ValueError as error:
        raise BadInput(
            _("{path}: it is not a table as KOReader writes it: {error}.", path=path, error=error)
        ) from error
    if not any(name in table for name in _TABLES):
        raise BadInput(
            _("{path}: it is a Lua table, but not one of KOReader with notes on a book.", path=path)
        )
    notebook = Notebook("koreader", str(path))
    notes = _notes_on_book(notebook, table, path)
    bookmarks = 0
    found: set[tuple[str, str]] = set()
    for quote in _quotes(table):
        if quote is None:
            bookmarks += 1
        elif (key := (_SPACE.sub("", quote.exact), quote.created)) not in found:
            found.add(key)
            notebook.add(notes, quote)
    if bookmarks:
        notebook.remarks.append(_("Skipped: {what}.", what=counted(bookmarks, "bookmark", "bookmarks")))
    summary = _text(_table(table.get("summary")).get("note"))
    if summary.strip():
        notebook.add_paragraph(notes, summary)
    return notebook.bundle()


def _notes_on_book(notebook: Notebook, table: Table, path: Path) -> Notes:
    properties, statistics = _table(table.get("doc_props")), _table(table.get("stats"))
    own_file = _text(table.get("doc_path")).rpartition("/")[2] or path.parent.name.removesuffix(".sdr")
    title = _text(properties.get("title")) or _text(statistics.get("title")) or _SUFFIX.sub("", own_file)
    authors = _text(properties.get("authors")) or _text(statistics.get("authors"))
    return notebook.on(title or path.stem, authors=re.split("[\n;；]|\\s*&\\s*", authors))


def _quotes(table: Table) -> Iterator[Quote | None]:
    """Yield the quotes of a book; None for each bookmark."""
    annotations = _entries(table.get("annotations"))
    for entry in annotations:
        yield _present(entry)
    if annotations:
        return
    found = [_former(entry) for entry in _entries(table.get("bookmarks"))]
    yield from found
    known = {_SPACE.sub("", quote.exact) for quote in found if quote}
    for page in _entries(table.get("highlight")):
        for entry in _entries(page):
            words = _text(entry.get("text")).strip()
            if words and _SPACE.sub("", words) not in known:
                yield Quote(exact=words, created=utc_timestamp(_text(entry.get("datetime"))))


def _present(entry: Table) -> Quote | None:
    words = _text(entry.get("text")).strip()
    if not words or not (entry.get("drawer") or entry.get("pos0") or entry.get("note")):
        return None
    return Quote(
        exact=words,
        note=_text(entry.get("note")),
        created=utc_timestamp(_text(entry.get("datetime"))),
        modified=utc_timestamp(_text(entry.get("datetime_updated"))),
    )


def _former(entry: Table) -> Quote | None:
    words = _text(entry.get("notes")).strip()
    if not words or not (entry.get("highlighted") or entry.get("pos0")):
        return None
    moment, said = _text(entry.get("datetime")), _text(entry.get("text")).strip()
    own = "" if _is_made(said, words, moment) else said
    return Quote(exact=words, note=own, created=utc_timestamp(moment))


def _is_made(said: str, words: str, moment: str) -> bool:
    """Whether KOReader made a text of page, quote and time, in whatever language."""
    plain, quote = _SPACE.sub("", said), _SPACE.sub("", words)
    if plain == quote:
        return True
    return bool(moment) and said.endswith(moment) and (quote[:20] in plain or "@" in said)


def _entries(value: LuaValue) -> list[Table]:
    """Return the tables in a table, in the order of their indices."""
    table = _table(value)
    numbered = sorted(key for key in table if isinstance(key, (int, float)) and not isinstance(key, bool))
    named = [key for key in table if isinstance(key, str)]
    return [found for key in (*numbered, *named) if (found := _table(table[key]))]


def _table(value: LuaValue) -> Table:
    return value if isinstance(value, dict) else {}


def _text(value: LuaValue) -> str:
    return value if isinstance(value, str) else ""
