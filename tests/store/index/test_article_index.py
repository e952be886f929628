"""The contract of :class:`store.index.article_index.ArticleIndex`, run against every implementation."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from store.chinese.folding import fold
from store.index.article_index import ArticleIndex, is_known
from store.index.sqlite.sqlite_index import SqliteIndex
from store.library import Library
from store.model.article import Status
from store.model.listing.order import Order, SortField
from store.model.tables.attribute import AttributeKind
from store.query.parser import parse
from store.query.tree import ANY, Attribute, Comparison, Field, Not, Or, Query, State, Term
from store.storage.folder.folder_store import FolderStore
from tests.conftest import draft, root_of
from tests.store.storage.memory_store import MemoryStore

IndexedLibrary = tuple[Library, ArticleIndex]


def sqlite_file(root: Path) -> IndexedLibrary:
    store = FolderStore(root / "library")
    store.create()
    index = SqliteIndex(store, store.cache_folder)
    return Library(store, index, creator="甲"), index


def sqlite_in_memory(_: Path) -> IndexedLibrary:
    store = MemoryStore()
    index = SqliteIndex(store, None)
    return Library(store, index, creator="甲"), index


def what_a_user_sees(root: Path) -> IndexedLibrary:
    library, _index = sqlite_in_memory(root)
    return library, library._seen  # noqa: SLF001 - nobody else has it


MADE: dict[str, Callable[[Path], IndexedLibrary]] = {
    "sqlite-file": sqlite_file,
    "sqlite-memory": sqlite_in_memory,
    "seen": what_a_user_sees,
}


def postgres(address: str, root: Path) -> IndexedLibrary:
    from store.index.postgres.postgres_index import PostgresIndex
    from store.storage.postgres.address import parse_address
    from store.storage.postgres.postgres_store import PostgresStore

    store = PostgresStore(parse_address(address), root / "local", person="甲")
    store.create()
    index = PostgresIndex(store)
    return Library(store, index, creator="甲"), index


@pytest.fixture(params=[*MADE, "postgres"])
def indexed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[IndexedLibrary]:
    if request.param == "postgres":
        library, index = postgres(request.getfixturevalue("postgres_address"), tmp_path)
    else:
        library, index = MADE[request.param](tmp_path)
    with library:
        yield library, index


@pytest.fixture
def three(indexed: IndexedLibrary) -> list[str]:
    """The IDs of three articles, in the order in which they were added."""
    library, _ = indexed
    pieces = [("渡口", "渡船停了。"), ("春耕", "犁开冻土。"), ("渡船", "渡船又开。")]
    drafts = [draft(words, title=title, origin=f"/{n}.txt") for n, (title, words) in enumerate(pieces)]
    return [library.articles.add(each)[0] for each in drafts]


def test_an_empty_library_has_an_empty_index(indexed: IndexedLibrary) -> None:
    _, index = indexed
    assert (index.count(), index.rows(), index.newest(), index.facets()) == (0, [], "", [])


def test_newest_articles_come_first(indexed: IndexedLibrary, three: list[str]) -> None:
    _, index = indexed
    assert [row.id for row in index.rows()] == three[::-1]
    assert [row.id for row in index.rows(1, 1)] == [three[1]]
    assert [index.position(each) for each in three] == [2, 1, 0]
    assert index.position("0" * 16) is None
    assert [row.title for row in index.rows_of([three[0], "0" * 16, three[2]])] == ["渡口", "渡船"]


def test_a_query_filters_the_list_and_keeps_one_article(indexed: IndexedLibrary, three: list[str]) -> None:
    library, index = indexed
    library.articles.set_status(three[1], Status.READ)
    query = Query((Term(Field.IS, (State.READ,)),))
    assert index.filtered(query) == [three[1]]
    assert index.filtered(query, keep=three[0]) == [three[1], three[0]]
    assert index.filtered(query, among=[three[0], three[2]]) == []
    assert index.filtered(Query(), among=[three[0], three[2]]) == [three[2], three[0]]
    assert ("is", "read", 1) in [(each.field, each.value, each.articles) for each in index.facets()]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("title:渡 OR 冻土", ["渡船", "春耕", "渡口"]),
        ("渡船 -(又开 title:渡船)", ["渡口"]),
        ("NOT (渡船 OR has:tag)", []),
        ("(has:tag 冻土) OR is:read", ["春耕", "渡口"]),
        ("under:农事 lang:zh chars:<20 added:1d", ["春耕"]),
        ("chars:>20 OR added:..2000 OR lang:en", []),
        (" OR ".join(f"无{number}" for number in range(490)) + " OR 又开", ["渡船"]),
    ],
)
def test_conditions_are_combined_by_and_or_and_not(
    indexed: IndexedLibrary, three: list[str], query: str, titles: list[str]
) -> None:
    library, index = indexed
    library.articles.tag(three[1], ["农事/耕"])
    library.articles.set_status(three[0], Status.READ)
    found = index.filtered(parse(query))
    assert [row.title for row in index.rows_of(found)] == titles


def test_an_index_knows_neither_patterns_nor_notes() -> None:
    assert is_known(Or(parse("甲 -tag:乙 is:read").terms))
    for query in ("甲*乙", "/甲/", '~"甲"', "甲 NEAR/3 乙", "note:甲", "-quote:甲", "甲 OR (乙 /丙/)"):
        assert not is_known(Or((*parse(query).terms, parse("丁").terms[0])))


def test_values_of_attributes_filter_and_are_counted(indexed: IndexedLibrary, three: list[str]) -> None:
    library, index = indexed
    library.attributes.add("发行量", AttributeKind.NUMBER)
    library.attributes.add("体裁")
    library.articles.correct(three[0], {"发行量": "9", "体裁": "長通訊"})
    library.articles.correct(three[1], {"发行量": "12000", "体裁": "通讯"})

    def found(*condition: Any) -> list[str]:
        return index.filtered(Query((Attribute(*condition),)))

    assert found("发行量", Comparison.MORE, "9.5", AttributeKind.NUMBER) == [three[1]]
    assert found("发行量", Comparison.IS, "1..9", AttributeKind.NUMBER) == [three[0]]
    assert found("发行量", Comparison.IS, ANY, AttributeKind.NUMBER) == [three[1], three[0]]
    assert found("体裁", Comparison.IS, "通讯") == [three[1], three[0]]
    assert found("体裁", Comparison.IS, "通讯", AttributeKind.CHOICE) == [three[1]]
    assert index.filtered(Query((Not(Attribute("体裁", Comparison.IS, ANY)),))) == [three[2]]
    counted = [(each.name, each.value, each.articles) for each in index.attribute_facets()]
    assert counted == [
        ("体裁", "通讯", 1), ("体裁", "長通訊", 1), ("发行量", "12000", 1), ("发行量", "9", 1),
    ]  # fmt: skip
    library.articles.remove([three[1]])
    assert found("体裁", Comparison.IS, ANY) == [three[0]]


@pytest.fixture
def assorted(indexed: IndexedLibrary) -> dict[str, str]:
    """The IDs of four articles by the first characters of their titles, as they were added: 重A单北."""
    library, _ = indexed
    pieces = [
        ("重庆的早晨", "江上起雾。" * 4, "2024-03-01", "渡口周报", ("单小满",)),
        ("AI与犁", "犁开冻土。", "", "", ()),
        ("单车过桥", "桥很长。" * 2, "2025-01-09", "北岸日报", ("林一",)),
        ("北岸的灯", "灯亮了。" * 3, "2024-03-01", "渡口周报", ()),
    ]
    found = {}
    for number, (title, text, date, source, authors) in enumerate(pieces):
        given = draft(text, title=title, origin=f"/{number}")
        named = msgspec.structs.replace(given, date=date, source=source, authors=authors)
        found[title[0]] = library.articles.add(named)[0]
    return found


@pytest.mark.parametrize(
    ("field", "forwards", "backwards"),
    [
        (SortField.ADDED, "北单A重", "重A单北"),
        (SortField.DATE, "单北重A", "重北单A"),  # undated articles come last either way
        (SortField.TITLE, "A北重单", "单重北A"),  # chong, not zhong
        (SortField.SOURCE, "单北重A", "重北单A"),
        (SortField.LENGTH, "重北单A", "A单北重"),
        (SortField.NOTES, "A北单重", "重单北A"),
        (SortField.STATUS, "北A重单", "单重A北"),
    ],
)
def test_articles_are_sorted_in_either_direction(
    indexed: IndexedLibrary, assorted: dict[str, str], field: SortField, forwards: str, backwards: str
) -> None:
    library, index = indexed
    library.annotations.annotate_quote(assorted["A"], "冻土")
    library.articles.set_status(assorted["单"], Status.READ)
    library.articles.set_status(assorted["重"], Status.READING)
    letters = {article: letter for letter, article in assorted.items()}

    def listed(order: Order) -> str:
        return "".join(letters[each] for each in index.filtered(Query(), order=order))

    assert listed(Order(field)) == forwards
    assert listed(Order(field, is_reversed=True)) == backwards


def test_a_filtered_list_can_be_sorted(indexed: IndexedLibrary, assorted: dict[str, str]) -> None:
    library, index = indexed
    library.articles.set_status(assorted["北"], Status.READ)
    unread = Query((Term(Field.IS, (State.UNREAD,)),))
    by_title = index.filtered(unread, keep=assorted["北"], order=Order(SortField.TITLE))
    assert by_title == [assorted[each] for each in "A北重单"]


NAMES = {
    "早晨": "重",
    "zaochen": "重",
    "zc": "重",
    "zaoc": "重",
    "z晨": "重",
    "chongq": "重",
    "zhongq": "重",  # another reading
    "ZHŌNG qìng": "重",
    "渡口周報": "重北",
    "dkzb": "重北",
    "xiaoman": "重",
    "ai": "A",
    "aiyu": "A",
    "AI与l": "A",
    "与犁": "A",
    "danche": "单",
    "dc": "单",
    "*": "",
    "[": "",
    "chenz": "",
    "": "",
    "晨犁": "",
}
"""By what is typed, the articles of :func:`assorted` that it finds."""


def test_articles_are_found_by_what_is_typed_of_their_names(
    indexed: IndexedLibrary, assorted: dict[str, str]
) -> None:
    _, index = indexed
    letters = {article: letter for letter, article in assorted.items()}
    found = {typed: {letters[each] for each in index.named(typed)} for typed in NAMES}
    assert found == {typed: {*letters} for typed, letters in NAMES.items()}


def test_names_follow_corrections_and_removals(indexed: IndexedLibrary, assorted: dict[str, str]) -> None:
    library, index = indexed
    library.articles.correct(assorted["重"], {"title": "渡船的歌"})
    assert index.named("dcdg") == {assorted["重"]}
    assert index.named("早晨") == set()
    library.articles.remove([assorted["重"]])
    assert index.named("渡船") == set()


def test_tags_are_counted_on_articles_and_annotations(indexed: IndexedLibrary, three: list[str]) -> None:
    library, index = indexed
    library.articles.tag(three[0], ["水"])
    annotation = library.annotations.annotate_quote(three[0], "渡船", tags=["水", "船"])
    library.annotations.annotate_quote(three[2], "渡船", tags=["船"])
    assert index.uses() == {"水": 2, "船": 2}
    assert index.tagged("船") == {three[0], three[2]}
    assert index.tags_on(three[0]) == {"水", "船"}
    library.annotations.delete(three[0], annotation.id)
    assert index.uses() == {"水": 1, "船": 1}
    assert library.undo() is not None
    assert index.uses() == {"水": 2, "船": 2}


def test_articles_are_found_by_id_origin_title_and_text(indexed: IndexedLibrary, three: list[str]) -> None:
    library, index = indexed
    assert index.starting_with(three[0][:12], 5) == [three[0]]
    assert index.from_origin("/1.txt") == three[1]
    assert index.from_origin("/9.txt") is None
    assert index.with_digest(library.articles.get(three[2]).digest) == (three[2], "渡船")
    assert [row.id for row in index.titled("渡口")] == [three[0]]


def test_texts_are_known_by_their_digests(indexed: IndexedLibrary, three: list[str]) -> None:
    library, index = indexed
    assert index.digests([three[2], "0" * 16, three[0]]) == [
        library.articles.get(three[2]).digest,
        "",
        library.articles.get(three[0]).digest,
    ]


def test_links_in_notes_are_found_by_their_names(indexed: IndexedLibrary, three: list[str]) -> None:
    library, index = indexed
    library.articles.write_note(three[1], "见 [[渡口]]")
    assert index.linking_to(["渡口"]) == [three[1]]
    library.articles.write_note(three[1], "")
    assert index.linking_to(["渡口"]) == []


def test_a_phrase_is_found_in_every_text_that_contains_it(indexed: IndexedLibrary, three: list[str]) -> None:
    _, index = indexed
    found = {article for number in index.search("渡船") for article, _ in index.with_text(number)}
    assert found == {three[0], three[2]}
    assert set(index.texts_with("渡船")) == set(index.search("渡船"))
    assert index.count_with("渡船") == 2
    assert index.count_with("纸鸢") == 0


def test_the_most_relevant_texts_come_first(indexed: IndexedLibrary) -> None:
    library, index = indexed
    ids = [
        library.articles.add(draft("渡船。" + "岸" * number, title=f"第{number}篇"))[0]
        for number in range(18)
    ]
    often = library.articles.add(draft("渡船渡船渡船。", title="春耕"))[0]
    titled = library.articles.add(draft("渡船。" + "水" * 50, title="渡船"))[0]
    found = [article for number in index.search("渡船") for article, _ in index.with_text(number)]
    assert found[:3] == [titled, often, ids[0]]
    assert set(found) == {*ids, often, titled}


def test_runs_are_found_near_each_other(indexed: IndexedLibrary) -> None:
    library, index = indexed
    far = "水" * 200
    texts = ["渡口有船。", "船在渡口。", f"渡口{far}船", "渡，口有船"]
    articles = [
        library.articles.add(draft(text, title=f"第{place}篇"))[0] for place, text in enumerate(texts)
    ]

    def near(runs: list[str], reach: int, marks: str = "") -> list[int]:
        found = {
            article for number in index.near(runs, reach, marks) for article, _ in index.with_text(number)
        }
        return [place for place, article in enumerate(articles) if article in found]

    assert near(["渡口", "船"], 1) == [0, 1]
    assert near(["渡口", "船"], 0) == []
    assert near(["渡口", "船"], 199) == [0, 1]
    assert near(["渡口", "船"], 200) == [0, 1, 2]
    assert near(["渡", "口"], 1) == [0, 1, 2, 3]
    assert near(["渡", "口"], 1, ",") == [3]


def test_a_phrase_is_found_wherever_it_is_in_a_text(indexed: IndexedLibrary) -> None:
    library, index = indexed
    text = "".join(chr(0x4E00 + number) for number in range(2_600))
    article = library.articles.add(draft(text, "完"))[0]
    stored = fold(library.articles.get(article).text)
    for start in (0, 1, 790, 799, 800, 801, 1_500, 2_390):
        for length in (1, 2, 3, 96, 97, 98, 150):
            phrase = stored[start : start + length]
            assert index.count_with(phrase) == 1, (start, length)
            assert index.count_with(phrase + "無") == 0, (start, length)
    assert index.count_with(stored[-4:]) == 1


def test_a_removed_article_is_in_no_result(indexed: IndexedLibrary, three: list[str]) -> None:
    library, index = indexed
    library.articles.tag(three[0], ["水"])
    library.articles.remove([three[0]])
    assert index.count() == 2
    assert index.uses() == {}
    assert index.count_with("渡船") == 1
    assert index.from_origin("/0.txt") is None


def test_resync_finds_changes_written_without_the_index(indexed: IndexedLibrary, three: list[str]) -> None:
    library, index = indexed
    other_index = SqliteIndex(library._store, None)  # noqa: SLF001 - the same store with another index
    other = Library(library._store, other_index)  # noqa: SLF001
    assert other_index.resync() == set(three)
    other.articles.tag(three[0], ["外"])
    other.articles.remove([three[1]])
    other_index.close()
    assert index.resync() == {three[0], three[1]}
    assert index.uses() == {"外": 1}
    assert [row.id for row in index.rows()] == [three[2], three[0]]
    assert index.resync() == frozenset()


def test_an_article_leaves_the_list_when_its_folder_is_gone(library: Library, station: str) -> None:
    shutil.rmtree(root_of(library) / "articles" / station[:2])
    assert library.resync() == {station}
    assert library.articles.rows() == []
