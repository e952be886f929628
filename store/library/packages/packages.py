"""What of a library goes into a package."""

from __future__ import annotations

from store.model.edits import ANNOTATIONS, ARTICLE, ATTRIBUTES, CODEBOOK, LIBRARY, THE_ONE, WORDS, Fields
from store.model.package import PackagedTables
from store.storage.document_store import DocumentStore
from store.storage.documents import annotations_of, article_of, document_id, read_consistent
from store.storage.three_way.documents import REVISION
from store.storage.three_way.stored import stored_article, stored_library

PROGRESS: Fields = {"status": "unread", "starred": False, "position": 0}
"""How far somebody has read, which is everybody's own: as it is in a package."""


class Packages:
    """What of one library goes into packages."""

    def __init__(self, store: DocumentStore) -> None:
        """The library in ``store``."""
        self._store = store

    def library(self) -> PackagedTables:
        """Return the documents of the library itself: codebook, attributes, words, and its settings."""
        tables = stored_library(self._store)
        settings = {**tables[LIBRARY][THE_ONE], "starters": True}  # so that no starter articles are added
        return {
            LIBRARY: {THE_ONE: settings},
            **{name: tables[name] for name in (CODEBOOK, ATTRIBUTES, WORDS)},
        }

    def article(self, article: str, creator: str | None) -> tuple[PackagedTables, str]:
        """Return the documents of an article, and its text.

        :param creator: the person whose annotations are wanted alone, without the note on the article; None
            for all that there is.
        :raises PizhuError: there is no such article, or it is damaged.
        """
        record = read_consistent(self._store, article)
        article_of(record)
        tables = stored_article(record)
        if creator is not None:
            own = {document_id(each.id) for each in annotations_of(record) if each.is_by(creator)}
            annotations = {key: fields for key, fields in tables[ANNOTATIONS].items() if key in own}
            tables = {
                ARTICLE: {THE_ONE: {**record.article, **PROGRESS, "note": ""}},
                ANNOTATIONS: annotations,
            }
        return {
            name: {key: _unrevised(each) for key, each in table.items()} for name, table in tables.items()
        }, record.text


def _unrevised(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if name != REVISION}
