"""Versions of an article and of a library, as Hypothesis makes them."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from store.model.article import digest
from store.model.edits import ANNOTATIONS, ARTICLE, CODEBOOK, LIBRARY, SEARCHES, THE_ONE, Fields, Json
from store.model.stable_ids import guid
from store.storage.documents import document_id
from store.storage.three_way.documents import Tables

TEXT = "小站的春天来得早，油菜花开到了铁轨边上。列车只停两分钟。"
NOTES = ["", "好", "不好", "待查\n第二行"]
TAGS = ["植物", "铁路", "时间"]
WHEN = [f"2026-01-0{day}T00:00:00.000Z" for day in range(1, 5)]


def annotation(name: str, **changes: object) -> Fields:
    """Return an annotation on the first words of the text."""
    fields: Fields = {
        "id": guid("test", name),
        "start": 0,
        "end": 2,
        "exact": TEXT[:2],
        "prefix": "",
        "suffix": TEXT[2:34],
        "tags": [],
        "note": "",
        "kind": "highlighting",
        "creator": "",
        "created": WHEN[0],
        "modified": WHEN[0],
        "orphan": False,
        "former": "",
        "rev": 1,
    }
    return {**fields, **changes}  # type: ignore[dict-item]


def article(*annotations: Fields, **changes: object) -> Tables:
    """Return the tables of an article with annotations."""
    fields: Fields = {
        "id": "3f" * 8,
        "title": "春天的小站",
        "digest": digest(TEXT),
        "blocks": [],
        "tags": [],
        "note": "",
        "status": "unread",
        "starred": False,
        "position": 0,
        "rev": 1,
    }
    return {
        ARTICLE: {THE_ONE: {**fields, **changes}},  # type: ignore[dict-item]
        ANNOTATIONS: {document_id(str(each["id"])): each for each in annotations},
    }


@st.composite
def versions_of(draw: st.DrawFn, name: str) -> Fields:
    """A version of the annotation with a name."""
    return annotation(
        name,
        tags=draw(st.lists(st.sampled_from(TAGS), unique=True)),
        note=draw(st.sampled_from(NOTES)),
        end=draw(st.sampled_from([2, 4])),
        modified=draw(st.sampled_from(WHEN)),
        rev=draw(st.integers(1, 3)),
    )


@st.composite
def articles(draw: st.DrawFn) -> Tables:
    """A version of one article."""
    kept = [draw(versions_of(name)) for name in draw(st.lists(st.sampled_from("甲乙丙"), unique=True))]
    return article(
        *kept,
        title=draw(st.sampled_from(["春天的小站", "小站"])),
        note=draw(st.sampled_from(NOTES)),
        tags=draw(st.lists(st.sampled_from(TAGS), unique=True)),
        status=draw(st.sampled_from(["unread", "reading", "read"])),
        position=draw(st.integers(0, 3)),
        attributes=draw(st.dictionaries(st.sampled_from(["地区", "版次"]), st.sampled_from("一二"))),
        rev=draw(st.integers(1, 3)),
    )


@st.composite
def libraries(draw: st.DrawFn) -> Tables:
    """A version of the documents of a library."""
    numbers = st.integers(1, 3)
    tags: st.SearchStrategy[Fields] = st.fixed_dictionaries(
        {
            "name": st.sampled_from(TAGS),
            "description": st.sampled_from(NOTES),
            "colour": st.sampled_from(["azure", "jade"]),
            "key": st.sampled_from(["", "1"]),
            "aliases": st.lists(st.sampled_from("花草"), unique=True),
        }
    )
    searches: st.SearchStrategy[Fields] = st.fixed_dictionaries(
        {"search": st.sampled_from(["花", "车"]), "query": st.sampled_from("ABC")}
    )
    order: st.SearchStrategy[dict[str, Json]] = st.dictionaries(
        st.sampled_from(["", "植物"]), st.lists(st.sampled_from(TAGS), unique=True)
    )
    return {
        LIBRARY: {THE_ONE: {"schema": 1, "starters": draw(st.booleans()), "tag_order": draw(order)}},
        CODEBOOK: pinned_once(unlike(draw(st.dictionaries(numbers, tags)), lambda tag: tag["name"])),
        SEARCHES: unlike(draw(st.dictionaries(numbers, searches)), lambda search: search["search"]),
    }


def pinned_once(tags: dict[int, Fields]) -> dict[int, Fields]:
    """Return the tags, of which only the first that is pinned to a digit keeps it, as in every library."""
    taken: set[object] = set()
    kept = {}
    for number, tag in tags.items():
        kept[number] = {**tag, "key": ""} if tag["key"] in taken else tag
        taken |= {tag["key"]} - {""}
    return kept


def unlike(documents: dict[int, Fields], key: Callable[[Fields], object]) -> dict[int, Fields]:
    """Return the documents of which none has the key of another one."""
    return dict({key(each): (number, each) for number, each in documents.items()}.values())
