"""Finds the articles whose texts contain phrases: see :mod:`.passages`.

The number of a text is the ID of its article as a number: each article has its text for itself, so that all
that is kept of it is in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from store.index.article_index import FEW
from store.index.postgres import passages
from store.index.postgres.characters import kept
from store.index.postgres.nearness import are_near, farthest
from store.index.postgres.passages import (
    LONGEST_PHRASE,
    condition_of,
    everywhere,
    is_pair,
    pairs_of,
    with_pairs,
)
from store.index.postgres.statements import asked, asked_by_index, streamed, texts, through_index
from store.index.relevance import weight
from store.index.tables.conditions import Condition, joined
from store.storage.postgres.connections import Session

RANKED = 300
"""Up to this many matching texts are ranked: a more common phrase says little about any text."""

SMALL = 3000
"""A library of up to this many articles ranks all matches."""


def number_of(article: str) -> int:
    """Return the number of the text of an article."""
    return int(article, 16)


def article_of(number: int) -> str:
    """Return the ID of the article with the text of a number."""
    return f"{number:016x}"


def containing(session: Session, phrase: str) -> list[str]:
    """Return the articles whose texts contain a folded phrase, in no order."""
    condition, values = condition_of(phrase)
    question = f"SELECT DISTINCT p.article FROM {{schema}}.passages p WHERE {condition}"  # noqa: S608
    return texts(asked_by_index(session, question, values))


def count_with(session: Session, phrase: str) -> int:
    """Return how many articles contain a folded phrase."""
    condition, values = condition_of(phrase)
    question = f"SELECT count(DISTINCT p.article) FROM {{schema}}.passages p WHERE {condition}"  # noqa: S608
    return int(asked_by_index(session, question, values)[0][0])


def search(session: Session, phrase: str) -> list[str]:
    """Return the articles whose texts contain a folded phrase, the most relevant first.

    Those with the phrase in their title come first, then the order is by relevance; of more than
    :data:`RANKED`, those added last come first. Up to :data:`FEW` are in no order.
    """
    condition, values = condition_of(phrase)
    found = asked_by_index(
        session,
        "SELECT id, strpos(title, ?) > 0 FROM {schema}.facts WHERE id IN"  # noqa: S608
        f" (SELECT p.article FROM {{schema}}.passages p WHERE {condition})"
        " ORDER BY strpos(title, ?) = 0, added DESC, id",
        [phrase, *values, phrase],
    )
    articles = [article for article, _in_title in found]
    is_common = len(articles) > RANKED
    if len(articles) <= FEW or (is_common and (len(articles) > SMALL or not _is_small(session))):
        return articles
    weights = _weights(session, phrase)
    ranked = sorted(found, key=lambda row: (not row[1], -weights.get(row[0], 0.0)))
    return [article for article, _in_title in ranked]


def _is_small(session: Session) -> bool:
    return bool(asked(session, "SELECT articles <= ? FROM {schema}.indexed", [SMALL])[0][0])


def _weights(session: Session, phrase: str) -> dict[str, float]:
    """Return the weight of a phrase in each article that contains it."""
    condition, values = everywhere(phrase)
    within = f"left(p.folded, p.own + {len(phrase[: passages.WHOLE]) - 1})"
    times = f"sum((length({within}) - length(replace({within}, ?, ''))) / {len(phrase)})"
    rows = asked_by_index(
        session,
        f"SELECT id, chars, times FROM (SELECT p.article, {times} AS times FROM {{schema}}.passages p"  # noqa: S608
        f" WHERE {condition} GROUP BY p.article) AS found JOIN {{schema}}.facts ON id = found.article",
        [phrase, *values],
    )
    return {article: weight(max(1, int(times)), chars) for article, chars, times in rows}


def near(session: Session, runs: Sequence[str], reach: int, marks: str) -> list[str]:
    """Return the articles in whose texts folded runs are near each other.

    :param reach: code points between the end of the first run and the start of the last, at most.
    :param marks: the text must have one of these after a run and one before a run, unless it is empty.
    """
    wanted = [kept(run[:LONGEST_PHRASE]) for run in runs]
    if not all(wanted):
        return []
    condition, values = _marked(wanted, marks)
    with session.transaction():
        through_index(session)
        if farthest(wanted, reach) <= passages.WHOLE:
            places = _passages_with(session, wanted, condition, values)
        else:
            places = _texts_with(session, wanted, condition, values)
        return list(dict.fromkeys(article for article, text in places if are_near(text, wanted, reach)))


def _passages_with(
    session: Session, runs: Sequence[str], condition: str, values: Sequence[object]
) -> Iterator[tuple[str, str]]:
    """Yield the passages that have all runs, with their articles."""
    with_runs, more = _having_all(runs)
    return streamed(
        session,
        f"SELECT p.article, p.folded FROM {{schema}}.passages p WHERE {with_runs} AND {condition}",  # noqa: S608
        [*more, *values],
    )


def _having_all(runs: Sequence[str]) -> Condition:
    long = [run for run in runs if len(run) > 1]
    condition, values = with_pairs(*long) if long else ("TRUE", [])
    parts = [condition, *["strpos(p.folded, ?) > 0"] * len(runs)]
    return " AND ".join(parts), [*values, *runs]


def _texts_with(
    session: Session, runs: Sequence[str], condition: str, values: Sequence[object]
) -> Iterator[tuple[str, str]]:
    """Yield the whole texts that have all runs, with their articles."""
    parts: list[str] = []
    more: list[object] = []
    for run in runs:
        with_run, those = condition_of(run)
        parts.append(f"p.article IN (SELECT p.article FROM {{schema}}.passages p WHERE {with_run})")  # noqa: S608
        more += those
    rows = streamed(
        session,
        "SELECT p.article, left(p.folded, p.own) FROM {schema}.passages p"  # noqa: S608
        f" WHERE {' AND '.join(parts)} AND {condition} ORDER BY p.article, p.number",
        [*more, *values],
    )
    for article, group in groupby(rows, key=lambda row: row[0]):
        yield article, "".join(text for _article, text in group)


def _marked(runs: Sequence[str], marks: str) -> Condition:
    """Return the condition that a text has one of some marks after a run and one before a run."""
    if not marks:
        return "TRUE", []
    after = _having_one([run[-1] + mark for run in runs[:-1] for mark in kept(marks)])
    before = _having_one([mark + run[0] for run in runs[1:] for mark in kept(marks)])
    return joined("AND", [after, before])


def _having_one(phrases: Sequence[str]) -> Condition:
    """Return the condition that a text has one of some phrases of two code points."""
    pairs = [pair for phrase in phrases if is_pair(phrase) for pair in pairs_of(phrase)]
    others = [condition_of(phrase) for phrase in phrases if not is_pair(phrase)]
    condition, values = joined("OR", [("p.pairs && CAST(? AS integer[])", [pairs]), *others])
    return f"p.article IN (SELECT p.article FROM {{schema}}.passages p WHERE {condition})", values  # noqa: S608
