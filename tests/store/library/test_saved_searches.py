"""Saved searches: kept, used in queries, renamed with the tags in them, undone, merged, checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import UsageError
from store.exporting import FORMATS, export
from store.exporting.selection import Selection
from store.importing.registry import read_bundle
from store.library import Library, open_library
from store.library.searches.typed_queries import MAX_WITHIN
from store.model.bundle import Bundle
from store.model.tables.saved_search import SavedSearch
from store.query.errors import QuerySyntaxError
from store.query.parser import MAX_TERMS
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from tests.conftest import draft, root_of


def queries(library: Library) -> dict[str, str]:
    return {each.search: each.query for each in library.searches.all()}


def test_a_saved_search_is_still_there_after_reopening_the_library(root: Path) -> None:
    with open_library(root) as library:
        library.searches.save("待读 服务", "服务 -is:read")
    with open_library(root) as library:
        assert queries(library) == {"待读 服务": "服务 -is:read"}
        assert not list(check(FolderStore(root)))


def test_a_name_stands_for_its_query_also_in_brackets_and_negated(library: Library) -> None:
    library.searches.save("甲", "客户 OR 服务")
    library.searches.save("乙 丙", "@甲 is:unread")
    assert library.codebook.query("@甲 网点") == library.codebook.query("(客户 OR 服务) 网点")
    assert library.codebook.query('-@"乙 丙"') == library.codebook.query("-((客户 OR 服务) is:unread)")
    assert library.codebook.query("@甲|信") == library.codebook.query("客户 OR 服务 OR 信")
    assert library.codebook.query("＠甲 NEAR/5 信") == library.codebook.query("(客户 OR 服务) NEAR/5 信")


def test_script_width_and_case_of_a_name_do_not_matter(library: Library) -> None:
    library.searches.save("Ｔ电车", "is:read")
    assert library.codebook.query("@t電車") == library.codebook.query("is:read")
    library.searches.save("T電車", "is:unread")
    assert queries(library) == {"Ｔ电车": "is:unread"}


@pytest.mark.parametrize(
    ("typed", "position", "words"),
    [
        ("信 @服", 3, "did you mean “服务”"),
        ("(@尔雅)", 2, "no saved search “尔雅”"),
        ("信 @坏", 3, "no tag “没有”"),
    ],
)
def test_an_error_in_a_saved_search_points_at_its_name(
    library: Library, typed: str, position: int, words: str
) -> None:
    library.articles.add(draft("信"))
    library.codebook.write([])
    library.searches.save("服务", "服务")
    merged(library, SavedSearch("坏", "tag:没有"))
    with pytest.raises(QuerySyntaxError, match=words) as error:
        library.codebook.query(typed)
    assert error.value.position == position


def test_a_search_cannot_use_itself_directly_or_through_another(library: Library) -> None:
    library.searches.save("甲", "信")
    library.searches.save("乙", "@甲")
    for query in ("@甲 信", "-@乙"):
        with pytest.raises(QuerySyntaxError, match="would use itself"):
            library.searches.save("甲", query)
    assert queries(library)["甲"] == "信"


def test_a_circle_that_comes_from_elsewhere_is_an_error_and_does_not_hang(library: Library) -> None:
    merged(library, SavedSearch("甲", "@乙"), SavedSearch("乙", "@甲"))
    with pytest.raises(QuerySyntaxError, match="would use itself"):
        library.codebook.query("@甲")


def test_searches_in_each_other_may_neither_grow_nor_nest_without_end(library: Library) -> None:
    terms = " OR ".join(f"信{number}" for number in range(MAX_TERMS // 2))
    library.searches.save("甲", f"-({terms})")
    library.searches.save("乙", f"-({terms.replace('信', '电')})")
    library.codebook.query("@甲 @乙")
    with pytest.raises(QuerySyntaxError, match="too many conditions"):
        library.codebook.query("@甲 @乙 信")
    chain = [SavedSearch(f"链{number}", f"@链{number + 1} x{number}") for number in range(MAX_WITHIN + 2)]
    merged(library, *chain, SavedSearch(f"链{MAX_WITHIN + 2}", "信"))
    with pytest.raises(QuerySyntaxError, match="too deeply"):
        library.codebook.query("@链0")
    library.codebook.query("@链4")


@pytest.mark.parametrize("name", ["", "  ", "@", "“”", "甲\x07", "长" * 61])
def test_a_name_that_is_not_valid_is_refused(library: Library, name: str) -> None:
    with pytest.raises(UsageError):
        library.searches.save(name, "信")


def test_an_empty_query_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="no query to save"):
        library.searches.save("甲", "  ")


def test_renaming_a_search_renames_it_where_others_use_it_in_one_step(library: Library) -> None:
    library.searches.save("甲", "信")
    library.searches.save("乙", "@甲 OR 电")
    library.searches.rename("甲", "书 信")
    assert queries(library) == {"书 信": "信", "乙": '@"书 信" OR 电'}
    with pytest.raises(UsageError, match="already"):
        library.searches.rename("乙", "书 信")
    assert library.undo() == "rename the search “甲” to “书 信”"
    assert queries(library) == {"甲": "信", "乙": "@甲 OR 电"}


def test_several_searches_are_removed_in_one_step(library: Library) -> None:
    for name in "甲乙丙":
        library.searches.save(name, "信")
    with pytest.raises(UsageError):
        library.searches.remove(["甲", "没有"])
    library.searches.remove(["甲", "乙"])
    assert queries(library) == {"丙": "信"}
    library.undo()
    assert set(queries(library)) == set("甲乙丙")


def test_a_search_follows_its_tag_and_keeps_one_that_is_deleted(library: Library) -> None:
    article, _ = library.articles.add(draft("信"))
    library.articles.tag(article, ["地方/山"])
    library.searches.save("甲", "tag:地方/山|地方 信")
    library.codebook.rename("地方", "处所")
    assert queries(library) == {"甲": "tag:处所/山|处所 信"}
    library.codebook.delete("处所")
    assert queries(library) == {"甲": "tag:处所/山|处所 信"}
    with pytest.raises(QuerySyntaxError, match="no tag"):
        library.searches.query(library.searches.named("甲"))
    library.undo()
    library.undo()
    assert queries(library) == {"甲": "tag:地方/山|地方 信"}


@pytest.mark.parametrize("kind", ["json", "jsonl", "pizhu", "qdpx"])
def test_searches_come_with_an_export_of_the_whole_library_and_back(
    library: Library, tmp_path: Path, kind: str
) -> None:
    article, _ = library.articles.add(draft("信送到了。"))
    library.articles.add(draft("电话来了。"))
    library.searches.save("甲 <乙>", '信 "a<b>&c"')
    library.searches.save("丙", '@"甲 <乙>" OR 电话')
    path = tmp_path / f"all{FORMATS[kind].suffixes[0]}"
    export(Selection(library), FORMATS[kind], path)
    with open_library(tmp_path / "other") as other:
        first = other.merger.merge(read_bundle(path), "merge")
        again = other.merger.merge(read_bundle(path), "merge")
        assert queries(other) == queries(library)
        assert (first.searches_added, again.searches_added, again.conflicts) == (2, 0, [])
    if kind == "qdpx":
        library.searches.save("甲 <乙>", "无")  # it has no member in a part of the library
    export(Selection(library, articles=[article]), FORMATS[kind], path, force=True)
    with open_library(tmp_path / "third") as third:
        third.merger.merge(read_bundle(path), "merge")
        assert queries(third) == {}


def test_a_search_with_another_query_elsewhere_is_told_and_the_one_here_kept(library: Library) -> None:
    library.searches.save("甲", "信")
    result = library.merger.merge(Bundle(searches=(SavedSearch("甲", "电"), SavedSearch("", "x"))), "merge")
    assert queries(library) == {"甲": "信"}
    assert "another query" in result.conflicts[0]
    assert "left out" in result.left_out[0]


def test_a_repair_keeps_the_searches(library: Library) -> None:
    library.articles.add(draft("信"))
    library.searches.save("甲", "信")
    root = root_of(library)
    file = root / "library.json"
    file.write_bytes(file.read_bytes().replace('"search":"甲"'.encode(), b'"search":7'))
    assert list(check(FolderStore(root)))
    repair(FolderStore(root))
    assert not list(check(FolderStore(root)))
    assert queries(library) == {"甲": "信"}


def merged(library: Library, *searches: SavedSearch) -> None:
    """Add searches as they come from another library, which does not check their queries."""
    library.merger.merge(Bundle(searches=searches), "merge")
