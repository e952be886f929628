"""Attributes of a library: their definitions, their values, and what undo and repair do with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.errors import UsageError
from store.library import Library, open_library
from store.library.attributes.values import canonical_value
from store.model.bundle import Bundle, IncomingArticle
from store.model.tables.attribute import ArticleAttribute, AttributeKind
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from tests.conftest import draft, root_of

REGION = ArticleAttribute(name="地区", kind=AttributeKind.CHOICE, choices=("华东", "華南"))


@pytest.fixture
def article(library: Library) -> str:
    library.attributes.add("地区", AttributeKind.CHOICE, ["华东,华南"])
    library.attributes.add("发行量", AttributeKind.NUMBER)
    article = library.articles.add(draft("渡船停了。", title="渡口"))[0]
    library.articles.correct(article, {"地區": "华东", "发行量": "1,200"})
    return article


def values(library: Library, article: str) -> dict[str, str]:
    return library.articles.get(article).attributes


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (AttributeKind.TEXT, " 长  通讯\n", "长 通讯"),
        (AttributeKind.NUMBER, "１２,０００", "12000"),
        (AttributeKind.NUMBER, "-3.50", "-3.5"),
        (AttributeKind.NUMBER, ".5", "0.5"),
        (AttributeKind.NUMBER, "-0", "0"),
        (AttributeKind.DATE, "2020年3月", "2020-03"),
        (AttributeKind.DATE, "2020-03-24", "2020-03-24"),
        (AttributeKind.CHOICE, "华南", "華南"),
        (AttributeKind.CHOICE, "", ""),
    ],
)
def test_a_value_is_stored_in_one_form(kind: AttributeKind, typed: str, stored: str) -> None:
    assert canonical_value(replace(REGION, kind=kind), typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        (AttributeKind.NUMBER, "abc", "is not a number"),
        (AttributeKind.NUMBER, "1e9", "is not a number"),
        (AttributeKind.NUMBER, "1234567890123456", "at most 15 digits"),
        (AttributeKind.DATE, "昨天", "is not a date"),
        (AttributeKind.CHOICE, "华北", "use one of 华东, 華南"),
        (AttributeKind.TEXT, "长" * 1001, "at most 1,000 fit"),
    ],
)
def test_a_value_that_the_kind_does_not_allow_is_refused(kind: AttributeKind, typed: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        canonical_value(replace(REGION, kind=kind), typed)


@pytest.mark.parametrize(
    "name", ["", "a b", "地区:", "1区", "title", "标题", "作者", "tag", "状态", "字数", "note", "备" * 41]
)
def test_names_that_queries_and_fields_use_are_refused(library: Library, name: str) -> None:
    with pytest.raises(UsageError):
        library.attributes.add(name)


def test_a_name_is_the_same_in_either_script(library: Library) -> None:
    library.attributes.add("地区")
    with pytest.raises(UsageError, match="already"):
        library.attributes.add("地區")


def test_a_choice_needs_choices_and_others_take_none(library: Library) -> None:
    with pytest.raises(UsageError, match="choose from"):
        library.attributes.add("地区", AttributeKind.CHOICE)
    with pytest.raises(UsageError, match="Only a choice"):
        library.attributes.add("地区", AttributeKind.TEXT, ["华东"])


def test_definitions_and_values_are_still_there_after_reopening(library: Library, article: str) -> None:
    with open_library(root_of(library)) as reopened:
        assert [each.name for each in reopened.attributes.all()] == ["发行量", "地区"]
        assert reopened.attributes.uses() == {"发行量": 1, "地区": 1}
        assert values(reopened, article) == {"发行量": "1200", "地区": "华东"}


def test_each_change_can_be_undone(library: Library, article: str) -> None:
    library.attributes.describe("地区", "报社所在地")
    library.articles.correct(article, {"地区": ""})
    assert values(library, article) == {"发行量": "1200"}
    library.undo()
    assert values(library, article) == {"发行量": "1200", "地区": "华东"}
    assert library.undo() == "change the attribute 地区"
    assert library.attributes.get("地区").description == ""


def test_a_definition_with_values_outlives_the_undo_of_its_making(library: Library) -> None:
    article = library.articles.add(draft("渡船停了。"))[0]
    library.attributes.add("体裁")
    with open_library(root_of(library)) as another:
        another.articles.correct(article, {"体裁": "通讯"})
    library.poll()
    library.undo()
    assert library.attributes.names() == ("体裁",)


def test_renaming_renames_the_values(library: Library, article: str) -> None:
    assert library.attributes.rename("地区", "区域") == 1
    assert values(library, article) == {"发行量": "1200", "区域": "华东"}
    assert library.articles.get(article).corrected == ("区域", "发行量")
    library.undo()
    assert values(library, article) == {"发行量": "1200", "地区": "华东"}
    with pytest.raises(UsageError, match="already"):
        library.attributes.rename("地区", "发行量")


def test_removing_asks_for_force_where_there_are_values(library: Library, article: str) -> None:
    with pytest.raises(UsageError, match="1 article with a value of 地区: use --force"):
        library.attributes.remove("地区")
    assert library.attributes.remove("地区", force=True) == 1
    assert values(library, article) == {"发行量": "1200"}
    library.undo()
    assert values(library, article) == {"发行量": "1200", "地区": "华东"}
    assert library.attributes.remove("发行量", force=True) == 1


def test_a_choice_that_articles_have_stays(library: Library, article: str) -> None:
    with pytest.raises(UsageError, match="1 article"):
        library.attributes.set_choices("地区", ["华南"])
    assert library.attributes.set_choices("地区", ["华东", "西北"]).choices == ("华东", "西北")


def test_importing_again_leaves_what_a_person_has_set(library: Library, article: str) -> None:
    again = replace(draft("渡船停了。", title="渡口"), attributes={"地区": "华南", "未知": "x"})
    library.articles.add(again)
    assert values(library, article) == {"发行量": "1200", "地区": "华东"}


def test_an_import_fills_in_what_is_lacking_and_tells_what_is_refused(library: Library) -> None:
    library.attributes.add("地区", AttributeKind.CHOICE, ["华东"])
    library.attributes.add("发行量", AttributeKind.NUMBER)
    article = library.articles.add(draft("渡船停了，又开了，人都走了。"))[0]
    again = replace(draft("渡船停了，又开了，人都走了。"), attributes={"地區": "华东", "发行量": "多"})
    ingested = library.articles.add_all([again])[0]
    assert values(library, article) == {"地区": "华东"}
    assert "is not a number" in str(ingested)


def test_merging_joins_the_same_attribute_and_tells_another_kind(library: Library, article: str) -> None:
    theirs = (
        ArticleAttribute(name="地区", kind=AttributeKind.CHOICE, choices=("西北",), description="所在"),
        ArticleAttribute(name="发行量"),
        ArticleAttribute(name="体裁"),
        ArticleAttribute(name="标题"),
    )
    new = replace(draft("车站关了。"), attributes={"地区": "西北", "发行量": "很多", "体裁": "评论"})
    merged = library.merger.merge(
        Bundle(pieces=[IncomingArticle(draft=new, id="0" * 15 + "1")], attributes=theirs), "import notes"
    )
    assert library.attributes.get("地区").choices == ("华东", "华南", "西北")
    assert library.attributes.get("地区").description == "所在"
    assert library.attributes.get("发行量").kind is AttributeKind.NUMBER
    assert values(library, "0" * 15 + "1") == {"体裁": "评论", "地区": "西北"}
    assert any("发行量" in each for each in merged.conflicts)
    assert any("标题" in each for each in merged.left_out)
    assert any("is not a number" in each for each in merged.remarks)


def test_repair_keeps_the_definitions(root: Path) -> None:
    with open_library(root) as library:
        library.attributes.add("地区", AttributeKind.CHOICE, ["华东"])
        library.codebook.write([])
        library.articles.add(draft("渡船停了。"))
    file = root / "library.json"
    assert not list(check(FolderStore(root)))
    file.write_text(file.read_text("utf-8").rstrip().removesuffix("}"), "utf-8")
    repair(FolderStore(root))
    with open_library(root) as library:
        assert [each.choices for each in library.attributes.all()] == [("华东",)]
        assert library.codebook.tags() == ()
