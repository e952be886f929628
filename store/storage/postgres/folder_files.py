"""The files that a library on a server would have in a folder: see :mod:`store.storage.folder.paths`.

JSONB keeps no order of fields: here they are in the order of their classes, as a folder has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from store.model.annotation import Annotation
from store.model.article import Article
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    ATTRIBUTES,
    CODEBOOK,
    DISMISSALS,
    IDENTITY,
    LIBRARY,
    SEARCHES,
    THE_ONE,
    WORDS,
    Fields,
)
from store.model.tables.attribute import ArticleAttribute
from store.model.tables.dismissal import Dismissal
from store.model.tables.saved_search import SavedSearch
from store.model.tables.user_word import UserWord
from store.model.tag import Tag
from store.storage.folder.tinydb_storage import Tables, encode
from store.storage.postgres.connections import Row, Session
from store.storage.postgres.json_documents import from_jsonb, from_text

_RECORDS: dict[str, type[msgspec.Struct]] = {
    CODEBOOK: Tag,
    WORDS: UserWord,
    DISMISSALS: Dismissal,
    ATTRIBUTES: ArticleAttribute,
    SEARCHES: SavedSearch,
}
"""The classes of the documents in the library's own tables."""


def article_files(session: Session, articles: Iterable[Row]) -> Iterator[tuple[str, bytes]]:
    """Yield the path in the library and the content of each file of articles.

    :param articles: ID, document as text, and text of each.
    """
    found = list(articles)
    annotations: dict[str, dict[str, Fields]] = {}
    for article, document, body in session.rows(
        "SELECT article, document, body::text FROM {schema}.annotations "
        "WHERE article = ANY(%s) ORDER BY place",
        [article for article, _body, _text in found],
    ):
        annotations.setdefault(article, {})[document] = _ordered(body, Annotation)
    for article, body, text in found:
        tables: Tables = {ARTICLE: {str(THE_ONE): _ordered(body, Article)}}
        if article in annotations:
            tables[ANNOTATIONS] = {**annotations[article]}
        place = f"articles/{article[:2]}/{article}"
        yield f"{place}.json", encode(tables)
        if text is not None:
            yield f"{place}.txt", from_text(text).encode()


def library_file(session: Session) -> bytes:
    """Return the content of ``library.json``: without the identity, which a copy does not get.

    As in a folder, the table ``library`` comes first: by it an archive is known as one of Pizhu.
    """
    tables: Tables = {LIBRARY: {}}
    for kind, document, body in session.rows(
        "SELECT kind, document, body::text FROM {schema}.documents ORDER BY kind, place"
    ):
        if (kind, document) == (LIBRARY, str(IDENTITY)):
            continue
        tables.setdefault(kind, {})[document] = _ordered(body, _RECORDS.get(kind, msgspec.Struct))
    return encode(tables)


def _ordered(body: str, record: type[msgspec.Struct]) -> Fields:
    """Return the fields of a document in the order of a class, then the others, then the revision."""
    fields = msgspec.json.decode(from_jsonb(body), type=dict[str, Any])
    places = _places(record)
    return {name: fields[name] for name in sorted(fields, key=lambda name: places.get(name, len(places)))}


@cache
def _places(record: type[msgspec.Struct]) -> dict[str, int]:
    names = [field.encode_name for field in msgspec.structs.fields(record) if field.encode_name != "rev"]
    return {**{name: place for place, name in enumerate(names)}, "rev": len(names) + 1}
