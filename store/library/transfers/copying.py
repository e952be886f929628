"""Copies a whole library to another place, from a folder to a server or back.

Articles are copied in batches, each of which takes effect as a whole. What is interrupted is continued by
copying again; until then the copy has a mark that says what it is a copy of.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.errors import UsageError
from store.language import _
from store.library.batches import batches
from store.model.edits import ANNOTATIONS, ARTICLE, LIBRARY, LIBRARY_TABLES, TEXT, THE_ONE, Edit
from store.progress import Progress, no_progress
from store.storage.document_store import DocumentStore, Record
from store.storage.documents import read_consistent

TABLES = tuple(table for table in LIBRARY_TABLES if table != LIBRARY)
"""The tables of the library itself, apart from its settings."""

_MARK = THE_ONE + 1
"""The document beside the settings that says what an unfinished copy is a copy of."""


def copy_library(source: DocumentStore, target: DocumentStore, progress: Progress = no_progress) -> int:
    """Copy everything in a library to an empty one: documents, texts, and the steps that can be undone.

    The steps are those of the user alone, where each person has their own. Articles get new revision numbers.
    Drafts, backups, and rights on a server stay where they are.

    :param progress: called with articles done and articles in total; what it raises leaves a copy that is not
        finished, and is continued by copying again.
    :return: how many articles there are.
    :raises UsageError: there is something else in ``target``.
    """
    with target.locked():
        _begin(source, target)
        known, articles = set(target.ids()), sorted(source.ids())
        done = len(known.intersection(articles))
        coming = ((each, read_consistent(source, each)) for each in articles if each not in known)
        for batch in batches(coming, lambda each: len(each[1].text)):
            progress(done, len(articles))
            target.apply([edit for article, record in batch for edit in creation_of(article, record)])
            done += len(batch)
        progress(len(articles), len(articles))
        target.journal.rewrite(source.journal.lines(0))
        target.apply(_of_library(source, target))
        return len(articles)


def has_something(store: DocumentStore) -> bool:
    """Whether a library has an article, or a document of its own apart from its settings."""
    return any(store.ids()) or any(store.table(name) for name in TABLES)


def _begin(source: DocumentStore, target: DocumentStore) -> None:
    """Mark a library as an unfinished copy.

    :raises UsageError: it has something in it that is not part of such a copy.
    """
    mark = target.document("", LIBRARY, _MARK)
    if mark is None and not has_something(target):
        target.apply([Edit.between("", LIBRARY, _MARK, None, {"copy_of": source.location})])
    elif mark is None or mark.get("copy_of") != source.location:
        raise UsageError(
            _(
                "There is a library at {place} already: name an empty folder, or a schema that does not "
                "exist.",
                place=target.location,
            )
        )


def creation_of(article: str, record: Record) -> Iterator[Edit]:
    """Yield the edits that create a copy of an article with its annotations and text."""
    yield Edit.between(article, TEXT, THE_ONE, None, {TEXT: record.text})
    yield Edit.between(article, ARTICLE, THE_ONE, None, {**record.article})
    for document, fields in record.annotations.items():
        yield Edit.between(article, ANNOTATIONS, document, None, {**fields})


def _of_library(source: DocumentStore, target: DocumentStore) -> Iterator[Edit]:
    """Yield the edits that copy the library's own tables, and take the mark away."""
    for table in TABLES:
        for document, fields in source.table(table).items():
            yield Edit.between("", table, document, None, {**fields})
    yield Edit.between("", LIBRARY, THE_ONE, target.settings(), {**target.settings(), **source.settings()})
    yield Edit.between("", LIBRARY, _MARK, target.document("", LIBRARY, _MARK), None)
