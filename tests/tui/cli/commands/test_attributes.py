"""The command `attributes`, and attributes in `set`, `import`, `list` and `show`."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.cli.conftest import Pizhu
from tui.cli import run


@pytest.fixture
def article(library: Library) -> str:
    return library.articles.add(draft("渡船停了。", title="渡口"))[0]


@pytest.mark.long
def test_an_attribute_is_defined_set_found_renamed_and_removed(pizhu: Pizhu, article: str) -> None:
    code, added, _errors = pizhu("attributes", "add", "地区", "--choices", "华东,华南")
    assert (code, added) == (
        0,
        [{"name": "地区", "kind": "choice", "choices": ["华东", "华南"], "description": "", "articles": 0}],
    )
    assert pizhu("set", article, "地區=华东")[1] == [{"id": article, "地区": "华东"}]
    assert [each["attributes"] for each in pizhu("list", "地区:华东|华南")[1]] == [{"地区": "华东"}]
    assert pizhu("show", article)[1][0]["attributes"] == {"地区": "华东"}
    assert pizhu("attributes", "describe", "地区", "所在")[1][0]["articles"] == 1
    assert pizhu("attributes", "rename", "地区", "区域")[1] == [
        {"attribute": "地区", "into": "区域", "articles": 1}
    ]
    code, _lines, errors = pizhu("attributes", "remove", "区域")
    assert (code, "--force" in errors) == (2, True)
    assert pizhu("attributes", "remove", "区域", "--force")[1][0]["articles"] == 1
    assert pizhu("attributes")[1] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("attributes", "add", "标题"), "means something else"),
        (("attributes", "add", "a b"), "cannot be the name"),
        (("attributes", "add", "甲", "--kind", "x"), "text, number, date or choice"),
        (("attributes", "rename", "甲", "乙"), "no attribute '甲'"),
        (("attributes", "rename", "甲"), "attributes rename OLD NEW"),
        (("list", "发行量:多"), "is not a number"),
        (("import", "--set", "发行量=多", "x.txt"), "is not a number"),
        (("set", "ID", "发行量=多"), "is not a number"),
        (("set", "ID", "籍贯=多"), "发行量"),
    ],
)
def test_what_is_not_possible_is_told(
    pizhu: Pizhu, article: str, arguments: tuple[str, ...], told: str
) -> None:
    pizhu("attributes", "add", "发行量", "--kind", "number")
    code, _lines, errors = pizhu(*(article if each == "ID" else each for each in arguments))
    assert code == 2
    assert told in errors


@pytest.mark.long
def test_a_table_and_an_import_set_values(
    pizhu: Pizhu, library: Library, article: str, tmp_path: Path
) -> None:
    pizhu("attributes", "add", "发行量", "--kind", "number")
    table = tmp_path / "t.csv"
    table.write_text(f'id,发行量\n{article},"1,200"\n', "utf-8")
    assert pizhu("set", "--from", str(table))[1] == [{"id": article, "发行量": "1200"}]
    text = tmp_path / "车站.txt"
    text.write_text("车站\n\n车站关了，又开了。\n", "utf-8")
    assert pizhu("import", str(text), "--set", "发行量=5")[0] == 0
    assert sorted(each["attributes"]["发行量"] for each in pizhu("list", "发行量:*")[1]) == ["1200", "5"]
    pizhu("undo")
    pizhu("undo")
    assert pizhu("list", "发行量:*")[1] == []


@pytest.mark.long
def test_a_dry_run_shows_the_values_of_attributes_and_why_others_are_left_out(
    pizhu: Pizhu, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pizhu("attributes", "add", "地区", "--choices", "华东,华南")
    table = tmp_path / "稿.csv"
    table.write_text("title,text,地区\n甲,渡船停了。,华东\n乙,渡船开了。,华西\n", "utf-8")
    _, (first, second, _total), _ = pizhu("import", "--dry-run", str(table))
    assert (first["attributes"], second["attributes"]) == ({"地区": "华东"}, {})
    assert any("华西" in remark for remark in second["remarks"])
    run(["import", "--dry-run", str(table), "--library", str(root)])
    assert "  地区      华东\n" in capsys.readouterr().out


@pytest.mark.parametrize("columns", ["地区,来源", "地區、source，title"])
def test_attributes_and_sources_are_columns_of_the_list(
    pizhu: Pizhu, root: Path, article: str, capsys: pytest.CaptureFixture[str], columns: str
) -> None:
    pizhu("attributes", "add", "地区")
    pizhu("set", article, "地区=华东", "source=河湾报")
    run(["list", "--columns", columns, "--library", str(root)])
    header, row = capsys.readouterr().out.splitlines()
    assert header.split()[3:6] == ["Date", "地区", "Source"]
    assert row.split()[2:4] == ["华东", "河湾报"]


def test_a_column_that_there_is_not_is_an_error_that_names_the_others(pizhu: Pizhu, article: str) -> None:
    pizhu("attributes", "add", "地区")
    code, _, errors = pizhu("list", "--columns", "籍贯")
    assert (code, "地区" in errors, "source" in errors) == (2, True, True)
