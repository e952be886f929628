"""Questions to the tables of the index about single articles, tags and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import msgspec

from store.index.postgres.characters import given
from store.index.postgres.statements import asked, texts
from store.index.postgres.tables import BEGINNING
from store.index.sketch import SHARED
from store.index.tables.facts import CREATOR
from store.model.listing.rows import Row
from store.storage.postgres.connections import Session

MOST_SKETCHED = 64
"""Articles with one number of a sketch that are looked at, at most: some clauses are in every article."""

MOST_RESEMBLING = 4
"""Articles that :func:`resembling` returns, at most."""


def count(session: Session) -> int:
    """Return how many articles there are."""
    return int(asked(session, "SELECT articles FROM {schema}.indexed WHERE name = 'index'")[0][0])


def rows(session: Session, offset: int, limit: int) -> list[Row]:
    """Return a part of the list; all of it from ``offset`` on when ``limit`` is negative."""
    question = "SELECT listed FROM {schema}.facts ORDER BY added DESC, id LIMIT ? OFFSET ?"
    return _decoded(asked(session, question, [None if limit < 0 else limit, offset]))


def rows_of(session: Session, articles: Sequence[str]) -> list[Row]:
    """Return the rows of articles in the given order, without those that are not in the list."""
    found = _decoded(asked(session, "SELECT listed FROM {schema}.facts WHERE id = ANY(?)", [[*articles]]))
    known = {row.id: row for row in found}
    return [known[article] for article in articles if article in known]


def position(session: Session, article: str) -> int | None:
    """Return the position of an article in the list, from 0; None when it is not in it."""
    found = asked(session, "SELECT added FROM {schema}.facts WHERE id = ?", [article])
    if not found:
        return None
    before = "SELECT count(*) FROM {schema}.facts WHERE added > ? OR (added = ? AND id < ?)"
    return int(asked(session, before, [found[0][0], found[0][0], article])[0][0])


def newest(session: Session) -> str:
    """Return when the article added last was added; empty when there is none."""
    return str(asked(session, "SELECT max(added) FROM {schema}.facts")[0][0] or "")


def starting_with(session: Session, prefix: str, limit: int) -> list[str]:
    """Return the IDs that start with ``prefix``, sorted; at most ``limit`` unless it is negative."""
    question = "SELECT id FROM {schema}.facts WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
    return texts(asked(session, question, [prefix, prefix + "\U0010ffff", None if limit < 0 else limit]))


def from_origins(session: Session, origins: Sequence[str]) -> dict[str, str]:
    """Return the ID of the article imported last from each of some files or addresses that have one."""
    beginnings = [origin[:BEGINNING] for origin in origins]
    question = (
        "SELECT origin, id FROM {schema}.facts WHERE left(origin, 100) = ANY(?) AND origin = ANY(?)"
        " ORDER BY added, id DESC"
    )
    found = asked(session, question, [beginnings, [*origins]])
    return {given(origin): article for origin, article in found}


def with_digest(session: Session, digest: str) -> tuple[str, str] | None:
    """Return ID and title of the article with exactly the text of this digest."""
    question = "SELECT listed FROM {schema}.facts WHERE digest = ? ORDER BY added LIMIT 1"
    found = _decoded(asked(session, question, [digest]))
    return (found[0].id, found[0].title) if found else None


def digests(session: Session, articles: Sequence[str]) -> list[str]:
    """Return the digest of the text of each article; empty for one that is not in the list."""
    question = "SELECT id, digest FROM {schema}.facts WHERE id = ANY(?)"
    known: dict[str, str] = dict(asked(session, question, [[*articles]]))
    return [known.get(article, "") for article in articles]


def resembling(session: Session, sketch: Sequence[int]) -> list[str]:
    """Return the IDs of a few articles whose texts have sketches most like a given one.

    Of articles with the same text one is returned.
    """
    shared: Counter[str] = Counter()
    for number in sketch:
        question = "SELECT article FROM {schema}.sketches WHERE number = ? ORDER BY article DESC LIMIT ?"
        shared.update(article for (article,) in asked(session, question, [number, MOST_SKETCHED]))
    likely = [article for article, times in shared.most_common() if times >= SHARED]
    by_text: dict[str, str] = {}
    for article, digest in zip(likely, digests(session, likely), strict=True):
        by_text.setdefault(digest, article)
    return list(by_text.values())[:MOST_RESEMBLING]


def titled(session: Session, title: str) -> list[Row]:
    """Return the articles with a folded title."""
    question = (
        "SELECT listed FROM {schema}.facts WHERE left(title, 100) = ? AND title = ? ORDER BY added DESC, id"
    )
    return _decoded(asked(session, question, [title[:BEGINNING], title]))


def uses(session: Session) -> dict[str, int]:
    """Return how often each tag is used, on articles and on annotations."""
    found = asked(session, "SELECT tag, sum(uses) FROM {schema}.tags GROUP BY tag")
    return {given(tag): int(times) for tag, times in found}


def tagged(session: Session, tag: str) -> set[str]:
    """Return the IDs of the articles that use a tag, on themselves or on an annotation."""
    return {*texts(asked(session, "SELECT article FROM {schema}.tags WHERE tag = ?", [tag]))}


def tags_on(session: Session, article: str) -> set[str]:
    """Return the tags used on an article or on its annotations."""
    return {*texts(asked(session, "SELECT tag FROM {schema}.tags WHERE article = ?", [article]))}


def tagged_after(session: Session, after: str, limit: int) -> list[str]:
    """Return articles that use a tag, sorted: ``limit`` at most, after an ID."""
    question = "SELECT DISTINCT article FROM {schema}.tags WHERE article > ? ORDER BY article LIMIT ?"
    return texts(asked(session, question, [after, limit]))


def annotated_by(session: Session, creators: Collection[str]) -> set[tuple[str, str]]:
    """Return the creators with the IDs of the articles that have an annotation by exactly them."""
    question = (
        "SELECT name, article FROM {schema}.people"
        " WHERE role = ? AND left(name, 100) = ANY(?) AND name = ANY(?)"
    )
    values = [CREATOR, [name[:BEGINNING] for name in creators], [*creators]]
    return {(given(name), article) for name, article in asked(session, question, values)}


def linking_to(session: Session, names: Collection[str]) -> list[str]:
    """Return the IDs of the articles whose notes link to one of the names, those added last first."""
    question = (
        "SELECT id FROM {schema}.facts WHERE id IN (SELECT article FROM {schema}.links"
        " WHERE left(name, 100) = ANY(?) AND name = ANY(?)) ORDER BY added DESC, id"
    )
    return texts(asked(session, question, [[name[:BEGINNING] for name in names], [*names]]))


def _decoded(found: Sequence[tuple[bytes]]) -> list[Row]:
    return [msgspec.json.decode(listed, type=Row) for (listed,) in found]
