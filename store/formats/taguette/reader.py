"""Reads a Taguette project, a SQLite database: texts with highlights and tags.

Source: the tables of Taguette's ``database/models.py``: projects, documents, highlights, tags,
highlight_tags. The creators and times of highlights are in its log, the table commands. Highlights have no
notes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.errors import BadInput
from store.formats.refi_qda.codes import tag_name_of
from store.formats.shared.timestamps import UNKNOWN_TIME, utc_timestamp
from store.formats.taguette.text_offsets import DocumentText
from store.importing.reading import MAX_BYTES
from store.importing.verbatim_text import verbatim_draft
from store.model.annotation import Anchor, Annotation, clean_note, motivation_of
from store.model.bundle import Bundle, IncomingArticle
from store.model.sentences import Sentences
from store.model.stable_ids import guid
from store.model.tag import Tag

_TABLES = {"projects", "documents", "highlights", "tags", "highlight_tags"}
_MAGIC = b"SQLite format 3\x00"


class _HighlightOrigin(msgspec.Struct, frozen=True):
    """The creator and time of a highlight, from the log."""

    creator: str = ""
    created: str = ""


def read(path: Path) -> Bundle:
    """Read a project. Its documents are read one by one.

    :raises BadInput: when the file is not a Taguette project, or damaged.
    """
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise BadInput(f"{path}: it is not a SQLite database, as a Taguette project is.")
    left_out = Sentences()
    with _translate_errors(path), closing(_open_database(path)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables >= _TABLES:
            raise BadInput(f"{path}: it is a SQLite database, but not a Taguette project.")
        tags = {tag.name: tag for tag in _tags(database).values()}
        (count,) = database.execute("SELECT count(*) FROM documents").fetchone()
    return Bundle(
        pieces=_articles(path, left_out, logged="commands" in tables),
        tags=tuple(tags.values()),
        count=count,
        left_out=left_out,
    )


@contextmanager
def _translate_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError) as error:  # a ValueError if text of the database is not UTF-8
        raise BadInput(f"{path}: it cannot be read as a Taguette project ({error}).") from error


def _open_database(path: Path) -> sqlite3.Connection:
    """Open the database for reading only. Its schema is not trusted."""
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    database.text_factory = _decode
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _tags(database: sqlite3.Connection) -> dict[int, Tag]:
    """Return the tags by ID. Slashes in a Taguette path are hierarchical here as well."""
    rows = database.execute("SELECT id, path, description FROM tags ORDER BY id")
    return {
        number: Tag(name=tag_name_of(_text(path).split("/")), description=clean_note(_text(description)))
        for number, path, description in rows
    }


def _highlight_origins(database: sqlite3.Connection) -> dict[int, _HighlightOrigin]:
    """Return the creator and creation time of each highlight. The log does not say who changed one later."""
    found: dict[int, _HighlightOrigin] = {}
    for login, date, payload in database.execute(
        "SELECT user_login, date, payload FROM commands ORDER BY id"
    ):
        with suppress(ValueError, TypeError, KeyError):
            record = json.loads(payload)
            if isinstance(record, dict) and record.get("type") == "highlight_add":
                found.setdefault(
                    int(record["highlight_id"]), _HighlightOrigin(_text(login), utc_timestamp(_text(date)))
                )
    return found


def _articles(path: Path, left_out: list[str], *, logged: bool) -> Iterator[IncomingArticle]:
    with _translate_errors(path), closing(_open_database(path)) as database:
        project = _ProjectReader(database, _highlight_origins(database) if logged else {})
        yield from project.articles(left_out)
        if project.without_text:
            left_out.append(f"Left out: highlights without text ({project.without_text}).")


class _ProjectReader:
    """Reads the documents of a database."""

    def __init__(self, database: sqlite3.Connection, origins: dict[int, _HighlightOrigin]) -> None:
        self._database = database
        self._origins = origins
        self._names = {number: tag.name for number, tag in _tags(database).items()}
        self.without_text = 0
        """How many highlights contain no text."""

    def articles(self, left_out: list[str]) -> Iterator[IncomingArticle]:
        """Yield the articles, in the order in which the documents were added."""
        rows = self._database.execute(
            "SELECT documents.id, documents.name, documents.description, documents.created, projects.created"
            " FROM documents LEFT JOIN projects ON projects.id = documents.project_id ORDER BY documents.id"
        )
        for number, name, description, created, project in rows.fetchall():
            document = self._document(number)
            if document is None or not document.text.strip():
                left_out.append(f"“{_text(name)}” was left out: its text is empty or larger than 64 MiB.")
                continue
            added = utc_timestamp(_text(created)) or UNKNOWN_TIME
            # IDs count from 1 in every database; the creation times distinguish projects
            key = ("taguette", _text(project), _text(created), str(number))
            yield IncomingArticle(
                draft=verbatim_draft(document.text, _text(name).strip()),
                added=added,
                note=clean_note(_text(description)),
                annotations=tuple(self._annotations(number, document, added, key)),
            )

    def _document(self, number: int) -> DocumentText | None:
        query = "SELECT contents FROM documents WHERE id = ? AND length(contents) <= ?"
        row = self._database.execute(query, (number, MAX_BYTES)).fetchone()
        return DocumentText(_text(row[0])) if row else None

    def _annotations(
        self, number: int, document: DocumentText, added: str, key: tuple[str, ...]
    ) -> Iterator[Annotation]:
        tags_by_highlight = self._tags_by_highlight(number)
        query = "SELECT id, start_offset, end_offset FROM highlights WHERE document_id = ? ORDER BY id"
        for highlight, start, end in self._database.execute(query, (number,)):
            anchor = _anchor(document, start, end)
            if anchor is None:
                self.without_text += 1
                continue
            origin = self._origins.get(highlight, _HighlightOrigin())
            tags = tuple(dict.fromkeys(tags_by_highlight.get(highlight, [])))
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

    def _tags_by_highlight(self, number: int) -> dict[int, list[str]]:
        """Return the names of the tags of each highlight of a document."""
        tags_by_highlight: dict[int, list[str]] = {}
        for highlight, tag in self._database.execute(
            "SELECT highlight_id, tag_id FROM highlight_tags JOIN highlights ON highlights.id = highlight_id"
            " WHERE document_id = ? ORDER BY highlight_id, tag_id",
            (number,),
        ):
            if tag in self._names:
                tags_by_highlight.setdefault(highlight, []).append(self._names[tag])
        return tags_by_highlight


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
