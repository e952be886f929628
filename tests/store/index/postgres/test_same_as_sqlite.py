"""The index on a server and the one in SQLite give the same answers, whatever a library has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import msgspec
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import sql

from store.chinese.folding import fold
from store.index.article_index import ArticleIndex, is_known
from store.index.postgres import passages
from store.index.postgres.catalogue_check import differences
from store.index.postgres.postgres_index import PostgresIndex
from store.index.sqlite.sqlite_index import SqliteIndex
from store.library import Library
from store.model.article import Draft, Status
from store.model.listing.order import Order, SortField
from store.model.tables.attribute import AttributeKind
from store.query.tree import (
    And,
    Attribute,
    Comparison,
    Field,
    Node,
    Not,
    Or,
    Query,
    State,
    Term,
    Thing,
    Together,
    words,
)
from store.storage.postgres.address import parse_address
from store.storage.postgres.postgres_store import PostgresStore
from tests.conftest import draft
from tests.lengths import examples
from tests.postgres_server import ADMINISTRATOR

LETTERS = "渡船车車站，。 ＡaB𠮷%_?*\\'\"\t"
PASSAGE = {"OWN": 6, "OVERLAP": 3, "WHOLE": 4}
"""Passages so short that short texts have many."""


@pytest.fixture(scope="module", autouse=True)
def short_passages() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in PASSAGE.items():
            patch.setattr(passages, name, value)
        yield


Indexes = tuple[Library, PostgresIndex, SqliteIndex]


@pytest.fixture(scope="module")
def database(postgres_socket: Path) -> str:
    return f"postgresql:///postgres?host={postgres_socket}&user={ADMINISTRATOR}"


def opened(database: str, folder: Path) -> Indexes:
    """An empty library with both indexes."""
    schema = f"甲 {os.urandom(6).hex()}"
    store = PostgresStore(parse_address(f"{database}&schema={quote(schema)}"), folder, person="甲")
    store.create()
    index = PostgresIndex(store)
    return Library(store, index, creator="甲"), index, SqliteIndex(store, None)


def closed(database: str, indexes: Indexes) -> None:
    library, index, other = indexes
    schema = index._connections.address.schema  # noqa: SLF001
    other.close()
    library.close()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))


texts = st.text(LETTERS, min_size=1, max_size=12)
names = st.sampled_from(["", "山城日报", "山城日報", "ＬＩＮ", "lin%", "河岸"])
tags = st.sampled_from(["水", "水/船", "水0", "岸"])
dates = st.sampled_from(["", "2020", "2020-03", "2020-03-24", "2021-12-31"])


@st.composite
def drafts(made: st.DrawFn) -> Draft:
    paragraphs = made(st.lists(texts, min_size=1, max_size=4))
    authors = tuple(filter(None, dict.fromkeys(made(st.lists(names, max_size=2)))))
    facts = {"date": made(dates), "source": made(names), "column": made(names), "authors": authors}
    origin = made(st.sampled_from(["", "/甲", "/乙", "/" + "长" * 120]))
    return msgspec.structs.replace(draft(*paragraphs, title=made(texts), origin=origin), **facts)


runs = st.text("渡船车站，。a𠮷 ", min_size=1, max_size=3).map(fold)
leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Term, st.sampled_from([Field.TAG, Field.UNDER]), st.tuples(tags), st.booleans()),
    st.builds(Term, st.just(Field.IS), st.tuples(st.sampled_from(State)), st.booleans()),
    st.builds(Term, st.just(Field.HAS), st.tuples(st.sampled_from(Thing)), st.booleans()).filter(is_known),
    st.builds(
        Term,
        st.sampled_from([Field.SOURCE, Field.COLUMN, Field.AUTHOR, Field.BY, Field.TITLE]),
        st.tuples(names.filter(bool), texts),
        st.booleans(),
    ),
    st.builds(
        Term,
        st.just(Field.DATE),
        st.tuples(st.sampled_from(["2020", "2020-03", "2020-03-24..", "..2020-12", "2020-04..2022"])),
        st.booleans(),
    ),
    st.builds(
        Term, st.just(Field.CHARS), st.tuples(st.sampled_from([">20", "<=30", "25", "20..40"])), st.booleans()
    ),
    st.builds(Term, st.just(Field.ADDED), st.tuples(st.sampled_from(["1d", "..2020", "2020.."]))),
    st.builds(Term, st.just(Field.LANG), st.tuples(st.sampled_from(["zh", "zh-Hans", "en", "ZH"]))),
    st.builds(
        Attribute,
        st.sampled_from(["发行量", "体裁", "无"]),
        st.just(Comparison.IS),
        st.sampled_from(["*", "9", "1..9", "通讯", "1e400", "nan"]),
        st.sampled_from(AttributeKind),
    ),
    st.builds(
        Attribute,
        st.just("发行量"),
        st.sampled_from(Comparison),
        st.sampled_from(["9", "9.5", "2020-03"]),
        st.sampled_from([AttributeKind.NUMBER, AttributeKind.DATE]),
    ),
    st.text(LETTERS, min_size=1, max_size=9).map(words),
    st.builds(
        Together,
        st.lists(runs, min_size=2, max_size=3).map(tuple),
        st.integers(0, 9),
        st.sampled_from(["", "，。"]),
    ),
)
nodes: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)
orders = st.builds(Order, st.sampled_from(SortField), st.booleans())


def fill(library: Library, made: list[Draft], choose: st.DataObject) -> list[str]:
    """Add articles to a library, and what can be known of them. Return their IDs."""
    library.attributes.add("发行量", AttributeKind.NUMBER)
    library.attributes.add("体裁")
    articles = []
    for each in made:
        article, text = library.articles.add(each)[0], each.text
        if article in articles:
            continue
        articles.append(article)
        for what in choose.draw(st.lists(st.sampled_from("标签星态注属删记"), max_size=4)):
            if what == "签":
                library.articles.tag(article, [choose.draw(tags)])
            elif what == "星":
                library.articles.set_starred(article, starred=True)
            elif what == "态":
                library.articles.set_status(article, choose.draw(st.sampled_from(Status)))
            elif what == "记":
                library.articles.write_note(article, choose.draw(st.sampled_from(["", "见 [[渡船]]"])))
            elif what == "属":
                value = choose.draw(st.sampled_from(["9", "12000", "9.5"]))
                library.articles.correct(article, {"发行量": value, "体裁": "長通訊"})
            elif what in "标注":
                quote_ = text[: choose.draw(st.integers(1, 3))].strip()
                if quote_ and "\n" not in quote_:
                    library.annotations.annotate_quote(
                        article, quote_, tags=[choose.draw(tags)], note=choose.draw(texts)
                    )
    has_removed = choose.draw(st.booleans())
    if articles and has_removed:
        library.articles.remove([articles.pop()])
    return articles


def with_texts(index: ArticleIndex, numbers: list[int]) -> set[str]:
    """The articles with texts of these numbers."""
    return {article for number in numbers for article, _ in index.with_text(number)}


@given(made=st.lists(drafts(), max_size=5), choose=st.data())
@settings(max_examples=examples(12))
def test_both_indexes_find_the_same(
    database: str, tmp_path_factory: pytest.TempPathFactory, made: list[Draft], choose: st.DataObject
) -> None:
    indexes = opened(database, tmp_path_factory.mktemp("same"))
    try:
        library, index, other = indexes
        articles = fill(library, made, choose)
        other.resync()
        assert index.resync() == frozenset()
        assert index.rows() == other.rows()
        assert index.count() == other.count() == len(articles)
        assert index.facets() == other.facets()
        assert index.attribute_facets() == other.attribute_facets()
        assert (index.uses(), index.newest()) == (other.uses(), other.newest())
        assert index.annotated_by(["甲", "乙"]) == other.annotated_by(["甲", "乙"])
        assert index.linking_to(["渡船", "岸"]) == other.linking_to(["渡船", "岸"])
        assert [*map(index.position, articles)] == [*map(other.position, articles)]
        assert index.digests(articles) == other.digests(articles)
        assert index.from_origins(["/甲", "/" + "长" * 120]) == other.from_origins(["/甲", "/" + "长" * 120])
        for _ in range(choose.draw(st.integers(4, 12))):
            compare(index, other, articles, choose)
        assert not differences(index._store)  # noqa: SLF001
    finally:
        closed(database, indexes)


def compare(index: ArticleIndex, other: ArticleIndex, articles: list[str], choose: st.DataObject) -> None:
    """Ask both indexes the same questions."""
    query, order = Query((choose.draw(nodes),)), choose.draw(orders)
    keep = choose.draw(st.sampled_from(["", *articles]))
    assert index.filtered(query, keep, order) == other.filtered(query, keep, order)
    assert index.filtered(Query(), keep, order) == other.filtered(Query(), keep, order)
    assert index.filtered(query, among=articles[:2]) == other.filtered(query, among=articles[:2])
    typed = choose.draw(st.one_of(texts, st.sampled_from(["dc", "du", "chez", "a", "shanc", "jy", "lin"])))
    assert index.named(typed) == other.named(typed)
    phrase = fold(choose.draw(st.text(LETTERS + "\n", min_size=1, max_size=9)))
    found = with_texts(other, other.search(phrase))
    assert with_texts(index, index.search(phrase)) == found
    assert with_texts(index, index.texts_with(phrase)) == found
    assert index.count_with(phrase) == other.count_with(phrase) == len(found)
    near = choose.draw(st.lists(runs, min_size=2, max_size=3)), choose.draw(st.integers(0, 9)), ""
    assert with_texts(index, index.near(*near)) == with_texts(other, other.near(*near))
    tag = choose.draw(tags)
    assert index.tagged(tag) == other.tagged(tag)
    title = fold(choose.draw(texts))
    assert [row.id for row in index.titled(title)] == [row.id for row in other.titled(title)]
