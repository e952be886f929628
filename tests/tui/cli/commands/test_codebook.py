"""The command `tags`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.conftest import Pizhu


@pytest.mark.long
def test_tags_are_listed_renamed_and_merged(pizhu: Pizhu, letter: Path) -> None:
    _, [imported, _], _ = pizhu("import", str(letter))
    pizhu("tag", str(imported["id"]), "旧", "花")
    assert pizhu("tags", "rename", "旧", "新") == (0, [{"tags": ["旧"], "into": "新", "articles": 1}], "")
    assert pizhu("tags", "merge", "花", "新")[0] == 0
    assert [(tag["name"], tag["uses"]) for tag in pizhu("tags")[1]] == [("新", 1)]
    assert pizhu("tags", "rename", "旧", "别")[0] == 2
    assert pizhu("tags", "rename", "新")[0] == 2


@pytest.mark.long
def test_tags_are_split_shown_moved_and_coloured(pizhu: Pizhu, article: str) -> None:
    for occurrence, note in (("1", "春"), ("2", "秋")):
        pizhu("annotate", article, "--quote", "花", "--occurrence", occurrence, "--tag", "花", "--note", note)
    assert pizhu("tags", "split", "花", "落花", "秋")[1] == [{"tag": "花", "into": "落花", "uses": 1}]
    (card,) = pizhu("tags", "show", "落花")[1]
    assert (card["uses"], card["articles"]) == (1, 1)
    pizhu("tags", "move", "花", "落花", "植物")
    listed = pizhu("tags", "colour", "植物/花", "植物/落花", "teal")[1]
    assert [(tag["name"], tag["colour"]) for tag in listed] == [("植物/花", "teal"), ("植物/落花", "teal")]
    assert pizhu("tags", "split", "无", "有")[0] == 2


def test_codebook_export_overwrites_a_file_only_with_force(
    pizhu: Pizhu, letter: Path, tmp_path: Path
) -> None:
    pizhu("import", str(letter))
    pizhu("tag", pizhu("list")[1][0]["id"], "花")
    path = tmp_path / "mine.csv"
    path.write_text("PRECIOUS", "utf-8")
    code, _, error = pizhu("tags", "export", str(path))
    assert (code, path.read_text("utf-8")) == (2, "PRECIOUS")
    assert "--force" in error
    assert pizhu("tags", "export", str(path), "--force")[1] == [{"path": str(path), "tags": 1}]
    assert "花" in path.read_text("utf-8-sig")


@pytest.mark.parametrize(
    "words", [("split", "花", "花"), ("move", "花", ""), ("rename", "花", "叶"), ("show", "无")]
)
def test_invalid_tag_changes_are_usage_errors(pizhu: Pizhu, letter: Path, words: tuple[str, ...]) -> None:
    pizhu("import", str(letter))
    pizhu("tag", pizhu("list")[1][0]["id"], "花", "叶")
    code, _, error = pizhu("tags", *words)
    assert (code, error.count("\n")) == (2, 1)
    assert error.startswith("pizhu: ")


@pytest.mark.long
def test_tags_are_described_given_aliases_pinned_and_deleted(pizhu: Pizhu, article: str) -> None:
    pizhu("tag", article, "花")
    (described,) = pizhu("tags", "describe", "花", "开了又落")[1]
    assert described["description"] == "开了又落"
    (pinned,) = pizhu("tags", "pin", "花", "3")[1]
    (unpinned,) = pizhu("tags", "pin", "花")[1]
    assert pinned != unpinned
    assert pizhu("tags", "alias", "花", "华")[0] == 0
    assert pizhu("tags", "delete", "花")[1] == [{"tags": ["花"], "into": "", "articles": 1}]


def test_wrong_number_of_tags_prints_the_usage_of_the_action(pizhu: Pizhu, article: str) -> None:
    code, _, errors = pizhu("tags", "rename", "花")
    assert (code, errors) == (2, "pizhu: Write `pizhu tags rename OLD NEW`.\n")


def test_codebook_is_exported_and_imported(pizhu: Pizhu, article: str, tmp_path: Path) -> None:
    pizhu("tag", article, "花")
    path = tmp_path / "codes.csv"
    assert pizhu("tags", "export", str(path))[1] == [{"path": str(path), "tags": 1}]
    pizhu("tags", "delete", "花")
    assert [tag["name"] for tag in pizhu("tags", "import", str(path))[1]] == ["花"]
