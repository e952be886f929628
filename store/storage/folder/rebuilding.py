"""Rebuilds files from all that is left of them: their own lines, history, backups, originals of repairs.

For each document the best source counts: its line in the file, then the history, which knows every field that
was changed, then the copies, the newest first, brought up to date by the history.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from store.errors import DamagedFile
from store.model.annotation import Annotation, timestamp
from store.model.article import Article, Block, BlockKind, digest, paragraphs
from store.model.dismissal import Dismissal
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    CODEBOOK,
    DISMISSALS,
    LIBRARY,
    TEXT,
    THE_ONE,
    WORDS,
    Fields,
    fields_of,
)
from store.model.tag import Tag
from store.model.user_word import UserWord
from store.storage.documents import document_id, is_uuid
from store.storage.folder.document_lines import (
    ARTICLE_TABLES,
    LIBRARY_TABLES,
    Documents,
    FoundDocument,
    Trust,
    documents_in,
)
from store.storage.folder.folder_store import SCHEMA
from store.storage.folder.former_documents import FormerState
from store.storage.folder.tinydb_storage import Tables, decode, encode
from store.storage.reanchoring import anchored_at, reanchored

T = TypeVar("T", bound=msgspec.Struct)

States = Mapping[tuple[str, int], FormerState]
"""What the history knows of the documents of a file, by table and document ID."""

_RECORDS: dict[str, type[msgspec.Struct]] = {
    ANNOTATIONS: Annotation,
    CODEBOOK: Tag,
    WORDS: UserWord,
    DISMISSALS: Dismissal,
}
"""What the documents of each table are."""


class FileSources:
    """The documents of one file, by all that is left of it."""

    def __init__(self, data: bytes, tables: tuple[str, ...], states: States, copies: Iterator[bytes]) -> None:
        """The sources of a file.

        :param data: what it contains now; empty if it does not exist.
        :param tables: the tables that belong into it.
        :param states: what the history knows.
        :param copies: its copies, the newest first; they are read as far as they are needed.
        """
        self._tables = tables
        self._states = states
        self._unread = copies
        self._copies: list[Documents] = []
        self.present = documents_in(data, tables)
        """The documents in the file itself."""
        self._is_whole = _is_whole(data)

    def alternatives(self, table: str, document: int) -> Iterator[Fields]:
        """Yield what a document may have been according to history and copies, the best first."""
        place, state = (table, document), self._states.get((table, document))
        if state is not None and state.is_complete and not state.is_removed:
            yield state.fields
        for copy in self._every_copy():
            if place in copy:
                fields = copy[place].fields
                yield fields if state is None or state.is_removed else state.over(fields)

    def best(self) -> Documents:
        """Return the documents of the file, and those that are missing from it although they should be there.

        Copies are asked only if the file is not whole: else what they have and it has not was removed.
        """
        found = dict(self.present)
        for (table, document), state in self._states.items():
            if table in self._tables and state.is_complete and not state.is_removed:
                _add(found, FoundDocument(table, document, state.fields, Trust.UNSIGNED))
        for copy in [] if self._is_whole else self._every_copy():
            for place, older in copy.items():
                known = self._states.get(place)
                if known is None:
                    _add(found, older)
                elif not known.is_removed:
                    _add(found, msgspec.structs.replace(older, fields=known.over(older.fields)))
            if all(document.trust is not Trust.CHANGED for document in copy.values()) and copy:
                break
        return found

    def _every_copy(self) -> Iterator[Documents]:
        yield from self._copies
        for data in self._unread:
            self._copies.append(documents_in(data, self._tables))
            yield self._copies[-1]


def _add(found: Documents, document: FoundDocument) -> None:
    place = document.table, document.id
    if place not in found:
        found[place] = document


def _is_whole(data: bytes) -> bool:
    """Whether a file can be read as it is, so that what it does not contain is not missing."""
    with suppress(DamagedFile, UnicodeDecodeError):
        data.decode()
        return bool(decode(data, Path()))
    return False


# An article


def rebuilt_text(wanted: Iterable[Fields], texts: Iterable[str]) -> str | None:
    """Return the first text that one of the records names by its digest, else the first one; else None.

    :param wanted: the records that the article may have had, the best first.
    """
    seen: list[str] = []
    digests = [record.get("digest") for record in wanted]
    ranks: dict[int, str] = {}
    for text in texts:
        seen.append(text)
        if (found := digest(text)) in digests:
            ranks.setdefault(digests.index(found), text)
            if digests.index(found) == 0:
                break
    return ranks[min(ranks)] if ranks else seen[0] if seen else None


def rebuilt_article(article: str, sources: FileSources, texts: Iterable[str]) -> tuple[bytes, str] | None:
    """Return an article's record file and text; None when no text is left.

    :param texts: what its text may be, the best first.
    """
    found = sources.best()
    own = found.get((ARTICLE, THE_ONE))
    records = [*([own.fields] if own else []), *sources.alternatives(ARTICLE, THE_ONE)]
    text = rebuilt_text(records, texts)
    if text is None:
        return None
    record = next(
        (each for each in records if each.get("digest") == digest(text)), records[0] if records else {}
    )
    if not _is_valid_article(article, record, text):
        record = _mended_article(article, record, text)
    revision = _highest_revision([*found.values(), *sources.present.values()], records) + 1
    annotations: dict[int, Fields] = {}
    for document in sorted(found.values(), key=lambda each: each.rank, reverse=True):
        if document.table == ANNOTATIONS:
            _take_annotation(annotations, document, sources, text, revision)
    order = [document for table, document in found if table == ANNOTATIONS]
    ordered = {key: annotations[key] for key in dict.fromkeys((*order, *annotations)) if key in annotations}
    tables: Tables = {
        ARTICLE: {str(THE_ONE): {**record, "rev": revision}},
        ANNOTATIONS: {str(key): fields for key, fields in ordered.items()},
        **_other_tables(found, ARTICLE_TABLES),
    }
    return encode(tables), text


def _take_annotation(
    taken: dict[int, Fields], document: FoundDocument, sources: FileSources, text: str, revision: int
) -> None:
    """Add an annotation to those taken, at its quote in the text, unless a better one has its ID."""
    fields = _best_annotation(document, sources, text)
    if fields is None:
        return
    annotation = msgspec.convert(fields, Annotation)
    key = document_id(annotation.id)
    if key in taken:
        if document.trust is Trust.CHANGED or msgspec.convert(taken[key], Annotation) == annotation:
            return
        annotation = msgspec.structs.replace(annotation, id=str(uuid.uuid4()))
        key, fields = document_id(annotation.id), {**fields, "id": annotation.id}
    placed = _placed(annotation, text)
    changes = {
        name: value for name, value in fields_of(placed).items() if value != fields_of(annotation)[name]
    }
    is_new = fields != document.fields or changes or document.trust is not Trust.INTACT
    taken[key] = {**fields, **changes, **({"rev": revision} if is_new else {})}


def _best_annotation(document: FoundDocument, sources: FileSources, text: str) -> Fields | None:
    """Return the fields of an annotation: its line unless that is damaged or contradicts the text."""
    line = document.fields
    is_valid = _is_record(line, Annotation)
    if is_valid and (document.trust is not Trust.CHANGED or _quotes(line, text)):
        return line
    for fields in sources.alternatives(ANNOTATIONS, document.id):
        if _is_record(fields, Annotation):
            return fields
    if is_valid:
        return line
    return _mended_annotation(line, document.id)


def _quotes(fields: Fields, text: str) -> bool:
    """Whether an annotation stands where the text has its words."""
    annotation = msgspec.convert(fields, Annotation)
    return annotation.orphan or (
        0 <= annotation.start < annotation.end <= len(text) and _placed(annotation, text) == annotation
    )


def _placed(annotation: Annotation, text: str) -> Annotation:
    """Return an annotation at its words in the text; an orphan when the text has them no more."""
    start, end = annotation.start, annotation.end
    if annotation.orphan:
        return annotation
    if not 0 <= start < end <= len(text) or text[start:end] != annotation.exact:
        return reanchored(annotation, text)
    return anchored_at(annotation, text, start, end)


def _mended_annotation(line: Fields, document: int) -> Fields | None:
    """Return an annotation with those fields of a damaged line that are valid; None if it says nothing."""
    now = timestamp()
    number = f"{document:013x}"[-13:]
    plain: Fields = {
        "id": f"{number[:8]}-{number[8:12]}-{number[12]}{str(uuid.uuid4())[15:]}",
        "start": 0,
        "end": 0,
        "exact": "",
        "prefix": "",
        "suffix": "",
        "created": now,
        "modified": now,
    }
    mended = _with_valid_fields(plain, line, Annotation)
    return mended if any(mended.get(name) for name in ("exact", "note", "tags")) else None


def _is_valid_article(article: str, record: Fields, text: str) -> bool:
    """Whether a record is that of the article with the text."""
    try:
        found = msgspec.convert({**record, TEXT: text}, Article)
    except msgspec.ValidationError:
        return False
    return (
        found.id == article
        and found.digest == digest(text)
        and all(0 <= block.start <= block.end <= len(text) for block in found.blocks)
    )


def _mended_article(article: str, record: Fields, text: str) -> Fields:
    """Return a record for the text with those fields of a damaged one that are valid for it."""
    blocks = [
        fields_of(Block(BlockKind.PARAGRAPH if number else BlockKind.TITLE, start, end))
        for number, (start, end) in enumerate(paragraphs(text))
    ]
    plain = fields_of(
        {
            "id": article,
            TEXT: text,
            "digest": digest(text),
            "title": text.partition("\n")[0],
            "added": timestamp(),
            "blocks": blocks,
        }
    )
    fixed = {"id", "digest", TEXT, *(["blocks"] if record.get("digest") != digest(text) else [])}
    mended = _with_valid_fields(
        plain, {name: value for name, value in record.items() if name not in fixed}, Article
    )
    found = msgspec.convert(mended, Article)
    if any(not 0 <= block.start <= block.end <= len(text) for block in found.blocks):
        mended["blocks"] = plain["blocks"]
    mended["position"] = max(0, min(found.position, len(text)))
    del mended[TEXT]
    return mended


# The library file


def rebuilt_library(sources: FileSources) -> bytes:
    """Return the content of ``library.json``."""
    found = sources.best()
    tables: Tables = {LIBRARY: {str(THE_ONE): _settings(found, sources)}}
    for table in (CODEBOOK, WORDS, DISMISSALS):
        kept: dict[str, RawFields] = {}
        keys: set[object] = set()
        ranked = sorted(found.values(), key=lambda each: each.rank, reverse=True)
        for document in [each for each in ranked if each.table == table]:
            fields = _best_entry(document, sources)
            if fields is not None and (key := _key(table, fields)) not in keys:
                keys.add(key)
                kept[str(document.id)] = fields
        order = [str(document) for each, document in found if each == table]
        if kept:
            tables[table] = {key: kept[key] for key in order if key in kept}
    return encode({**tables, **_other_tables(found, LIBRARY_TABLES)})


RawFields = Fields
"""The fields of a document that is written."""


def _settings(found: Documents, sources: FileSources) -> Fields:
    """Return the settings: the best ones with a schema version that this Pizhu knows."""
    own = found.get((LIBRARY, THE_ONE))
    for each in [*([own.fields] if own else []), *sources.alternatives(LIBRARY, THE_ONE)]:
        if isinstance(each.get("schema"), int) and 0 < cast("int", each["schema"]) <= SCHEMA:
            return each
    return {"schema": SCHEMA, "starters": True}


def _best_entry(document: FoundDocument, sources: FileSources) -> Fields | None:
    """Return the fields of a tag, a word or a dismissed suggestion; None if nothing valid is left."""
    record = _RECORDS[document.table]
    for fields in (document.fields, *sources.alternatives(document.table, document.id)):
        if _is_record(fields, record):
            return fields
    name = record.__struct_fields__[0]
    if isinstance(document.fields.get(name), str):
        return _with_valid_fields({name: document.fields[name]}, document.fields, record)
    return None


def _key(table: str, fields: Fields) -> object:
    """Return what only one document of a table may have."""
    if table == DISMISSALS:
        return msgspec.convert(fields, Dismissal).key
    return fields["name" if table == CODEBOOK else "word"]


# Both


def _is_record(fields: Fields, record: type[msgspec.Struct]) -> bool:
    with suppress(msgspec.ValidationError):
        found = msgspec.convert(fields, record)
        return not isinstance(found, Annotation) or is_uuid(found.id)
    return False


def _with_valid_fields(plain: Fields, fields: Fields, record: type[msgspec.Struct]) -> Fields:
    """Return the fields of a valid record with those of a damaged one that keep it valid."""
    mended = dict(plain)
    for name, value in fields.items():
        if _is_record({**mended, name: value}, record):
            mended[name] = value
    return mended


def _highest_revision(found: Iterable[FoundDocument], records: Iterable[Fields]) -> int:
    """Return the highest revision that an article or its annotations have had."""
    revisions = [each.fields.get("rev") for each in found] + [each.get("rev") for each in records]
    return max((each for each in revisions if isinstance(each, int) and each < 1 << 50), default=0)


def _other_tables(found: Documents, known: tuple[str, ...]) -> Tables:
    """Return the tables of a newer Pizhu that are in a file."""
    tables: Tables = {}
    for (table, document), each in found.items():
        if table not in known:
            tables.setdefault(table, {})[str(document)] = each.fields
    return tables
