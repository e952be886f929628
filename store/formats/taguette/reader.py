"""A project of Taguette, which is a SQLite database, brings texts with highlights and tags.

Its tables are those of Taguette's ``database/models.py``: projects, documents, highlights, tags,
highlight_tags. Who made a highlight, and when, is in its log, the table commands. A highlight has no note.
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
from store.formats.refi_qda.codes import fitting
from store.formats.shared.timestamps import UNKNOWN, utc
from store.formats.taguette.text_offsets import Document
from store.importing.reading import MAX_BYTES
from store.importing.verbatim_text import verbatim_draft
from store.model.annotation import Anchor, Annotation, clean_note, motivation_of
from store.model.bundle import Bundle, IncomingArticle
from store.model.stable_ids import guid
from store.model.tag import Tag

_TABLES = {"projects", "documents", "highlights", "tags", "highlight_tags"}
_MAGIC = b"SQLite format 3\x00"


class _Made(msgspec.Struct, frozen=True):
    """Who made something and when, as the log tells."""

    creator: str = ""
    created: str = ""


def read(path: Path) -> Bundle:
    """What is in a project of Taguette; its documents are read as they are gone through.

    :raises BadInput: it is none, or damaged.
    """
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise BadInput(f"{path}: it is no SQLite database, as a project of Taguette is.")
    left_out: list[str] = []
    with _explained(path), closing(_opened(path)) as database:
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not there >= _TABLES:
            raise BadInput(f"{path}: it is a SQLite database, but no project of Taguette.")
        tags = {tag.name: tag for tag in _tags(database).values()}
        (count,) = database.execute("SELECT count(*) FROM documents").fetchone()
    return Bundle(
        pieces=_pieces(path, left_out, logged="commands" in there),
        tags=tuple(tags.values()),
        count=count,
        left_out=left_out,
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError) as error:  # a ValueError where its own words are no UTF-8
        raise BadInput(f"{path}: it cannot be read as a project of Taguette ({error}).") from error


def _opened(path: Path) -> sqlite3.Connection:
    """The database, to be read alone; what is written in it is not trusted to be run."""
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    database.text_factory = _decoded
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _tags(database: sqlite3.Connection) -> dict[int, Tag]:
    """The tags by ID. A path of Taguette may have slashes: so has ours."""
    rows = database.execute("SELECT id, path, description FROM tags ORDER BY id")
    return {
        number: Tag(name=fitting(_text(path).split("/")), description=clean_note(_text(description)))
        for number, path, description in rows
    }


def _made(database: sqlite3.Connection) -> dict[int, _Made]:
    """Who made each highlight and when; who changed it since is not told."""
    found: dict[int, _Made] = {}
    for login, date, payload in database.execute(
        "SELECT user_login, date, payload FROM commands ORDER BY id"
    ):
        with suppress(ValueError, TypeError, KeyError):
            told = json.loads(payload)
            if isinstance(told, dict) and told.get("type") == "highlight_add":
                found.setdefault(int(told["highlight_id"]), _Made(_text(login), utc(_text(date))))
    return found


def _pieces(path: Path, left_out: list[str], *, logged: bool) -> Iterator[IncomingArticle]:
    with _explained(path), closing(_opened(path)) as database:
        project = _Project(database, _made(database) if logged else {})
        yield from project.pieces(left_out)
        if project.wordless:
            left_out.append(f"Left out: highlights without words in the text ({project.wordless}).")


class _Project:
    """Makes pieces of the documents of a database."""

    def __init__(self, database: sqlite3.Connection, made: dict[int, _Made]) -> None:
        self._database = database
        self._made = made
        self._names = {number: tag.name for number, tag in _tags(database).items()}
        self.wordless = 0
        """Highlights that have no words in the text."""

    def pieces(self, left_out: list[str]) -> Iterator[IncomingArticle]:
        """The pieces, in the order in which the documents were added."""
        rows = self._database.execute(
            "SELECT documents.id, documents.name, documents.description, documents.created, projects.created"
            " FROM documents LEFT JOIN projects ON projects.id = documents.project_id ORDER BY documents.id"
        )
        for number, name, description, created, project in rows.fetchall():
            document = self._document(number)
            if document is None or not document.text.strip():
                left_out.append(f"“{_text(name)}” was left out: there is no text in it, or more than 64 MiB.")
                continue
            added = utc(_text(created)) or UNKNOWN
            # IDs are numbers from 1 in every database: the moments tell one project from another.
            key = ("taguette", _text(project), _text(created), str(number))
            yield IncomingArticle(
                draft=verbatim_draft(document.text, _text(name).strip()),
                added=added,
                note=clean_note(_text(description)),
                annotations=tuple(self._annotations(number, document, added, key)),
            )

    def _document(self, number: int) -> Document | None:
        query = "SELECT contents FROM documents WHERE id = ? AND length(contents) <= ?"
        row = self._database.execute(query, (number, MAX_BYTES)).fetchone()
        return Document(_text(row[0])) if row else None

    def _annotations(
        self, number: int, document: Document, added: str, key: tuple[str, ...]
    ) -> Iterator[Annotation]:
        given = self._tags_given(number)
        query = "SELECT id, start_offset, end_offset FROM highlights WHERE document_id = ? ORDER BY id"
        for highlight, start, end in self._database.execute(query, (number,)):
            anchor = _anchor(document, start, end)
            if anchor is None:
                self.wordless += 1
                continue
            made = self._made.get(highlight, _Made())
            tags = tuple(dict.fromkeys(given.get(highlight, [])))
            created = made.created or added
            yield Annotation(
                **msgspec.structs.asdict(anchor),
                id=guid(*key, str(highlight)),
                tags=tags,
                kind=motivation_of(tags, ""),
                creator=made.creator,
                created=created,
                modified=created,
            )

    def _tags_given(self, number: int) -> dict[int, list[str]]:
        """The names of the tags of each highlight of a document."""
        given: dict[int, list[str]] = {}
        for highlight, tag in self._database.execute(
            "SELECT highlight_id, tag_id FROM highlight_tags JOIN highlights ON highlights.id = highlight_id"
            " WHERE document_id = ? ORDER BY highlight_id, tag_id",
            (number,),
        ):
            if tag in self._names:
                given.setdefault(highlight, []).append(self._names[tag])
        return given


def _anchor(document: Document, start: object, end: object) -> Anchor | None:
    """Where a highlight is; None where it has no words."""
    if not isinstance(start, int) or not isinstance(end, int):
        return None
    first, last = document.stretch(min(start, end), max(start, end))
    if first == last:
        return None
    return Anchor.at(document.text, snap_start(document.text, first), snap_end(document.text, last))


def _decoded(data: bytes) -> str:
    return data.decode(errors="replace")


def _text(value: object) -> str:
    """What a cell says; a database may hold anything anywhere."""
    if isinstance(value, bytes):
        return _decoded(value)
    return "" if value is None else str(value)
