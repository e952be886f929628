"""Repairs a library: fixes what can be fixed, moves the rest aside and deletes nothing.

Before a file is changed, it is copied to the folder ``aside`` of the library, under the time of the repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile, ZipFile

import msgspec

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
    Edit,
    Fields,
    fields_of,
)
from store.model.tag import Tag
from store.model.user_word import UserWord
from store.progress import Progress, no_progress
from store.storage.document_edits import annotation_edit, creation_edits, new_tag_edits
from store.storage.documents import document_id, used_tags
from store.storage.folder.backup import backups
from store.storage.folder.check import Damage, Kind, check
from store.storage.folder.folder_store import SCHEMA, FolderStore
from store.storage.folder.intent import read_intent
from store.storage.reanchoring import anchor_of, anchored_at, reanchored
from store.storage.undo_log import is_log_entry, logged_edits

T = TypeVar("T")

_TABLE = re.compile(rb'\s*"(\w+)": \{\s*')
_DOCUMENT = re.compile(rb'\s*"(\d+)": (\{.*\}),?\s*')


def repair(store: FolderStore, progress: Progress = no_progress) -> tuple[list[Damage], Path]:
    """Repair a library; return the damage that was found and the folder with the original files.

    :param progress: called with shelves done and shelves in total while the library is checked.

    :raises PizhuError: there is no library, or it cannot be written.
    """
    originals = store.aside_folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    found = [damage for damage in check(store, progress) if damage.repairable]
    _Repair(store, originals).run(found)
    return found, originals


class _Repair:
    """One repair of a library."""

    def __init__(self, store: FolderStore, originals: Path) -> None:
        """Repair ``store``; files are copied or moved to the folder ``originals`` first."""
        self._store = store
        self._originals = originals

    def run(self, found: Iterable[Damage]) -> None:
        by_article = sorted(found, key=lambda damage: (damage.article, damage.kind is not Kind.INTERRUPTED))
        for article, group in groupby(by_article, key=lambda damage: damage.article):
            damage = list(group)
            if any(each.kind is Kind.INTERRUPTED for each in damage):
                self._quarantine_unreadable_intent()
            with self._store.locked():
                for path in {each.path for each in damage if each.kind is Kind.STRAY}:
                    self._store.quarantine(path, self._originals, move=True)
                kinds = {each.kind for each in damage} - {Kind.STRAY, Kind.INTERRUPTED}
                if not article:
                    self._repair_library_file(kinds)
                elif kinds:
                    self._repair_article(article, kinds)

    def _quarantine_unreadable_intent(self) -> None:
        """Move an intent file aside that cannot be read. One that can is rolled back with the next lock."""
        try:
            read_intent(self._store.intent_file.read_bytes())
        except (OSError, ValueError):
            self._store.quarantine(self._store.intent_file, self._originals, move=True)

    def _repair_library_file(self, kinds: set[Kind]) -> None:
        if Kind.JOURNAL in kinds:
            self._store.quarantine(self._store.journal_file, self._originals)
            self._store.journal.rewrite([line for line in self._store.journal.lines(0) if is_log_entry(line)])
        if Kind.DAMAGED not in kinds:
            return
        tables = _readable_documents(self._store.library_file)
        self._store.quarantine(self._store.library_file, self._originals, move=True)
        settings = {"schema": SCHEMA, "starters": True, **tables.get(LIBRARY, {}).get(THE_ONE, {})}
        tags = {tag.name: tag for tag in _valid(tables.get(CODEBOOK, {}), Tag)}
        words = _valid(tables.get(WORDS, {}), UserWord)
        dismissals = _valid(tables.get(DISMISSALS, {}), Dismissal)
        self._store.apply(
            [
                Edit.between("", LIBRARY, THE_ONE, None, settings),
                *(Edit.between("", CODEBOOK, document_id(), None, fields_of(tag)) for tag in tags.values()),
                *(Edit.between("", WORDS, document_id(), None, fields_of(word)) for word in words),
                *(Edit.between("", DISMISSALS, document_id(), None, fields_of(each)) for each in dismissals),
            ]
        )

    def _repair_article(self, article: str, kinds: set[Kind]) -> None:
        self._store.quarantine(self._store.article_file(article), self._originals)
        if kinds & {Kind.DAMAGED, Kind.TEXT, Kind.ANNOTATION}:
            self._store.quarantine(self._store.text_file(article), self._originals)
            if not self._rebuild(article):
                return
        self._reanchor(article)
        self._add_missing_tags(article)

    def _rebuild(self, article: str) -> bool:
        """Rebuild an article from what can be read of its files; return False when no text is left."""
        tables = _readable_documents(self._store.article_file(article))
        fields = tables.get(ARTICLE, {}).get(THE_ONE, {})
        text = self._text_of(article, fields.get("digest"))
        for path in (self._store.article_file(article), self._store.text_file(article)):
            self._store.quarantine(path, self._originals, move=True)
        if text is None:
            return False
        annotations = _valid(tables.get(ANNOTATIONS, {}), Annotation)
        self._store.apply(creation_edits(_rebuilt_article(article, fields, text), annotations))
        return True

    def _text_of(self, article: str, wanted: object) -> str | None:
        """Return the text with the digest ``wanted``, else what can be read, else the latest former text."""
        path = self._store.text_file(article)
        with suppress(OSError):
            text = path.read_bytes().decode(errors="replace")
            for each in (text, *self._former_texts(article)):
                if digest(each) == wanted:
                    return each
            return text
        former = list(self._former_texts(article))
        return next((each for each in former if digest(each) == wanted), former[0] if former else None)

    def _former_texts(self, article: str) -> Iterator[str]:
        """Yield the texts of the article in the backups and then in the journal, each newest first."""
        name = self._store.text_file(article).relative_to(self._store.root).as_posix()
        for path in reversed(backups(self._store.backups_folder)):
            with suppress(OSError, BadZipFile, KeyError, UnicodeDecodeError), ZipFile(path) as archive:
                yield archive.read(name).decode()
        for edit in reversed(list(logged_edits(self._store, article, TEXT))):
            for state in (edit.after, edit.before):
                if state is not None:
                    yield str(state[TEXT])

    def _reanchor(self, article: str) -> None:
        """Re-anchor the annotations whose quote or context does not match the text."""
        record = self._store.read(article)
        edits = []
        for annotation in record.annotations.read_as(Annotation):
            after = annotation
            if annotation.orphan:
                continue
            if record.text[annotation.start : annotation.end] != annotation.exact:
                after = reanchored(annotation, record.text)
            elif annotation.exact:
                after = anchored_at(annotation, record.text, annotation.start, annotation.end)
            if anchor_of(after) != anchor_of(annotation) or after.orphan:
                edits.append(annotation_edit(article, annotation, after))
        self._store.apply(edits)

    def _add_missing_tags(self, article: str) -> None:
        """Add tags that the article uses to the codebook."""
        edits = new_tag_edits(self._store, used_tags(self._store.read(article)))
        if edits:
            self._store.quarantine(self._store.library_file, self._originals)
        self._store.apply(edits)


def _readable_documents(path: Path) -> dict[str, dict[int, Fields]]:
    """Return the documents of a damaged file by table and ID: those whose lines can be read."""
    tables: dict[str, dict[int, Fields]] = {}
    table: dict[int, Fields] = {}
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return {}
    for line in lines:
        if start := _TABLE.fullmatch(line):
            table = tables.setdefault(start[1].decode(), {})
        elif document := _DOCUMENT.fullmatch(line):
            with suppress(ValueError):
                table[int(document[1])] = msgspec.json.decode(document[2], type=dict[str, Any])
    return tables


def _valid(documents: dict[int, Fields], record: type[T]) -> list[T]:
    """Return the documents that are valid records."""
    found: list[T] = []
    for fields in documents.values():
        with suppress(msgspec.ValidationError):
            found.append(msgspec.convert(fields, record))
    return found


def _rebuilt_article(article: str, fields: Fields, text: str) -> Article:
    """Return an article with the text and with those fields of its damaged record that are valid for it."""
    blocks = tuple(
        Block(BlockKind.PARAGRAPH if number else BlockKind.TITLE, start, end)
        for number, (start, end) in enumerate(paragraphs(text))
    )
    title = text.partition("\n")[0]
    rebuilt: Fields = fields_of(
        {
            "id": article,
            TEXT: text,
            "digest": digest(text),
            "title": title,
            "added": timestamp(),
            "blocks": blocks,
        }
    )
    for name, value in fields.items():
        is_fixed = name in ("id", "digest") or (name == "blocks" and fields.get("digest") != digest(text))
        if not is_fixed:
            with suppress(msgspec.ValidationError):
                msgspec.convert({**rebuilt, name: value}, Article)
                rebuilt[name] = value
    found = msgspec.convert(rebuilt, Article)
    if any(not 0 <= block.start <= block.end <= len(text) for block in found.blocks):
        found = msgspec.structs.replace(found, blocks=blocks)
    return msgspec.structs.replace(found, position=max(0, min(found.position, len(text))))
