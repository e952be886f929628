"""What of a library goes into a package."""

from __future__ import annotations

from collections.abc import Collection

from store.chinese.folding import fold
from store.errors import PizhuError
from store.library.blindness.visibility import Visibility
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    ASSIGNMENTS,
    ATTRIBUTES,
    CODEBOOK,
    LIBRARY,
    MEMBERS,
    ROUNDS,
    THE_ONE,
    WORDS,
    Fields,
)
from store.model.package import PackagedTables
from store.model.signatures import signed_by
from store.model.tables.member import member_key
from store.storage.document_store import DocumentStore
from store.storage.documents import annotations_of, article_of, document_id, read_consistent
from store.storage.three_way.documents import REVISION
from store.storage.three_way.stored import stored_article, stored_library

PROGRESS: Fields = {"status": "unread", "starred": False, "position": 0}
"""How far somebody has read, which is everybody's own: as it is in a package."""


class Packages:
    """What of one library goes into packages."""

    def __init__(self, store: DocumentStore, visibility: Visibility) -> None:
        """The library in ``store``. Nothing goes into a package that its user does not see."""
        self._store = store
        self._visibility = visibility

    def library(self, person: str | None, articles: Collection[str]) -> PackagedTables:
        """Return the documents of the library itself: codebook, attributes, words, team, and its settings.

        :param person: whose assignments are wanted alone; None for all.
        :param articles: the articles whose assignments are wanted.
        """
        tables = stored_library(self._store)
        assignments = {
            document: each
            for document, each in tables.get(ASSIGNMENTS, {}).items()
            if each.get("article") in articles
            and (person is None or member_key(str(each.get("coder"))) == member_key(person))
        }
        settings = {**tables[LIBRARY][THE_ONE], "starters": True}  # so that no starter articles are added
        return {
            LIBRARY: {THE_ONE: settings},
            **{name: tables[name] for name in (CODEBOOK, ATTRIBUTES, WORDS)},
            **{name: tables[name] for name in (MEMBERS, ROUNDS) if tables.get(name)},
            **({ASSIGNMENTS: assignments} if assignments else {}),
        }

    def article(self, article: str, creator: str | None) -> tuple[PackagedTables, str]:
        """Return the documents of an article, and its text.

        :param creator: the person whose annotations are wanted alone, of all rounds, without the note on the
            article; None for all that there is.
        :raises PizhuError: there is no such article, or it is damaged.
        """
        record = self._visibility.seen(article, read_consistent(self._store, article))
        article_of(record)
        tables = stored_article(record)
        if creator is not None:
            found = annotations_of(record)
            own = {document_id(each.id) for each in found if _is_signed_by(creator, each.creator)}
            annotations = {key: fields for key, fields in tables[ANNOTATIONS].items() if key in own}
            tables = {
                ARTICLE: {THE_ONE: {**record.article, **PROGRESS, "note": ""}},
                ANNOTATIONS: annotations,
            }
        return {
            name: {key: _unrevised(each) for key, each in table.items()} for name, table in tables.items()
        }, record.text

    def hidden(self, article: str) -> set[int]:
        """Return the document IDs of the annotations of an article that the user does not see.

        None are if there is no such article, or it is damaged.
        """
        if article not in self._visibility.blind:
            return set()
        try:
            return self._visibility.hidden_in(article, read_consistent(self._store, article))
        except PizhuError:
            return set()


def _is_signed_by(person: str, signature: str) -> bool:
    """Whether somebody signed, with or without the number of a round. Names are compared folded."""
    return fold(person) in (fold(signature), fold(signed_by(signature)[0]))


def _unrevised(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if name != REVISION}
