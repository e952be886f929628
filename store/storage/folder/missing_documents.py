"""Finds documents that the history knows and the files of the library have lost.

A file that lost whole lines can still be read, and each of its lines matches its checksum: only the history
tells what is missing.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from typing import TypeAlias

import msgspec

from store.errors import DamagedFile, LibraryUnavailable
from store.model.article import is_article_id
from store.model.edits import ARTICLE_TABLES, LIBRARY, LIBRARY_TABLES, TEXT, Edit
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.tinydb_storage import decode
from store.storage.history.edits_made import edits_made
from store.storage.regular_file import read_regular

Target: TypeAlias = tuple[str, str, int]
"""An article (empty for the library), a table and a document ID."""


def missing_documents(store: FolderStore) -> list[Target]:
    """Return the documents that exist by the history and are in no file; the text for a whole article.

    Nothing is missing while another process is writing.
    """
    missing = _missing(store)
    if missing and (store.is_locked() or not store.journal.is_settled()):
        return []
    # Look again: another process may have deleted some after the history was read.
    return sorted(missing & _missing(store)) if missing else []


def history_lines(store: FolderStore) -> Iterator[bytes]:
    """Yield the lines of the journal, none if it cannot be read."""
    with suppress(LibraryUnavailable):
        yield from store.journal.lines(0)


def _missing(store: FolderStore) -> set[Target]:
    return {
        (article, table, document)
        for article, known in _known_documents(store).items()
        for table, document in known - _present_documents(store, article, known)
    }


def _known_documents(store: FolderStore) -> dict[str, set[tuple[str, int]]]:
    """Return tables and IDs of the documents of each article that exist by the history."""
    known: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for edit in edits_made(history_lines(store), _without_fields):
        if edit.after is None:
            known[edit.article].discard((edit.table, edit.document))
        else:
            known[edit.article].add((edit.table, edit.document))
    return known


def _without_fields(edit: Edit) -> Edit | None:
    """Return an edit without the fields, which may be as large as the library; None for no document."""
    if edit.table not in (TEXT, *ARTICLE_TABLES, *LIBRARY_TABLES) or edit.table == LIBRARY:
        return None
    return msgspec.structs.replace(edit, before=edit.before and {}, after=edit.after and {})


def _present_documents(store: FolderStore, article: str, known: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return which of the known documents are there; all of a file that cannot be read."""
    if not known or (article and not is_article_id(article)):
        return known
    path = store.article_file(article) if article else store.library_file
    if article and not any(map(os.path.lexists, (path, store.text_file(article)))):
        return known - {each for each in known if each[0] == TEXT}
    try:
        tables = decode(read_regular(path), path)
    except (OSError, DamagedFile):
        return known
    return {
        (table, document)
        for table, document in known
        if table == TEXT or str(document) in tables.get(table, ())
    }
