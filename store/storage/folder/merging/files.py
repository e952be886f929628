"""Merging two versions of one file of a library, as a merge driver of git does it.

A driver sees one file at a time. Whether an article's text or its record comes first, both merges choose the
same one of two texts: the one with the smaller digest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path, PurePosixPath
from typing import TypeAlias

import msgspec

from store.errors import BadInput, DamagedFile
from store.language import _
from store.model.article import digest
from store.model.edits import ARTICLE, LIBRARY, THE_ONE, Fields
from store.reasons import reason_of
from store.storage.checksums import Seal
from store.storage.folder.folder_store import SCHEMA
from store.storage.folder.merging.journals import damaged_lines, merged_journal
from store.storage.folder.tinydb_storage import Tables as StoredTables
from store.storage.folder.tinydb_storage import decode, encode, seals
from store.storage.raw_documents import RawDocument
from store.storage.three_way.articles import chosen_digest, merge_article
from store.storage.three_way.documents import Tables
from store.storage.three_way.libraries import merge_library
from store.storage.three_way.merge_conflict import MergeConflict, Outcome


class FileKind(Enum):
    """What a file of a library holds."""

    ARTICLE = auto()
    TEXT = auto()
    LIBRARY = auto()
    JOURNAL = auto()


class MergedFile(msgspec.Struct):
    """What two versions of a file became."""

    content: bytes
    conflicts: list[MergeConflict]
    title: str = ""
    """The title of the article, if it is the file of one."""


_TEXT_NAME = re.compile("[0-9a-f]{16}\\.txt").fullmatch


TextFinder: TypeAlias = Callable[[Sequence[str]], Mapping[str, str]]


def no_texts(_digests: Sequence[str]) -> Mapping[str, str]:
    """Return that no text is at hand."""
    return {}


def kind_of_file(name: str, content: bytes) -> FileKind:
    """Return what a file holds, by its name in the library if that is known, else by its content.

    :raises BadInput: it is no file that can be merged.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    if last == "history.jsonl" or content.startswith((b'{"step":', b'{"commit":', b'{"undone":')):
        return FileKind.JOURNAL
    if _TEXT_NAME(last):
        return FileKind.TEXT
    try:
        tables = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except ValueError as error:
        raise _refused(name) from error
    if ARTICLE in tables:
        return FileKind.ARTICLE
    if LIBRARY in tables:
        return FileKind.LIBRARY
    raise _refused(name)


def _refused(name: str) -> BadInput:
    return BadInput(
        _(
            "{name} is damaged, or not a file of a library that can be merged: name the record of an "
            "article, library.json or history.jsonl.",
            name=name,
        )
    )


def merge_files(
    name: str, base: bytes, ours: bytes, theirs: bytes, texts: TextFinder = no_texts
) -> MergedFile:
    """Merge two versions of a file.

    :param name: its path in the library, or what messages call it.
    :param base: the version that both were made from; empty if there was none.
    :param texts: returns those texts of an article that are at hand by their digests; asked if they differ.
    :raises BadInput: it is no file of a library, was written by a newer Pizhu, or a version of it is damaged.
    """
    kind = _kind_of_both(name, ours, theirs)
    if kind is FileKind.TEXT:
        return _merged_text(name, base, ours, theirs)
    if kind is FileKind.JOURNAL:
        for version in (ours, theirs):
            if number := damaged_lines(version):
                raise BadInput(
                    _(
                        "{name}: {number} of its lines cannot be read, so it was not merged.",
                        name=name,
                        number=number,
                    )
                )
        return MergedFile(merged_journal(base or None, ours, theirs), [])
    stored = [_intact(name, version) if version.strip() else None for version in (base, ours, theirs)]
    was, mine, other = (None if each is None else plain(each) for each in stored)
    mine, other = mine or {}, other or {}
    if kind is FileKind.LIBRARY:
        for each in (mine, other):
            _check_version(name, each)
        merged = merge_library(was, mine, other)
        return MergedFile(_encoded(merged.tables, *stored[1:]), merged.conflicts)
    if any(version and THE_ONE not in version.get(ARTICLE, {}) for version in (mine, other)):
        raise BadInput(_("{name} holds no article, so it was not merged.", name=name))
    digests = dict.fromkeys(_digest(each) for each in (mine, other))
    at_hand = texts([*digests]) if len(digests) > 1 else {}
    article = merge_article(was, mine, other, {**digests, **at_hand})
    title = str(article.tables[ARTICLE][THE_ONE].get("title", ""))
    return MergedFile(_encoded(article.tables, *stored[1:]), article.conflicts, title)


def _kind_of_both(name: str, ours: bytes, theirs: bytes) -> FileKind:
    kinds = {kind_of_file(name, version) for version in (ours, theirs) if version.strip()}
    if len(kinds) > 1:
        raise BadInput(_("The two versions of {name} are not versions of the same file.", name=name))
    return kinds.pop() if kinds else kind_of_file(name, ours)


def _digest(tables: Tables) -> str:
    return str(tables.get(ARTICLE, {}).get(THE_ONE, {}).get("digest", ""))


def _merged_text(name: str, base: bytes, ours: bytes, theirs: bytes) -> MergedFile:
    """Choose one of two texts, as the merge of the record does."""
    try:
        by_digest = {digest(each.decode()): each for each in (theirs, ours)}
        digests = [digest(each.decode()) for each in (base, ours, theirs)]
    except UnicodeDecodeError as error:
        raise BadInput(_("{name} is not UTF-8 ({reason}).", name=name, reason=reason_of(error))) from error
    chosen = chosen_digest(*digests)
    lost = next((each for each in digests[1:] if each != chosen), chosen)
    conflicts = []
    if digests[0] not in digests[1:] and lost != chosen:
        conflicts.append(MergeConflict(Outcome.CHOSEN, "text", THE_ONE, "", "digest", chosen[:8], lost[:8]))
    return MergedFile(by_digest[chosen], conflicts)


def _intact(name: str, content: bytes) -> StoredTables:
    """Return the tables of a version of a file.

    :raises BadInput: it is damaged.
    """
    try:
        tables = decode(content, Path(name))
        changed = [f"{table} {document}" for table, document, seal in seals(tables) if seal is Seal.CHANGED]
    except (ValueError, DamagedFile) as error:
        raise BadInput(
            _("{name} is damaged, so it was not merged: {reason}.", name=name, reason=reason_of(error))
        ) from error
    if changed:
        raise BadInput(
            _(
                "{name}: {line} does not match its checksum, so it was not merged; run `pizhu check` there.",
                name=name,
                line=changed[0],
            )
        )
    return tables


def _check_version(name: str, tables: Tables) -> None:
    schema = tables.get(LIBRARY, {}).get(THE_ONE, {}).get("schema", SCHEMA)
    if isinstance(schema, int) and schema > SCHEMA:
        raise BadInput(
            _(
                "{name} was written by a newer Pizhu (schema version {version}, this one knows {known}): "
                "update Pizhu to merge it.",
                name=name,
                version=schema,
                known=SCHEMA,
            )
        )


def read_tables(name: str, content: bytes) -> Tables:
    """Return the documents of a record, or of ``library.json``.

    :raises BadInput: it is damaged, or was written by a newer Pizhu.
    """
    tables = plain(_intact(name, content))
    _check_version(name, tables)
    return tables


def plain(tables: StoredTables) -> Tables:
    """Return the tables of a file as documents by their IDs, without checksums."""
    return {name: {int(key): _fields(each) for key, each in table.items()} for name, table in tables.items()}


def _fields(document: RawDocument | Fields) -> Fields:
    return document.fields if isinstance(document, RawDocument) else document


def _encoded(merged: Tables, *versions: StoredTables | None) -> bytes:
    """Return merged tables as the content of a file. What is as it was in a version keeps its line."""
    tables: StoredTables = {}
    for name, documents in merged.items():
        tables[name] = {
            str(document): _line_of(name, document, fields, versions)
            for document, fields in documents.items()
        }
    return encode(tables)


def _line_of(
    table: str, document: int, fields: Fields, versions: tuple[StoredTables | None, ...]
) -> RawDocument | Fields:
    for version in versions:
        found = (version or {}).get(table, {}).get(str(document))
        if found is not None and _fields(found) == fields:
            return found
    return fields
