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

SMALL = 1000
"""A library of up to this many articles ranks all matches, which takes about a tenth of a second. A folder
does so up to 3,000: there it is known how often a text has a phrase without reading it."""


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
    found = containing(session, phrase)
    if len(found) <= FEW:
        return found
    if len(found) <= RANKED or (len(found) <= SMALL and _is_small(session)):
        return _ranked(session, phrase, found)
    question = (
        "SELECT f.id FROM unnest(string_to_array(?, ' ')) AS found (id) JOIN {schema}.facts f USING (id)"
        " ORDER BY strpos(f.title, ?) = 0, f.added DESC, f.id"
    )
    return [article for (article,) in asked(session, question, [" ".join(found), phrase])]


def _is_small(session: Session) -> bool:
    return bool(asked(session, "SELECT articles <= ? FROM {schema}.indexed", [SMALL])[0][0])


def _ranked(session: Session, phrase: str, found: list[str]) -> list[str]:
    """Return the articles that were found to contain a phrase, the most relevant first."""
    condition, values = everywhere(phrase)
    within = f"left(p.folded, p.own + {len(phrase[: passages.WHOLE]) - 1}) AS within"
    times = "sum((octet_length(within) - octet_length(replace(within, ?, ''))) / octet_length(?))"
    rows = asked_by_index(
        session,
        "SELECT f.id, strpos(f.title, ?) > 0, f.chars, times"  # noqa: S608
        " FROM unnest(string_to_array(?, ' ')) AS found (id) JOIN {schema}.facts f USING (id)"
        f" LEFT JOIN (SELECT article, {times} AS times FROM"
        f" (SELECT p.article, {within} FROM {{schema}}.passages p WHERE {condition} OFFSET 0) AS those"
        " GROUP BY article) AS counted ON counted.article = f.id",
        [phrase, " ".join(found), phrase, phrase, *values],
    )
    ranked = sorted(
        rows, key=lambda row: (not row[1], -weight(max(1, int(row[3] or 0)), row[2]) if row[3] else 0.0)
    )
    return [article for article, *_ in ranked]


def near(session: Session, runs: Sequence[str], reach: int, marks: str) -> list[str]:
    """Return the articles in whose texts folded runs are near each other.

    :param reach: code points between the end of the first run and the start of the last, at most.
    :param marks: the text must have one of these after a run and one before a run, unless it is empty.
    """
    wanted = [kept(run[:LONGEST_PHRASE]) for run in runs]
    if not all(wanted):
        return []
    with session.transaction():
        through_index(session)
        if farthest(wanted, reach) <= passages.WHOLE:
            places = _passages_with(session, wanted, marks)
        else:
            places = _texts_with(session, wanted, marks)
        return list(dict.fromkeys(article for article, text in places if are_near(text, wanted, reach)))


def _passages_with(session: Session, runs: Sequence[str], marks: str) -> Iterator[tuple[str, str]]:
    """Yield the passages that have all runs, with their articles."""
    question = "SELECT p.article, p.folded FROM {schema}.passages p WHERE TRUE"
    values: list[object] = []
    if marks:
        question, values = _first_of(_marked(runs, marks), question)
        question += " AND p.article IN (SELECT article FROM first)"
    long = [run for run in runs if len(run) > 1]
    if long:
        with_runs, pairs = with_pairs(*long)
        question, values = f"{question} AND {with_runs}", [*values, *pairs]
    for run in runs:
        if not is_pair(run):
            question, values = f"{question} AND strpos(p.folded, ?) > 0", [*values, run]
    return streamed(session, question, values)


def _texts_with(session: Session, runs: Sequence[str], marks: str) -> Iterator[tuple[str, str]]:
    """Yield the whole texts that have all runs, with their articles."""
    conditions = [*map(condition_of, runs), *(_marked(runs, marks) if marks else ())]
    question, values = _first_of(
        conditions,
        "SELECT p.article, left(p.folded, p.own) FROM first JOIN {schema}.passages p USING (article)"
        " ORDER BY p.article, p.number",
    )
    for article, group in groupby(streamed(session, question, values), key=lambda row: row[0]):
        yield article, "".join(text for _article, text in group)


def _first_of(conditions: Sequence[Condition], question: str) -> Condition:
    """Return a question after which is found first, as ``first``, which articles meet all conditions.

    The planner knows little of how many these are, and would rather look at every text a mark could be in.

    :param conditions: each for a row ``p`` of the table of passages, of any passage of an article.
    """
    parts = [f"SELECT p.article FROM {{schema}}.passages p WHERE {each}" for each, _ in conditions]  # noqa: S608
    values = [value for _, those in conditions for value in those]
    return f"WITH first AS MATERIALIZED ({' INTERSECT '.join(parts)}) {question}", values


def _marked(runs: Sequence[str], marks: str) -> Sequence[Condition]:
    """Return the conditions that a text has one of some marks after a run, and one before a run."""
    after = _having_one([run[-1] + mark for run in runs[:-1] for mark in kept(marks)])
    before = _having_one([mark + run[0] for run in runs[1:] for mark in kept(marks)])
    return after, before


def _having_one(phrases: Sequence[str]) -> Condition:
    """Return the condition that a passage has one of some phrases of two code points."""
    pairs = [pair for phrase in phrases if is_pair(phrase) for pair in pairs_of(phrase)]
    others = [condition_of(phrase) for phrase in phrases if not is_pair(phrase)]
    return joined("OR", [("p.pairs && CAST(? AS integer[])", [pairs]), *others])
