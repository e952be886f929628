"""Reads a Taguette project, a SQLite database: texts with highlights and tags.

Source: the tables of Taguette's ``database/models.py``: projects, documents, highlights, tags,
highlight_tags. The creators and times of highlights are in its log, the table commands. Highlights have no
notes.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import cast

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.errors import BadInput
from store.formats.shared.document_names import without_suffix
from store.formats.shared.json_reading.located_json import JSON_ERRORS
from store.formats.shared.quotes import limited_quotes
from store.formats.shared.timestamps import UNKNOWN_TIME, utc_timestamp
from store.formats.taguette.tag_names import taguette_tag
from store.formats.taguette.text_offsets import DocumentText
from store.importing.input_file import open_input
from store.importing.limits import (
    MAX_ANNOTATIONS,
    MAX_DATABASE_STEPS,
    MAX_FILE_BYTES,
    MAX_NOTES_BYTES,
    MAX_TAGS,
    MIB,
    check_count,
    too_large,
)
from store.importing.verbatim_text import verbatim_draft
from store.language import _, pgettext
from store.model.annotation import Anchor, Annotation, clean_note, motivation_of
from store.model.bundle import Bundle, IncomingArticle, Sentences
from store.model.stable_ids import guid
from store.model.tag import Tag
from store.reasons import reason_of

_LOG = "commands"
_TABLES = {"projects", "documents", "highlights", "tags", "highlight_tags"}
_MAGIC = b"SQLite format 3\x00"

_MAX_HIGHLIGHTS = 300_000
_MAX_TAGGED = 1_000_000
"""Tags on all highlights together."""
_MAX_PAYLOAD = 10_000
"""Code points of a line of the log; those about highlights have about a hundred."""
_MAX_LOGIN, _MAX_NAME = 200, 1_000
"""Code points of the name of a user or a document that are read."""
_STEPS_AT_ONCE = 1_000_000
"""Steps of SQLite's machine between two checks of :data:`MAX_DATABASE_STEPS`."""


class _HighlightOrigin(msgspec.Struct, frozen=True):
    """The creator and time of a highlight, from the log."""

    creator: str = ""
    created: str = ""


def read(path: Path) -> Bundle:
    """Read a project. Its documents are read one by one.

    :raises BadInput: when the file is not a Taguette project, or damaged, or has too much in it.
    """
    with open_input(path) as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise BadInput(_("{path}: it is not a SQLite database, as a Taguette project is.", path=path))
    left_out = Sentences()
    with _translate_errors(path), closing(_open_database(path)) as database:
        tables = _check_tables(database, path)
        _check_sizes(database, path)
        tags = {tag.name: tag for tag in _tags(database).values()}
        (documents,) = database.execute("SELECT count(*) FROM documents").fetchone()
    return Bundle(
        pieces=_articles(path, left_out, logged=_LOG in tables),
        tags=tuple(tags.values()),
        count=documents,
        left_out=left_out,
    )


@contextmanager
def _translate_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError) as error:  # a ValueError if text of the database is not UTF-8
        raise BadInput(
            _("{path}: it cannot be read as a Taguette project ({error}).", path=path, error=reason_of(error))
        ) from error


def _open_database(path: Path) -> sqlite3.Connection:
    """Open the database for reading only. Its schema is not trusted, and its statements are limited."""
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    database.text_factory = _decode
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_FILE_BYTES)
    database.execute("PRAGMA trusted_schema = OFF")
    steps = count(1)
    database.set_progress_handler(lambda: next(steps) > MAX_DATABASE_STEPS // _STEPS_AT_ONCE, _STEPS_AT_ONCE)
    return database


def _check_tables(database: sqlite3.Connection, path: Path) -> set[str]:
    """Check that the tables are ordinary ones, and return their names.

    A view, a virtual table or a generated column computes what it contains: a few bytes can become gigabytes.

    :raises BadInput: when one is missing, or not an ordinary table.
    """
    there = {
        name: kind == "table" and not str(sql).upper().startswith("CREATE VIRTUAL")
        for name, kind, sql in database.execute("SELECT name, type, sql FROM sqlite_master")
    }
    if not there.keys() >= _TABLES:
        raise BadInput(_("{path}: it is a SQLite database, but not a Taguette project.", path=path))
    read = {name for name in there if name in (*_TABLES, _LOG)}
    for name in sorted(read):
        columns = database.execute("SELECT hidden FROM pragma_table_xinfo(?)", (name,)).fetchall()
        if not there[name] or any(hidden for (hidden,) in columns):
            raise BadInput(
                _("{path}: its table {name} is computed, as Taguette never writes it.", path=path, name=name)
            )
    return read


def _check_sizes(database: sqlite3.Connection, path: Path) -> None:
    """Check how much there is of what is read at once.

    :raises BadInput: when there is too much.
    """
    for table, most, things in (
        ("tags", MAX_TAGS, pgettext("more than", "tags")),
        ("highlights", _MAX_HIGHLIGHTS, pgettext("more than", "highlights")),
        ("highlight_tags", _MAX_TAGGED, pgettext("more than", "highlight tags")),
    ):
        (number,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a constant
        if number > most:
            raise BadInput(
                _(
                    "{path}: it has more than {most:,} {things}: export it in parts.",
                    path=path,
                    most=most,
                    things=things,
                )
            )
    query = "SELECT coalesce(sum(length(path) + length(description)), 0) FROM tags"
    if database.execute(query).fetchone()[0] > MAX_NOTES_BYTES:
        raise too_large(
            str(path), MAX_NOTES_BYTES, _("the descriptions of its tags together: export it in parts")
        )


def _tags(database: sqlite3.Connection) -> dict[int, Tag]:
    """Return the tags by ID."""
    rows = database.execute("SELECT id, path, description FROM tags ORDER BY id")
    return {
        number: Tag(name=taguette_tag(_text(path)), description=clean_note(_text(description)))
        for number, path, description in rows
    }


class _Payload(msgspec.Struct):
    """What a line of the log says."""

    type: str = ""
    highlight_id: int | str = ""


def _highlight_origins(database: sqlite3.Connection) -> dict[int, _HighlightOrigin]:
    """Return the creator and creation time of each highlight. The log does not say who changed one later."""
    found: dict[int, _HighlightOrigin] = {}
    for login, date, payload in database.execute(
        "SELECT user_login, date, payload FROM commands WHERE length(payload) < ? ORDER BY id",
        (_MAX_PAYLOAD,),
    ):
        with suppress(*JSON_ERRORS, ValueError):
            record = msgspec.json.decode(_text(payload), type=_Payload)
            if record.type == "highlight_add" and len(found) < _MAX_HIGHLIGHTS:
                found.setdefault(
                    int(record.highlight_id),
                    _HighlightOrigin(sys.intern(_text(login)[:_MAX_LOGIN]), utc_timestamp(_text(date))),
                )
    return found


def _articles(path: Path, left_out: list[str], *, logged: bool) -> Iterator[IncomingArticle]:
    with _translate_errors(path), closing(_open_database(path)) as database:
        project = _ProjectReader(database, _highlight_origins(database) if logged else {})
        yield from project.articles(left_out)
        if project.without_text:
            left_out.append(
                _("Left out: highlights without text ({without_text}).", without_text=project.without_text)
            )


_Highlight = tuple[int, object, object]
"""The ID, the start and the end of a highlight."""


class _ProjectReader:
    """Reads the documents of a database."""

    def __init__(self, database: sqlite3.Connection, origins: dict[int, _HighlightOrigin]) -> None:
        self._database = database
        self._origins = origins
        self._highlights = self._highlights_by_document()
        self._tags = self._tags_by_highlight()
        self.without_text = 0
        """How many highlights contain no text."""

    def articles(self, left_out: list[str]) -> Iterator[IncomingArticle]:
        """Yield the articles, in the order in which the documents were added."""
        rows = self._database.execute(
            "SELECT documents.id, substr(documents.name, 1, ?), documents.description, documents.created,"
            " projects.created, CASE WHEN length(contents) <= ? THEN contents END"
            " FROM documents LEFT JOIN projects ON projects.id = documents.project_id ORDER BY documents.id",
            (_MAX_NAME, MAX_FILE_BYTES),
        )
        for number, name, description, created, project, contents in rows:
            title = _text(name).strip()
            # IDs count from 1 in every database; the creation times distinguish projects
            key = ("taguette", _text(project), _text(created), str(number))
            try:
                yield self._article(
                    number,
                    key,
                    title=title,
                    note=_text(description),
                    created=_text(created),
                    contents=_text(contents),
                )
            except BadInput as error:
                left_out.append(_("“{title}” was left out: {error}", title=title, error=error))

    def _article(
        self, number: int, key: tuple[str, ...], *, title: str, note: str, created: str, contents: str
    ) -> IncomingArticle:
        """Return the article of a document.

        :raises BadInput: when its text is empty or too long, or there are too many highlights.
        """
        document = DocumentText(contents)
        if not document.text.strip():
            raise BadInput(_("its text is empty or larger than {size} MiB.", size=MAX_FILE_BYTES // MIB))
        check_count(
            len(self._highlights.get(number, ())), MAX_ANNOTATIONS, pgettext("more than", "highlights")
        )
        added = utc_timestamp(created) or UNKNOWN_TIME
        return IncomingArticle(
            draft=verbatim_draft(document.text, without_suffix(title)),
            added=added,
            note=clean_note(note),
            annotations=tuple(limited_quotes(self._annotations(number, document, added, key))),
        )

    def _annotations(
        self, number: int, document: DocumentText, added: str, key: tuple[str, ...]
    ) -> Iterator[Annotation]:
        for highlight, start, end in self._highlights.get(number, ()):
            anchor = _anchor(document, start, end)
            if anchor is None:
                self.without_text += 1
                continue
            origin = self._origins.get(highlight, _HighlightOrigin())
            tags = tuple(dict.fromkeys(self._tags.get(highlight, [])))
            created = origin.created or added
            yield Annotation(
                **msgspec.structs.asdict(anchor),
                id=guid(*key, str(highlight)),
                tags=tags,
                kind=motivation_of(tags, ""),
                creator=origin.creator,
                created=created,
                modified=created,
            )

    def _highlights_by_document(self) -> dict[object, list[_Highlight]]:
        """Return the highlights of each document, by its ID, in the order in which they were made."""
        found: dict[object, list[_Highlight]] = {}
        for document, *highlight in self._database.execute(
            "SELECT document_id, id, CASE typeof(start_offset) WHEN 'integer' THEN start_offset END,"
            " CASE typeof(end_offset) WHEN 'integer' THEN end_offset END FROM highlights ORDER BY id"
        ):
            found.setdefault(document, []).append(cast("_Highlight", tuple(highlight)))
        return found

    def _tags_by_highlight(self) -> dict[object, list[str]]:
        """Return the names of the tags of each highlight, by its ID."""
        names = {number: tag.name for number, tag in _tags(self._database).items()}
        found: dict[object, list[str]] = {}
        for highlight, tag in self._database.execute(
            "SELECT highlight_id, tag_id FROM highlight_tags ORDER BY highlight_id, tag_id"
        ):
            if tag in names:
                found.setdefault(highlight, []).append(names[tag])
        return found


def _anchor(document: DocumentText, start: object, end: object) -> Anchor | None:
    """Return the anchor of a highlight; None if it contains no text."""
    if not isinstance(start, int) or not isinstance(end, int):
        return None
    first, last = document.text_range(min(start, end), max(start, end))
    if first == last:
        return None
    return Anchor.at(document.text, snap_start(document.text, first), snap_end(document.text, last))


def _decode(data: bytes) -> str:
    return data.decode(errors="replace")


def _text(value: object) -> str:
    """Return a cell as text. SQLite allows any type in any column."""
    if isinstance(value, bytes):
        return _decode(value)
    return "" if value is None else str(value)
