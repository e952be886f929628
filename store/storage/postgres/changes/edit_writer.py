"""Writes edits to the tables of a library, within a transaction of its caller.

What an edit means is what it means in a folder (see :mod:`store.storage.folder.edit_writer`): it changes
the fields that it names, one of a document that does not exist is ignored unless it creates the document, and
each write raises the revision of the article, which the changed annotations get too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from psycopg import errors

from store.model.edits import ANNOTATIONS, ARTICLE, TEXT, THE_ONE, Edit, Fields, by_article
from store.progress import Progress
from store.storage.postgres.connections import Row, Session
from store.storage.postgres.json_documents import from_jsonb, to_jsonb, to_text

AT_ONCE = 200
"""Articles whose documents are read and written together."""


class EditWriter:
    """Writes the edits of one change."""

    def __init__(self, session: Session, number: Callable[[], int], write: int) -> None:
        """Write in the transaction of ``session``.

        :param number: returns the number of the change, which its articles get; it may wait for it.
        :param write: a random number, which its articles get too.
        """
        self._session = session
        self._number = number
        self._write = write
        self._checks: list[Callable[[], None]] = []
        self.replaced: dict[str, tuple[int, int]] = {}
        """By article, the numbers of the change that had written it last before."""

    def apply(self, edits: Iterable[Edit], progress: Progress) -> None:
        """Write edits.

        :param progress: called with articles done and articles in total; what it raises ends the transaction.
        """
        groups, done = by_article(edits), 0
        library = groups.pop("", [])
        total = len(groups) + bool(library)
        names = list(groups)
        for start in range(0, len(names), AT_ONCE):
            batch = {name: groups[name] for name in names[start : start + AT_ONCE]}
            articles = _ArticleBatch(self._session, batch)
            for article, group in batch.items():
                progress(done, total)
                articles.apply(article, group)
                done += 1
            self.replaced |= articles.replaced
            self._checks.append(articles.write(self._number(), self._write))
        if library:
            progress(done, total)
            self._apply_to_library(library)

    def check(self) -> None:
        """Check, once all that was sent is answered, that everything was changed."""
        for check in self._checks:
            check()

    def _apply_to_library(self, edits: Sequence[Edit]) -> None:
        """Write edits of the library's own tables."""
        keys = [(edit.table, str(edit.document)) for edit in edits]
        bodies = {
            (kind, document): _fields(body)
            for kind, document, body in self._session.rows(
                "SELECT kind, document, body::text FROM {schema}.documents "
                "WHERE kind = ANY(%s) AND document = ANY(%s)",
                list({kind for kind, _document in keys}),
                list({document for _kind, document in keys}),
            )
        }
        places = _numbers(self._session.rows("SELECT kind, max(place) FROM {schema}.documents GROUP BY kind"))
        for edit, key in zip(edits, keys, strict=True):
            after = _changed(bodies.get(key), edit, {})
            if edit.after is None:
                is_there = bodies.pop(key, None) is not None
                deleted = self._session.count(
                    "DELETE FROM {schema}.documents WHERE kind = %s AND document = %s", *key
                )
                check_rights(int(is_there), deleted)
            elif after is not None:
                self._put_document(edit.table, key, after, places, is_there=key in bodies)
                bodies[key] = after

    def _put_document(
        self, table: str, key: tuple[str, str], after: Fields, places: dict[str, int], *, is_there: bool
    ) -> None:
        if is_there:
            updated = self._session.count(
                "UPDATE {schema}.documents SET body = %s WHERE kind = %s AND document = %s",
                to_jsonb(after),
                *key,
            )
            check_rights(1, updated)
            return
        places[table] = places.get(table, 0) + 1
        self._session.rows(
            "INSERT INTO {schema}.documents (kind, document, place, body) VALUES (%s, %s, %s, %s)",
            *key,
            places[table],
            to_jsonb(after),
        )


class _ArticleBatch:
    """Articles that are changed together: what they are before, and what they become."""

    def __init__(self, session: Session, groups: Mapping[str, Sequence[Edit]]) -> None:
        """Read what the edits in ``groups``, by article, change."""
        self._session = session
        articles = session.later(
            "SELECT article, number, write, body::text FROM {schema}.articles WHERE article = ANY(%s)",
            list(groups),
        )
        self._annotations: dict[tuple[str, str], Fields] = {}
        self._places: dict[str, int] = {}
        edits = [edit for group in groups.values() for edit in group if edit.table == ANNOTATIONS]
        if edits:
            annotated = list({edit.article for edit in edits})
            annotations = session.later(
                "SELECT article, document, body::text FROM {schema}.annotations "
                "WHERE article = ANY(%s) AND document = ANY(%s)",
                annotated,
                list({str(edit.document) for edit in edits}),
            )
            places = session.later(
                "SELECT article, max(place) FROM {schema}.annotations "
                "WHERE article = ANY(%s) GROUP BY article",
                annotated,
            )
            self._places = _numbers(places.rows())
            self._annotations = {(article, name): _fields(body) for article, name, body in annotations.rows()}
        self._before: dict[str, Fields] = {}
        self.replaced: dict[str, tuple[int, int]] = {}
        """By article, the numbers of the change that had written it last before."""
        for article, number, write, body in articles.rows():
            self._before[article] = _fields(body)
            self.replaced[article] = number, write
        self._removed: list[str] = []
        self._articles: list[tuple[str, Fields]] = []
        self._texts: dict[str, str | None] = {}
        """The new texts of articles, None for one that loses its text."""
        self._put: list[tuple[str, str, int, Fields]] = []
        """Article, document, place and fields of each annotation that is created or changed."""
        self._deleted: list[tuple[str, str]] = []
        """Article and document of each annotation that is deleted."""

    def apply(self, article: str, edits: Sequence[Edit]) -> None:
        """Note what an article becomes by its edits."""
        if any(edit.table == ARTICLE and edit.after is None for edit in edits):
            self._removed.append(article)
            return
        fields = self._before.get(article)
        revision = _next_revision(fields, edits)
        for edit in edits:
            if edit.table == ARTICLE and edit.document == THE_ONE:
                fields = _changed(fields, edit, revision) or fields
        if fields is None:
            return
        self._articles.append((article, {**fields, **revision}))
        for edit in edits:
            if edit.table == ANNOTATIONS:
                self._annotate(edit, revision)
            elif edit.table == TEXT:
                self._texts[article] = None if edit.after is None else to_text(str(edit.after[TEXT]))

    def _annotate(self, edit: Edit, revision: Fields) -> None:
        article, document = edit.article, str(edit.document)
        if edit.after is None:
            self._deleted.append((article, document))
            return
        before = self._annotations.get((article, document))
        after = _changed(before, edit, revision)
        if after is not None:
            if before is None:
                self._places[article] = self._places.get(article, 0) + 1
            self._put.append((article, document, self._places[article], after))

    def write(self, number: int, write: int) -> Callable[[], None]:
        """Write what was noted, with the numbers of the change.

        :return: what checks, once all that was sent is answered, that everything was changed.
        """
        many = self._session.many_later
        if self._removed:
            self._session.rows("DELETE FROM {schema}.annotations WHERE article = ANY(%s)", self._removed)
            removed = self._session.count(
                "DELETE FROM {schema}.articles WHERE article = ANY(%s)", self._removed
            )
            check_rights(sum(article in self._before for article in set(self._removed)), removed)
        known = [each for each in self._articles if each[0] in self._before]
        many(
            "UPDATE {schema}.articles a SET body = v.body::jsonb, number = v.number::bigint, "
            "write = v.write::bigint FROM (VALUES {rows}) AS v (article, body, number, write) "
            "WHERE a.article = v.article",
            [
                (article, to_jsonb(fields), number, write)
                for article, fields in known
                if article not in self._texts
            ],
        )
        many(
            "UPDATE {schema}.articles a SET body = v.body::jsonb, text = v.text, number = v.number::bigint, "
            "write = v.write::bigint FROM (VALUES {rows}) AS v (article, body, text, number, write) "
            "WHERE a.article = v.article",
            [
                (article, to_jsonb(fields), self._texts[article], number, write)
                for article, fields in known
                if article in self._texts
            ],
        )
        many(
            "INSERT INTO {schema}.articles (article, body, text, number, write) VALUES {rows}",
            [
                (article, to_jsonb(fields), self._texts.get(article), number, write)
                for article, fields in self._articles
                if article not in self._before
            ],
        )
        deleted = many(
            "DELETE FROM {schema}.annotations WHERE (article, document) IN ({rows})",
            self._deleted,
        )
        put = [(article, document, place, to_jsonb(fields)) for article, document, place, fields in self._put]
        changed = [each for each in put if each[:2] in self._annotations]
        updated = many(
            "UPDATE {schema}.annotations n SET body = v.body::jsonb FROM (VALUES {rows}) "
            "AS v (article, document, body) WHERE n.article = v.article AND n.document = v.document",
            [(article, document, body) for article, document, _place, body in changed],
        )
        many(
            "INSERT INTO {schema}.annotations (article, document, place, body) VALUES {rows} "
            "ON CONFLICT (article, document) DO UPDATE SET body = EXCLUDED.body",
            [each for each in put if each[:2] not in self._annotations],
        )

        def check() -> None:
            check_rights(sum(key in self._annotations for key in set(self._deleted)), deleted())
            check_rights(len({each[:2] for each in changed}), updated())

        return check


def check_rights(there: int, changed: int) -> None:
    """Check that a statement has changed all rows that are there.

    A row that the role may see and not change is left out by the server without a word.

    :raises psycopg.errors.InsufficientPrivilege: it has changed fewer.
    """
    if changed < there:
        raise errors.InsufficientPrivilege("row-level security")  # untranslated: as the server says it


def _changed(before: Fields | None, edit: Edit, revision: Fields) -> Fields | None:
    """Return a document after an edit; None for one that is deleted, or that the edit does not create."""
    if edit.after is None or (before is None and edit.before is not None):
        return None
    return {**(before or {}), **edit.after, **revision}


def _next_revision(fields: Fields | None, edits: Iterable[Edit]) -> Fields:
    """Return the revision field of an article after the edits: higher than any that it has had."""
    states = [fields, *(edit.after for edit in edits if edit.table == ARTICLE)]
    revisions = [state["rev"] for state in states if state and "rev" in state]
    return {"rev": max((rev for rev in revisions if isinstance(rev, int)), default=0) + 1}


def _fields(body: str) -> Fields:
    return msgspec.json.decode(from_jsonb(body), type=dict[str, Any])


def _numbers(rows: Iterable[Row]) -> dict[str, int]:
    return {name: int(number) for name, number in rows}
