"""What is hidden is for every question to the index as if it was not there."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from store.index.sqlite.sqlite_index import SqliteIndex
from store.library import Library
from store.model.listing.order import Order, SortField
from store.model.new_annotations import new_annotation
from store.model.tables.member import Role
from store.model.tag import Tag
from tests.conftest import draft
from tests.lengths import examples
from tests.store.storage.memory_store import MemoryStore

TAGS = ("框架", "框架/冲突", "框架/责任", "人物")
CREATORS = ("林/1", "林", "林/2", "陈/1", "陈", "王/1", "周", "谁", "")
NOTES = ("", "笔记 [[文章1]]", "？疑问", "见 #框架")
ARTICLES = 4

terms = st.sampled_from(
    (
        *("tag:框架", "tag:框架/冲突", "under:框架", "tag:框架/责任|人物", "has:note", "has:mark", "has:tag"),
        *(
            "has:note|tag",
            "by:陈",
            "by:林|王",
            "is:untagged",
            "is:untagged|starred",
            "is:unread",
            "title:文章1",
        ),
        *("站长", "note:笔记", "quote:站长", "has:orphan", "has:moved"),
    )
)
queries = st.recursive(
    terms,
    lambda parts: st.one_of(
        st.builds("NOT ({})".format, parts),
        st.builds("({}) AND ({})".format, parts, parts),
        st.builds("({}) OR ({})".format, parts, parts),
    ),
    max_leaves=4,
)
made_annotations = st.lists(
    st.tuples(
        st.integers(0, ARTICLES - 1),
        st.sampled_from(CREATORS),
        st.lists(st.sampled_from(TAGS), max_size=2, unique=True),
        st.sampled_from(NOTES),
    ),
    max_size=12,
)


def opened(store: MemoryStore, creator: str) -> Library:
    library = Library(store, SqliteIndex(store, None), creator=creator)
    library.resync()
    return library


def answers(library: Library, asked: list[str]) -> dict[str, Any]:
    """Return what a library says to all questions that annotations have a part in."""
    orders = [
        Order(),
        Order(SortField.NOTES),
        Order(SortField.NOTES, is_reversed=True),
        Order(SortField.TITLE),
    ]
    ids = [row.id for row in library.articles.rows()]
    return {
        "rows": library.articles.rows(),
        "titled": library.links.titled("文章0"),
        "uses": library.codebook.uses(),
        "used on": [library.codebook.used_on(each) for each in ids],
        "uses of": [library.codebook.uses_of(each) for each in TAGS],
        "facets": library.articles.facets(),
        "linking": library.links.linking_to(["文章1"]),
        "texts": library.texts.tagged(),
        "found": [
            library.articles.filtered(library.codebook.query(query), keep, order).articles
            for query in asked
            for order in orders
            for keep in ("", ids[-1])
        ],
    }


@settings(max_examples=examples(25))
@given(made_annotations, st.lists(queries, min_size=1, max_size=4), st.integers(0, 2**ARTICLES - 1))
def test_hidden_annotations_are_as_if_they_were_not_there(
    made: list[tuple[int, str, list[str], str]], asked: list[str], mine: int
) -> None:
    store = MemoryStore()
    with opened(store, "周") as manager:
        drafts = [draft("站长在月台上。", f"第{n}篇。", title=f"文章{n}") for n in range(ARTICLES)]
        ids = [manager.articles.add(each)[0] for each in drafts]
        manager.articles.tag(ids[0], ["人物"])
        manager.articles.write_note(ids[1], "笔记")
        manager.codebook.write([Tag(name=each, colour="jade") for each in TAGS])
        manager.team.members.add(["周"], Role.MANAGER)
        manager.team.members.add(["林", "陈", "王"])
        manager.team.rounds.open()
        manager.team.assignments.assign([(each, "林") for n, each in enumerate(ids) if mine >> n & 1])
        with opened(store, "林") as coder:
            before = answers(coder, asked)
            for place, creator, tags, note in made:
                text = manager.articles.get(ids[place]).text
                start = text.index("站长")
                new = new_annotation(text, start, start + 2, tags=tuple(tags), note=note, creator=creator)
                manager.annotations.put({ids[place]: [new]}, "put")
            coder.resync()
            found = answers(coder, asked)
            seen = {each: {one.id for one in coder.annotations.of(each)} for each in ids}
            for article in ids:
                for each in manager.annotations.of(article):
                    if each.id not in seen[article]:
                        manager.annotations.delete(article, each.id)
            coder.resync()
            assert found == answers(coder, asked)
            if not any(map(len, seen.values())):
                assert found == before
