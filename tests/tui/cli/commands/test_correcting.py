"""The command `set`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.conftest import Pizhu
from tui.cli import run


def test_set_corrects_an_article_and_undo_takes_it_back(pizhu: Pizhu, article: str) -> None:
    code, (now,), _ = pizhu("set", article[:8], "标题=又一封信", "authors=李明 王芳", "date=2021年5月")
    assert code == 0
    assert now == {"id": article, "title": "又一封信", "authors": ["李明", "王芳"], "date": "2021-05"}
    pizhu("undo")
    assert pizhu("list")[1][0]["title"] == "一封来信"


@pytest.mark.parametrize("arguments", [("date=x",), ("colour=red",), ("title=",), ("title",), ()])
def test_wrong_fields_are_told(pizhu: Pizhu, article: str, arguments: tuple[str, ...]) -> None:
    code, lines, errors = pizhu("set", article, *arguments)
    assert (code, lines) == (2, [])
    assert errors.startswith("pizhu: ")
    assert errors.endswith(".\n")


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("id", "{id}"),
        ("file", "来信.txt"),
        ("文件", "来信"),
        ("网址", "https://a.cn/1"),
        ("标题", "一封来信"),
    ],
)
def test_a_table_names_articles_in_several_ways(
    pizhu: Pizhu, article: str, tmp_path: Path, header: str, cell: str
) -> None:
    pizhu("set", article, "url=https://a.cn/1")
    table = tmp_path / "table.csv"
    table.write_text(f"{header},来源,日期\n{cell.format(id=article)},河湾报,\n没有,x,2020\n", "utf-8-sig")
    code, (now,), errors = pizhu("set", "--from", str(table))
    assert (code, now) == (1, {"id": article, "source": "河湾报"})
    assert "Line 3: no article is '没有'" in errors
    assert pizhu("list")[1][0]["date"] == "2021-05-06"


def test_a_row_that_names_several_articles_or_has_a_bad_date_is_left_out(
    pizhu: Pizhu, article: str, tmp_path: Path
) -> None:
    other = tmp_path / "另.txt"
    other.write_text("一封来信\n\n林 夏 2021-05-06\n\n另一封同名的信，说的是别的事情。\n", "utf-8")
    pizhu("import", str(other))
    table = tmp_path / "table.tsv"
    table.write_text("title\tsource\n一封来信\t报\n", "utf-8")
    code, lines, errors = pizhu("set", "--from", str(table))
    assert (code, lines) == (1, [])
    assert "2 articles are" in errors
    table.write_text(f"id\tdate\n{article}\t昨天\n", "utf-8")
    assert "is not a date" in pizhu("set", "--from", str(table))[2]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "id\n1\n", '"'])
def test_a_table_that_is_none_is_told(pizhu: Pizhu, article: str, tmp_path: Path, text: str) -> None:
    table = tmp_path / "table.csv"
    table.write_text(text)
    code, _, errors = pizhu("set", "--from", str(table))
    assert code == 1
    assert "Traceback" not in errors
    assert "unexpected" not in errors


def test_columns_that_set_nothing_are_told_with_the_nearest_name(
    pizhu: Pizhu, article: str, tmp_path: Path
) -> None:
    pizhu("attributes", "add", "发行量")
    table = tmp_path / "t.csv"
    table.write_text(f"id,titel,发行,标题,title,x,\n{article},a,9,春,夏,b,c\n", "utf-8")
    code, (corrected, told), errors = pizhu("set", "--from", str(table))
    assert (code, corrected["title"]) == (0, "春")
    assert told == {
        "ignored": [
            {"column": "titel", "nearest": "title"},
            {"column": "发行", "nearest": "发行量"},
            {"column": "title", "nearest": ""},
            {"column": "x", "nearest": ""},
        ]
    }
    assert "titel (near: title), 发行 (near: 发行量), title, x" in errors
    table.write_text(f"id,title\n{article},秋\n", "utf-8")
    assert pizhu("set", "--from", str(table))[1:] == ([{"id": article, "title": "秋"}], "")


@pytest.mark.long
def test_a_table_of_very_many_columns_is_read_in_bounded_time(
    pizhu: Pizhu, article: str, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    heads = ",".join([*(f"列{number}" for number in range(50_000)), "长" * 100_000])
    table.write_text(f"id,title,{heads}\n{article},春\n", "utf-8")
    code, (corrected, _told), errors = pizhu("set", "--from", str(table))
    assert (code, corrected["title"]) == (0, "春")
    assert len(errors) < 2_000


def test_nothing_is_set_in_a_library_that_is_not_there(tmp_path: Path) -> None:
    library = tmp_path / "none"
    assert run(["set", "3f9c", "title=春", "--library", str(library)]) == 1
    assert not library.exists()
