from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import UsageError
from store.formats.codebook.files import parse, render
from store.library import Library
from store.model.tag import Tag
from tests.conftest import draft, root_of
from tui.cli import run


@pytest.fixture
def coded(library: Library) -> str:
    """An article with tags on it and on two annotations."""
    article, _ = library.articles.add(draft("她每天走二十里山路。把信送到最后一户人家。"))
    library.articles.tag(article, ["主题/乡村", "主题/老人"])
    library.annotations.annotate_quote(article, "山路", tags=["主题/乡村", "地方"])
    library.annotations.annotate_quote(article, "信", tags=["地方"])
    return article


def all_tags(library: Library, article: str) -> list[tuple[str, ...]]:
    return [
        library.articles.get(article).tags,
        *(annotation.tags for annotation in library.annotations.of(article)),
    ]


def tag_named(library: Library, name: str) -> Tag:
    return next(tag for tag in library.codebook.tags() if tag.name == name)


def test_deleting_a_tag_removes_it_everywhere_and_is_undone_in_one_step(library: Library, coded: str) -> None:
    before = all_tags(library, coded)
    uses = library.codebook.uses_of("主题")
    assert (uses.tags, uses.articles) == (("主题/乡村", "主题/老人"), 1)
    assert library.codebook.delete("主题") == 1
    assert all_tags(library, coded) == [(), ("地方",), ("地方",)]
    assert [tag.name for tag in library.codebook.tags()] == ["地方"]
    assert library.undo() == "delete the tag “主题”"
    assert all_tags(library, coded) == before
    assert "主题/老人" in [tag.name for tag in library.codebook.tags()]


def test_deleting_the_only_tag_of_an_annotation_keeps_the_annotation(library: Library, coded: str) -> None:
    library.codebook.delete("地方")
    assert len(library.annotations.of(coded)) == 2


def test_a_tag_can_be_moved_below_another_and_to_the_top_level(library: Library, coded: str) -> None:
    assert library.codebook.move(["地方"], "主题") == 1
    assert all_tags(library, coded)[2] == ("主题/地方",)
    library.codebook.move(["主题/地方"], "")
    assert all_tags(library, coded)[2] == ("地方",)
    with pytest.raises(UsageError, match="cannot become"):
        library.codebook.move(["主题"], "主题/乡村")


def test_a_digit_is_pinned_to_only_one_tag(library: Library, coded: str) -> None:
    library.codebook.pin("地方", "3")
    library.codebook.pin("主题/乡村", "3")
    assert (tag_named(library, "地方").key, tag_named(library, "主题/乡村").key) == ("", "3")
    assert library.undo() == "pin the tag “主题/乡村”"
    assert tag_named(library, "地方").key == "3"
    with pytest.raises(UsageError, match="digit"):
        library.codebook.pin("地方", "x")


def test_a_tag_has_a_description_a_colour_and_aliases(library: Library, coded: str) -> None:
    library.codebook.describe("地方", " 村、乡、路 ")
    library.codebook.colour(["地方"], "#AB12EF")
    library.codebook.alias("地方", ["place", "place", "处所"])
    tag = tag_named(library, "地方")
    assert (tag.description, tag.colour, tag.aliases) == ("村、乡、路", "#ab12ef", ("place", "处所"))


@pytest.mark.parametrize("colour", ["red", "#12", "#gggggg", ""])
def test_an_invalid_colour_is_rejected(library: Library, coded: str, colour: str) -> None:
    with pytest.raises(UsageError, match="not a colour"):
        library.codebook.colour(["地方"], colour)


def test_an_unknown_tag_is_reported(library: Library, coded: str) -> None:
    for operation in (library.codebook.delete, library.codebook.uses_of):
        with pytest.raises(UsageError, match="no tag “没有”"):
            operation("没有")
    with pytest.raises(UsageError, match="no tag “没有”"):
        library.codebook.describe("没有", "x")


TAGS = [
    Tag(
        name="主题/乡村",
        description="=SUM(1)\n“引”,<b>&",
        colour="jade",
        key="2",
        aliases=("village", "村"),
    ),
    Tag(name="地方", colour="#ab12ef"),
    Tag(name="-减", description="@at"),
]


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_a_codebook_survives_a_round_trip_through_csv_and_json(suffix: str) -> None:
    read = parse(render(TAGS, suffix).encode(), f"book{suffix}")
    assert sorted(read, key=lambda tag: tag.name) == sorted(TAGS, key=lambda tag: tag.name)


def test_a_qdc_codebook_nests_codes_has_stable_guids_and_can_be_read_back() -> None:
    rendered = render(TAGS, ".qdc")
    assert rendered == render(reversed(TAGS), ".qdc")
    assert 'xmlns="urn:QDA-XML:codebook:1.0"' in rendered
    assert 'name="主题" isCodable="false"' in rendered
    assert 'color="#3C9D6B"' in rendered
    read = {tag.name: tag for tag in parse(rendered.encode(), "book.qdc")}
    assert set(read) == {tag.name for tag in TAGS}
    assert read["主题/乡村"].description == TAGS[0].description


def test_csv_cells_cannot_be_formulas() -> None:
    assert "\"'=SUM(1)" in render(TAGS, ".csv")
    assert "\r\n'-减,'@at" in render(TAGS, ".csv")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.qdc", b"not xml"),
        ("a.qdc", b"<html/>"),
        ("a.qdc", b'<!DOCTYPE x [<!ENTITY a "b">]><CodeBook/>'),
        ("a.csv", b"title\nx\n"),
        ("a.csv", b"\xff\xfe"),
        ("a.json", b"{"),
        ("a.json", b'[{"nom": 1}]'),
        ("a.txt", b"x"),
    ],
)
def test_a_file_that_is_not_a_codebook_is_rejected_with_a_message(name: str, data: bytes) -> None:
    with pytest.raises(UsageError, match="codebook"):
        parse(data, name)


@pytest.mark.long
def test_the_tags_commands_edit_the_codebook(
    library: Library, coded: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--library", str(root_of(library))]
    for words in (
        ["pin", "地方", "4"],
        ["describe", "地方", "处所"],
        ["move", "地方", "主题"],
        ["alias", "主题/地方", "x"],
    ):
        assert run(["tags", *words, *where]) == 0
    file = tmp_path / "book.qdc"
    assert run(["tags", "export", str(file), *where]) == 0
    assert run(["tags", "delete", "主题/老人", "主题/地方", *where]) == 0
    assert [tag.name for tag in library.codebook.tags()] == ["主题/乡村"]
    assert run(["undo", *where]) == 0
    assert tag_named(library, "主题/地方").key == "4"
    assert run(["tags", "import", str(file), *where]) == 0
    capsys.readouterr()
    for wrong in (["pin"], ["move", "主题"], ["rename", "主题", "主题"], ["colour", "主题/地方", "red"]):
        assert run(["tags", *wrong, *where]) == 2
        assert capsys.readouterr().err.startswith("pizhu: ")


def test_a_tag_cannot_be_renamed_to_an_existing_name(library: Library, station: str) -> None:
    library.articles.tag(station, ["甲", "乙"])
    with pytest.raises(UsageError, match="There is a tag “乙” already"):
        library.codebook.rename("甲", "乙")
    assert library.articles.get(station).tags == ("甲", "乙")


def test_merging_tags_combines_their_descriptions_aliases_and_digits(library: Library, station: str) -> None:
    library.articles.tag(station, ["甲", "乙", "丙"])
    library.codebook.describe("甲", "一")
    library.codebook.describe("乙", "二")
    library.codebook.alias("甲", ["one"])
    library.codebook.pin("甲", "7")
    library.codebook.merge(["甲", "丙"], "乙")
    (tag,) = library.codebook.tags()
    assert (tag.name, tag.description, tag.aliases, tag.key) == ("乙", "二\n一", ("one",), "7")
    library.undo()
    assert [each.description for each in library.codebook.tags()] == ["", "二", "一"]


def test_an_alias_stands_for_its_tag(library: Library, station: str) -> None:
    library.articles.tag(station, ["老人", "孩子"])
    library.codebook.alias("老人", ["elderly"])
    assert library.articles.tag(station, ["Elderly"]) == ("老人", "孩子")
    assert library.articles.filtered(library.codebook.query("tag:elderly")).count() == 1
    for alias in ("elderly", "老人", "ＥＬＤＥＲＬＹ"):
        with pytest.raises(UsageError, match="is a name of the tag “老人” already"):
            library.codebook.alias("孩子", [alias])


def test_editing_a_parent_that_is_only_a_prefix_creates_its_tag(library: Library, station: str) -> None:
    library.articles.tag(station, ["主题/老人"])
    library.codebook.describe("主题", "写什么")
    library.codebook.pin("主题", "1")
    library.codebook.colour(["主题"], "jade")
    tag = next(tag for tag in library.codebook.tags() if tag.name == "主题")
    assert (tag.description, tag.key, tag.colour) == ("写什么", "1", "jade")


def test_a_query_for_an_unknown_tag_is_rejected(library: Library, station: str) -> None:
    library.articles.tag(station, ["主题/老人"])
    assert library.articles.filtered(library.codebook.query("tag:主题")).count() == 1
    with pytest.raises(UsageError, match="There is no tag “老”"):
        library.codebook.query("!tag:老")


def test_the_order_made_by_hand_is_kept_through_renames_moves_and_undo(
    library: Library, station: str
) -> None:
    library.articles.tag(station, ["服务/线上", "服务/线下", "主题", "甲"])
    library.codebook.arrange("服务", ["线下", "线上"])
    library.codebook.arrange("", ["甲", "服务", "主题"])
    library.codebook.rename("服务", "业务")
    assert library.codebook.hand_order() == {"业务": ["线下", "线上"], "": ["甲", "业务", "主题"]}
    library.codebook.move(["业务"], "主题")
    assert library.codebook.hand_order() == {
        "主题/业务": ["线下", "线上"], "": ["甲", "主题"], "主题": ["业务"]
    }  # fmt: skip
    library.codebook.delete("主题/业务/线下")
    assert library.codebook.hand_order()["主题/业务"] == ["线上"]
    for _ in range(3):
        library.undo()
    assert library.codebook.hand_order() == {"服务": ["线下", "线上"], "": ["甲", "服务", "主题"]}
    library.undo()
    library.undo()
    assert library.codebook.hand_order() == {}
