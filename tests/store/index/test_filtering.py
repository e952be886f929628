"""Filtering the list: a query finds exactly the articles that match it, also after each change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.chinese.folding import fold
from store.library import Library, open_library
from store.model.annotation import Annotation
from store.model.article import Article, Status
from store.query.parser import parse
from store.query.tree import Field, Query, State, Term, Thing
from store.query.values import span
from tests.conftest import draft, root_of
from tests.lengths import examples

NAMES = ("服务", "服务/线上", "服务0", "金融")


def _fill(library: Library) -> None:
    """Add articles that differ in everything that a query can filter by."""
    ids = []
    for number, (date, source, authors) in enumerate(
        [
            ("2020-03-24", "山城日报", ("林夏",)),
            ("2020-03", "山城日報海外版", ("林夏", "周舟")),
            ("2021", "河岸周刊", ()),
            ("", "", ("周舟",)),
            ("2019-12-31", "河岸周刊", ("ＬＩＮ",)),
        ]
    ):
        words = draft(
            f"第{number}篇说的是银行。" if number % 2 else f"第{number}篇说的是车站。", title=f"第{number}篇"
        )
        facts = {"date": date, "source": source, "authors": authors, "column": "副刊" if number > 2 else ""}
        ids.append(library.articles.add(msgspec.structs.replace(words, **facts))[0])
    library.articles.tag(ids[0], ["服务"])
    library.annotations.annotate_quote(ids[1], "银行", tags=["服务/线上"], note="记下")
    library.annotations.annotate_quote(ids[2], "车站", tags=["服务0", "金融"])
    library.articles.write_note(ids[3], "整篇的")
    library.articles.set_starred(ids[3], starred=True)
    library.articles.set_status(ids[4], Status.READ)
    library.articles.set_status(ids[2], Status.READING)
    with open_library(root_of(library), creator="周舟") as another:
        another.annotations.annotate_quote(ids[4], "车站")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_library(tmp_path_factory.mktemp("filtering") / "library", creator="林夏") as library:
        _fill(library)
        library.resync()
        yield library


def _matches(term: Term, article: Article, annotations: tuple[Annotation, ...]) -> bool:
    return any(_has_value(term.field, value, article, annotations) for value in term.values) is term.wanted


def _has_value(field: Field, value: str, article: Article, annotations: tuple[Annotation, ...]) -> bool:
    tags = {*article.tags, *(tag for annotation in annotations for tag in annotation.tags)}
    if field is Field.TAG:
        return any(tag == value or tag.startswith(f"{value}/") for tag in tags)
    if field is Field.DATE:
        first, last = span(value)
        at_least = article.date[: len(first)] >= first
        return bool(article.date) and at_least and (not last or article.date[: len(last)] <= last)
    named = {
        Field.SOURCE: [article.source],
        Field.COLUMN: [article.column],
        Field.AUTHOR: list(article.authors),
        Field.BY: [annotation.creator for annotation in annotations],
        Field.WORDS: [article.text],
    }
    if field in named:
        return any(fold(value) in fold(name) for name in named[field])
    states = {
        State.STARRED: article.starred,
        State.UNTAGGED: not tags,
        Thing.NOTE: bool(article.note) or any(annotation.note for annotation in annotations),
        Thing.MARK: bool(annotations),
        Thing.TAG: bool(tags),
        Thing.ORPHAN: any(annotation.orphan for annotation in annotations),
        Thing.MOVED: any(annotation.moved for annotation in annotations),
    }
    found = [is_true for each, is_true in states.items() if each.value == value]
    return found[0] if found else article.status.value == value


def _values(field: Field, *values: str) -> st.SearchStrategy[Term]:
    several = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
    return st.builds(Term, st.just(field), several, st.booleans())


TERMS = st.one_of(
    _values(Field.TAG, *NAMES),
    _values(Field.IS, *State),
    _values(Field.HAS, *(each for each in Thing if each != Thing.REMARK)),  # which an index does not know
    _values(Field.BY, "林夏", "周", "nobody"),
    _values(Field.AUTHOR, "林夏", "周舟", "lin"),
    _values(Field.SOURCE, "山城日报", "河岸", "報"),
    _values(Field.COLUMN, "副刊"),
    _values(Field.DATE, "2020", "2020-03-24", "2020..", "..2020-03", "2019..2020"),
    _values(Field.WORDS, "银行", "車站", "，"),
)


@pytest.mark.long
@settings(deadline=None, max_examples=examples(40))
@given(st.lists(TERMS, max_size=3))
def test_a_query_finds_exactly_the_articles_that_match_all_terms(filled: Library, terms: list[Term]) -> None:
    found = [row.id for row in filled.articles.filtered(Query(tuple(terms))).rows()]
    opened = [(row.id, *filled.articles.open(row.id)) for row in filled.articles.rows()]
    assert found == [
        each
        for each, article, annotations in opened
        if all(_matches(term, article, annotations) for term in terms)
    ]


@pytest.mark.parametrize(
    "query", ["has:note", "has:orphan", "has:mark", "by:tester", "tag:甲", "is:untagged"]
)
def test_query_results_follow_each_change(library: Library, station: str, query: str) -> None:
    def found() -> int:
        return library.articles.filtered(parse(query)).count()

    before = found()
    annotation = library.annotations.annotate_quote(station, "列车", tags=["甲"], note="一")
    counts = [found()]
    library.annotations.edit(station, annotation.id, tags=[], note="")
    counts.append(found())
    library.undo()
    counts.append(found())
    library.annotations.delete(station, annotation.id)
    counts.append(found())
    (root_of(library) / ".cache" / "catalogue.sqlite").unlink()
    with open_library(root_of(library)) as reopened:
        reopened.resync()
        assert reopened.articles.filtered(parse(query)).count() == counts[-1] == before
    expected = {
        "has:note": [1, 0, 1, 0],
        "has:orphan": [0, 0, 0, 0],
        "has:mark": [1, 1, 1, 0],
        "by:tester": [1, 1, 1, 0],
        "tag:甲": [1, 0, 1, 0],
        "is:untagged": [0, 1, 0, 1],
    }
    assert counts == expected[query]


def test_has_orphan_finds_an_annotation_that_a_changed_text_orphaned(library: Library) -> None:
    first = draft("列车每天只停两分钟。", "后面的一段话是一样的，写得长一些才认得出来。", origin="/a.txt")
    article = library.articles.add(first)[0]
    library.annotations.annotate_quote(article, "列车每天只停两分钟。")
    library.articles.add(
        draft("全是别的话了。", "后面的一段话是一样的，写得长一些才认得出来。", origin="/a.txt")
    )
    assert library.articles.filtered(parse("has:orphan")).count() == 1
    library.undo()
    assert library.articles.filtered(parse("has:orphan")).count() == 0


def test_an_article_kept_despite_the_query_stays_in_its_place(filled: Library) -> None:
    rows = filled.articles.rows()
    filtered = filled.articles.filtered(parse("is:starred"), keep=rows[0].id)
    assert [row.id for row in filtered.rows()] == [rows[0].id, rows[1].id]
    assert filtered.position(rows[1].id) == 1
    assert filtered.position(rows[4].id) is None


def test_facets_count_the_articles_that_they_match(filled: Library) -> None:
    facets = filled.articles.facets()
    assert all(
        filled.articles.filtered(Query((Term(facet.field, (facet.value,)),))).count() >= facet.articles > 0
        for facet in facets
    )
    found = {(facet.field.value, facet.value): facet.articles for facet in facets}
    assert found["is", "unread"] == 3
    assert found["has", "note"] == 2
    assert found["source", "河岸周刊"] == 2
    assert found["date", "2020"] == 2
    assert found["by", "周舟"] == 1
    assert ("has", "orphan") not in found


def test_a_catalogue_of_an_older_version_is_rebuilt_and_can_be_filtered(root: Path) -> None:
    with open_library(root) as library:
        article = library.articles.add(draft("银行。"))[0]
        library.articles.tag(article, ["甲"])
    import sqlite3

    with sqlite3.connect(root / ".cache" / "catalogue.sqlite") as connection:
        connection.execute("PRAGMA user_version = 2")
    with open_library(root) as library:
        library.resync()
        assert library.articles.filtered(parse("tag:甲")).count() == 1
