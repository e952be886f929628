"""Reads articles, texts and tables of a library on a server.

A thread that holds the lock asks once for several questions about the same article or table: nobody else can
change it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any, LiteralString

import msgspec

from store.errors import DamagedFile, PizhuError, UnknownArticle
from store.language import _
from store.model.edits import ANNOTATIONS, ARTICLE, TEXT, Fields
from store.reasons import reason_of
from store.storage.document_store import Record
from store.storage.postgres.address import PostgresAddress
from store.storage.postgres.changes.journal import Ask
from store.storage.postgres.changes.write_lock import HeldArticle, WriteLock
from store.storage.postgres.connections import NO_ROWS, Answer, Row, Session
from store.storage.postgres.json_documents import from_jsonb, from_text
from store.storage.raw_documents import RawDocument, RawTable, is_document_key

_RECORD: LiteralString = (
    "article, number, write, body::text, CASE WHEN %s THEN text ELSE '' END, ("
    "SELECT string_agg(to_json(document)::text || ':' || n.body::text, ',' ORDER BY place) "
    "FROM {schema}.annotations n WHERE n.article = a.article"
    ") FROM {schema}.articles a"
)
"""What is stored of an article, in the order of :class:`HeldArticle`; the value says if with its text."""


class DocumentReader:
    """Reads what is stored at an address."""

    def __init__(
        self, address: PostgresAddress, ask: Ask, lock: WriteLock, check_membership: Callable[[], None]
    ) -> None:
        """Ask the server by ``ask``.

        :param check_membership: called before an article is said not to be there: it raises an error if the
            user is not in the team any more, from whom all articles are hidden.
        """
        self._address = address
        self._ask = ask
        self._lock = lock
        self._check_membership = check_membership
        self._tables: dict[str, tuple[str, RawTable]] = {}
        """Tables of the library that were read under the lock, with the token that it had then."""

    def read(self, article: str, *, with_text: bool = True) -> Record:
        """Return an article with its annotations and text, as they are at one time."""
        found = self.held(article, with_text=with_text)
        if found is None:
            self._check_membership()
            raise _unknown(article)
        return self._record(article, found.body, found.text if with_text else "", found.annotations)

    def held(self, article: str, *, with_text: bool) -> HeldArticle | None:
        """Return what is stored of an article; None if there is none.

        A thread that holds the lock asks once for several questions about it.
        """
        held = self._lock.article
        if held is not None and held.article == article and (held.has_text or not with_text):
            return held
        found = self._ask(lambda session: answer_of(session, article, with_text=with_text).rows(), NO_ROWS)
        if not found:
            return None
        read = held_article(found[0], has_text=with_text)
        if self._lock.depth:
            self._lock.article = read
        return read

    def read_several(
        self, articles: Collection[str]
    ) -> Iterator[tuple[str, tuple[int, int], Record | PizhuError]]:
        """Yield those articles that exist, as they are at one time, or what is wrong with one; in no order.

        Each comes with the numbers of the change that wrote it last. All are in memory at once.
        """
        found = self._ask(
            lambda session: session.rows(f"SELECT {_RECORD} WHERE article = ANY(%s)", True, list(articles)),
            NO_ROWS,
        )
        for article, number, write, *parts in found:
            record: Record | PizhuError
            try:
                record = self._record(article, *parts)
            except PizhuError as error:
                record = error
            yield article, (number, write), record

    def _record(self, article: str, body: str, text: str | None, annotations: str | None) -> Record:
        place = f"{self._address} ({article})"
        return Record(fields_of(body, place), _table(ANNOTATIONS, annotations, place), from_text(text or ""))

    def text(self, article: str) -> str:
        """Return the text of an article."""
        return str(self._text_document(article, must_exist=True)[TEXT])

    def document(self, article: str, table: str, document: int) -> Fields | None:
        """Return one document, None when it does not exist; for the table ``text``, the text."""
        if table == TEXT:
            return self._text_document(article) or None
        body = self._ask(partial(_body, article=article, table=table, document=document), None)
        return None if body is None else fields_of(body, f"{self._address} ({article or table} {document})")

    def table(self, name: str) -> RawTable:
        """Return a table of the library itself."""
        token = self._lock.token if self._lock.depth else ""
        known = self._tables.get(name)
        if token and known is not None and known[0] == token:
            return known[1]
        table = self._table(name)
        if token:
            self._tables[name] = token, table
        return table

    def _table(self, name: str) -> RawTable:
        found = self._ask(
            lambda session: session.first(
                "SELECT string_agg(to_json(document)::text || ':' || body::text, ',' ORDER BY place) "
                "FROM {schema}.documents WHERE kind = %s",
                name,
            ),
            None,
        )
        return _table(name, found[0] if found else None, f"{self._address} ({name})")

    def keep_tables(self, before: str, token: str) -> None:
        """Note that a change of articles alone has replaced the token: the tables are as they were."""
        self._tables = {
            name: (token, table) for name, (known, table) in self._tables.items() if known == before
        }

    def _text_document(self, article: str, *, must_exist: bool = False) -> Fields:
        """Return the text of an article as a document; an empty one if it has none."""
        held = self._lock.article
        if held is not None and held.article == article and held.text is not None and held.has_text:
            return {TEXT: from_text(held.text)}
        found = self._ask(
            lambda session: session.first("SELECT text FROM {schema}.articles WHERE article = %s", article),
            None,
        )
        if found is None or found[0] is None:
            if must_exist:
                self._check_membership()
                raise _unknown(article)
            return {}
        return {TEXT: from_text(found[0])}


def answer_of(session: Session, article: str, *, with_text: bool) -> Answer:
    """Ask what is stored of an article."""
    return session.later(f"SELECT {_RECORD} WHERE article = %s", with_text, article)


def held_article(row: Row, *, has_text: bool) -> HeldArticle:
    """Return what :func:`answer_of` asked for."""
    article, number, write, body, text, annotations = row
    return HeldArticle(article, number, write, body, text, annotations, has_text)


def _table(name: str, documents: str | None, place: str) -> RawTable:
    """Return the table ``name`` of documents that are joined by commas, each after its ID.

    :param place: where they are, for users.
    :raises DamagedFile: an ID is not one that a document can have; a program other than Pizhu has written it.
    """
    joined = from_jsonb(f"{{{documents or ''}}}")
    raw = msgspec.json.decode(joined, type=dict[str, msgspec.Raw])
    wrong = next((key for key in raw if not is_document_key(key)), None)
    if wrong is not None:
        raise DamagedFile(
            _(
                "{place}: in the table `{table}`, the row “{row}” has no valid document ID",
                place=place,
                table="annotations" if name == ANNOTATIONS else "documents",
                row=wrong,
            )
        )
    table = {key: RawDocument(each) for key, each in raw.items()}
    return RawTable(table, name, b"{%s:%s}" % (msgspec.json.encode(name), joined))


def fields_of(body: str, place: str) -> Fields:
    """Return the fields of a document.

    :param place: where it is, for users.
    :raises DamagedFile: it is not an object.
    """
    try:
        return msgspec.json.decode(from_jsonb(body), type=dict[str, Any])
    except msgspec.ValidationError as error:
        raise DamagedFile(_("{what} is damaged ({reason})", what=place, reason=reason_of(error))) from error


def _body(session: Session, *, article: str, table: str, document: int) -> str | None:
    if not article:
        found = session.first(
            "SELECT body::text FROM {schema}.documents WHERE kind = %s AND document = %s",
            table,
            str(document),
        )
    elif table == ARTICLE:
        found = session.first("SELECT body::text FROM {schema}.articles WHERE article = %s", article)
    else:
        found = session.first(
            "SELECT body::text FROM {schema}.annotations WHERE article = %s AND document = %s",
            article,
            str(document),
        )
    return None if found is None else str(found[0])


def _unknown(article: str) -> UnknownArticle:
    return UnknownArticle(_("The article {article!r} is not in the library any more.", article=article))
