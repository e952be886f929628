"""Compares what is indexed with the documents beside it, by the versions of both.

Each change of the library has a number. The index knows up to which one all are indexed, so that only the
articles of later changes need to be looked at: of a client that ended between writing and indexing. Where
the server does not have all later changes any more, everything is compared in one question.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from store.index.postgres import inverted_index
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


def text_sizes(session: Session, articles: Collection[str]) -> dict[str, int]:
    """Return how many bytes the texts of those articles have that exist."""
    rows = session.rows(
        "SELECT article, coalesce(octet_length(text), 0) FROM {schema}.articles WHERE article = ANY(%s)",
        list(articles),
    )
    return dict(rows)


def compared(session: Session, articles: Collection[str]) -> tuple[dict[str, Written], dict[str, Written]]:
    """Return the versions of articles that exist, and those in which they were indexed or found unreadable.

    One statement asks for both, so that they are those of one moment.
    """
    wanted = list(articles)
    rows = session.rows(
        "SELECT true, article, number, write FROM {schema}.articles WHERE article = ANY(%s)"
        " UNION ALL SELECT false, id, number, write FROM {schema}.facts WHERE id = ANY(%s)"
        " UNION ALL SELECT false, id, number, write FROM {schema}.unreadable WHERE id = ANY(%s)",
        wanted,
        wanted,
        wanted,
    )
    now: dict[str, Written] = {}
    then: dict[str, Written] = {}
    for is_document, article, number, write in rows:
        (now if is_document else then)[article] = number, write
    return now, then


def stale_among(session: Session, articles: Collection[str]) -> set[str]:
    """Return which of some articles are not indexed as they are now."""
    now, then = compared(session, articles)
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
    number = _number(session)
    touched = _written_after(session, number)
    if touched is None:
        return stale_of_all(session)
    unreadable = {article for (article,) in session.rows("SELECT id FROM {schema}.unreadable")}
    return stale_among(session, touched) | unreadable


def is_unfinished(session: Session) -> bool:
    """Whether a first filling has not come to its end, although all articles may be indexed."""
    return _number(session) == UNKNOWN


def _number(session: Session) -> int:
    found = session.first("SELECT number FROM {schema}.indexed WHERE name = 'index'")
    return int(found[0]) if found else UNKNOWN


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
    numbers = session.first(
        "SELECT l.number, i.number FROM {schema}.library l CROSS JOIN {schema}.indexed i"
        " WHERE l.name = 'library' AND i.name = 'index'"
    )
    if numbers is None or numbers[0] == numbers[1]:
        return
    latest, before = numbers
    if before == UNKNOWN and inverted_index.is_missing(session):
        return
    touched = _written_after(session, before)
    behind = stale_of_all(session) if touched is None else stale_among(session, touched)
    if behind:
        behind -= {article for (article,) in session.rows("SELECT id FROM {schema}.unreadable")}
    if not behind:
        session.rows("UPDATE {schema}.indexed SET number = %s WHERE name = 'index'", latest)


def is_advanced(session: Session) -> bool:
    """Whether one statement could do what :func:`advance` does in several, as nearly always.

    ``OFFSET 0`` has each article looked up by its key: the planner cannot know that few have changed, and
    would read all articles.
    """
    answer = session.later(
        "UPDATE {schema}.indexed i SET number = l.number FROM {schema}.library l"
        " WHERE l.name = 'library' AND i.name = 'index' AND i.number BETWEEN 0 AND l.number - 1"
        " AND (SELECT count(*) FROM {schema}.changes c WHERE c.number > i.number) >= l.number - i.number"
        " AND NOT EXISTS (SELECT 1 FROM {schema}.changes c"
        " CROSS JOIN LATERAL unnest(c.articles) AS t (article)"
        " LEFT JOIN LATERAL (SELECT number, write FROM {schema}.articles"
        " WHERE article = t.article OFFSET 0) a ON true"
        " LEFT JOIN LATERAL (SELECT number, write FROM {schema}.facts"
        " WHERE id = t.article OFFSET 0) f ON true"
        " WHERE c.number > i.number AND t.article <> ''"
        " AND (a.number IS DISTINCT FROM f.number OR a.write IS DISTINCT FROM f.write)"
        " AND NOT EXISTS (SELECT 1 FROM {schema}.unreadable u WHERE u.id = t.article))"
    )
    session.settle()
    return answer.count() == 1


def _written_after(session: Session, number: int) -> set[str] | None:
    """Return the articles that changes after a number have written; None if not all are known."""
    if number == UNKNOWN:
        return None
    rows = session.rows(
        "SELECT l.number, c.articles FROM {schema}.library l"
        " LEFT JOIN {schema}.changes c ON c.number > %s WHERE l.name = 'library'",
        number,
    )
    known = [articles for _latest, articles in rows if articles is not None]
    if not rows or rows[0][0] < number or len(known) < rows[0][0] - number:
        return None
    return {article for articles in known for article in articles}
