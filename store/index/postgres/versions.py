"""Compares what is indexed with the documents beside it, by the versions of both.

Each change of the library has a number. The index knows up to which one all are indexed, so that only the
articles of later changes need to be looked at: of a client that ended between writing and indexing. Where
the server does not have all later changes any more, everything is compared in one question.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from store.index.postgres.tables import UNKNOWN
from store.storage.postgres.connections import Session

Written: TypeAlias = tuple[int, int]
"""The number of the change that wrote an article last, and a random number of that change."""


def written(session: Session, articles: Collection[str]) -> dict[str, Written]:
    """Return the versions of those articles that exist."""
    rows = session.rows(
        "SELECT article, number, write FROM {schema}.articles WHERE article = ANY(%s)", list(articles)
    )
    return {article: (number, write) for article, number, write in rows}


def indexed(session: Session, articles: Collection[str]) -> dict[str, Written]:
    """Return the versions in which articles were indexed, or found unreadable."""
    wanted = list(articles)
    rows = session.rows(
        "SELECT id, number, write FROM {schema}.facts WHERE id = ANY(%s)"
        " UNION ALL SELECT id, number, write FROM {schema}.unreadable WHERE id = ANY(%s)",
        wanted,
        wanted,
    )
    return {article: (number, write) for article, number, write in rows}


def stale_among(session: Session, articles: Collection[str]) -> set[str]:
    """Return which of some articles are not indexed as they are now."""
    now, then = written(session, articles), indexed(session, articles)
    return {article for article in articles if article and now.get(article) != then.get(article)}


def went_back(session: Session) -> bool:
    """Whether the documents are older than the index: they were restored from a backup, and it was not."""
    found = session.first(
        "SELECT l.number < i.number FROM {schema}.library l CROSS JOIN {schema}.indexed i"
        " WHERE l.name = 'library' AND i.name = 'index'"
    )
    return bool(found and found[0])


def stale(session: Session) -> set[str]:
    """Return the articles that are not indexed as they are now, and those that could not be read."""
    found = session.first("SELECT number FROM {schema}.indexed WHERE name = 'index'")
    number = found[0] if found else UNKNOWN
    touched = _written_after(session, number)
    if touched is None:
        return stale_of_all(session)
    unreadable = {article for (article,) in session.rows("SELECT id FROM {schema}.unreadable")}
    return stale_among(session, touched) | unreadable


def stale_of_all(session: Session) -> set[str]:
    """Compare all articles; return what :func:`stale` returns."""
    rows = session.rows(
        "SELECT coalesce(a.article, f.id) FROM {schema}.articles a"
        " FULL JOIN {schema}.facts f ON f.id = a.article"
        " WHERE a.number IS DISTINCT FROM f.number OR a.write IS DISTINCT FROM f.write"
    )
    return {article for (article,) in rows}


def advance(session: Session) -> None:
    """Note up to which change everything is indexed. The caller has locked the row of the index."""
    latest = session.first("SELECT number FROM {schema}.library WHERE name = 'library'")
    found = session.first("SELECT number FROM {schema}.indexed WHERE name = 'index'")
    if latest is None or found is None or found[0] == latest[0]:
        return
    touched = _written_after(session, found[0])
    behind = stale_of_all(session) if touched is None else stale_among(session, touched)
    unreadable = {article for (article,) in session.rows("SELECT id FROM {schema}.unreadable")}
    if not behind - unreadable:
        session.rows("UPDATE {schema}.indexed SET number = %s WHERE name = 'index'", latest[0])


def _written_after(session: Session, number: int) -> set[str] | None:
    """Return the articles that changes after a number have written; None if not all are known."""
    if number == UNKNOWN:
        return None
    rows = session.rows("SELECT number, articles FROM {schema}.changes WHERE number > %s", number)
    latest = session.first("SELECT number FROM {schema}.library WHERE name = 'library'")
    if latest is None or latest[0] < number or len(rows) < latest[0] - number:
        return None
    return {article for _number, articles in rows for article in articles}
