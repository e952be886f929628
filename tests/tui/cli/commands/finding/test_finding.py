"""The commands `find`, `kwic` and `passages`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from store.formats.tables.csv_cells import BOM
from tests.tui.cli.conftest import Pizhu
from tui.cli import run


def test_find_prints_the_places_of_each_article(pizhu: Pizhu, article: str) -> None:
    code, (found,), _ = pizhu("find", "花", "author:林夏")
    assert code == 0
    assert (found["article"], found["places"], len(found["hits"])) == (article, 3, 3)
    assert pizhu("find", "花", "author:周屿")[1] == []


def test_kwic_prints_a_line_for_each_place(pizhu: Pizhu, article: str) -> None:
    pizhu("annotate", article, "--quote", "花又落", "--tag", "秋")
    code, lines, _ = pizhu("kwic", "花", "--width", "3")
    assert code == 0
    assert [list(line) for line in lines] == [
        ["article", "start", "end", "left", "node", "right", "tags"]
    ] * 3
    assert [(line["left"], line["node"], line["right"], line["tags"]) for line in lines] == [
        ("", "花", "开了，", []),
        ("开了，", "花", "又落了", ["秋"]),
        ("落了，", "花", "还会再", []),
    ]


def test_kwic_sorts_and_counts_by_a_position(pizhu: Pizhu, article: str) -> None:
    assert [line["right"][0] for line in pizhu("kwic", "花", "--sort", "R1")[1]] == ["还", "开", "又"]
    assert pizhu("kwic", "花", "--group", "R1", "--limit", "1")[1] == [{"item": "又", "lines": 1}]


def test_kwic_leaves_no_more_room_than_the_contexts_before_need(
    root: Path, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["kwic", "花", "--width", "3", "--library", str(root)]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert second.split("  ")[1:] == ["开了，", "花", "又落了"]
    assert first.split() == [second.split()[0], "花", "开了，"]


@pytest.mark.parametrize("command", ["find", "kwic", "passages", "list"])
def test_a_term_that_a_dash_negates_is_no_option(pizhu: Pizhu, article: str, command: str) -> None:
    assert pizhu(command, "花", "-雪")[1]
    assert pizhu(command, "-author:林夏", "花")[:2] == (0, [])


def test_a_dash_before_the_value_of_an_option_negates_nothing(pizhu: Pizhu, article: str) -> None:
    code, _, errors = pizhu("kwic", "花", "--limit", "-3")
    assert code == 2
    assert "'-3' is not a whole number" in errors


@pytest.mark.parametrize("command", ["find", "kwic", "passages"])
def test_output_is_not_json_and_csv_at_once(pizhu: Pizhu, article: str, command: str) -> None:
    code, lines, errors = pizhu(command, "花", "--csv")
    assert (code, lines) == (2, [])
    assert "write --json or --csv" in errors


def test_passages_print_their_annotations(pizhu: Pizhu, article: str) -> None:
    pizhu("annotate", article, "--quote", "花又落", "--tag", "秋", "--note", "伤感")
    code, (passage,), _ = pizhu("passages", "tag:秋", "花开", "--unit", "sentence")
    assert code == 0
    assert (passage["article"], passage["text"]) == (article, "花开了，花又落了，花还会再开。")
    assert [(each["exact"], each["note"]) for each in passage["annotations"]] == [("花又落", "伤感")]


@pytest.mark.parametrize("command", ["find", "kwic", "passages"])
def test_a_query_that_is_not_valid_is_a_usage_error(pizhu: Pizhu, article: str, command: str) -> None:
    code, lines, errors = pizhu(command, "(花")
    assert (code, lines) == (2, [])
    assert "bracket" in errors


@pytest.mark.parametrize("arguments", [("--sort", "R9"), ("--group", "node")])
def test_an_order_that_there_is_not_is_a_usage_error(
    pizhu: Pizhu, article: str, arguments: tuple[str, ...]
) -> None:
    assert pizhu("kwic", "花", *arguments)[0] == 2


@pytest.mark.parametrize("command", ["find", "kwic", "passages"])
def test_csv_has_a_line_of_names_and_a_line_for_each_result(
    root: Path, article: str, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    capsys.readouterr()
    assert run([command, "花又落", "--csv", "--library", str(root)]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.startswith("\ufeffarticle,")
    assert len(lines) == 1
    assert run([command, "没有的词", "--csv", "--library", str(root)]) == 0
    assert capsys.readouterr().out.splitlines() == [header]


def test_nodes_stand_in_one_column(
    root: Path, article: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.typesetting.glyphs import cells

    monkeypatch.setenv("PIZHU_COLUMNS", "60")
    capsys.readouterr()
    assert run(["kwic", "花 OR 落了", "--library", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert all(cells(line) <= 60 for line in lines)
    columns = {cells(line[: line.rindex("  花") + 2]) for line in lines if "  花  " in line}
    assert len(columns) == 1


@pytest.mark.parametrize("command", ["find", "kwic", "passages"])
def test_a_query_without_results_says_so(
    root: Path, article: str, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    capsys.readouterr()
    assert run([command, "雪", "--library", str(root)]) == 0
    assert capsys.readouterr().out.startswith("No ")


@pytest.mark.parametrize(
    "command", [("kwic", "花"), ("kwic", "花", "--sort", "L1"), ("kwic", "花", "--group", "R1")]
)
def test_lines_that_a_limit_leaves_out_are_told_of(
    pizhu: Pizhu, article: str, command: tuple[str, ...]
) -> None:
    _, lines, told = pizhu(*command, "--limit", "1")
    assert (len(lines), told) == (1, "pizhu: There are more than 1: raise --limit to see them.\n")
    _, lines, told = pizhu(*command, "--limit", "3")
    assert (len(lines), told) == (3 if "--group" not in command else len(lines), "")


@pytest.mark.parametrize(
    "command", [("find", "花"), ("passages", "花"), ("search", "花"), ("search", "花", "--variants")]
)
def test_what_a_limit_leaves_out_is_told_of(
    pizhu: Pizhu, article: str, tmp_path: Path, command: tuple[str, ...]
) -> None:
    second = tmp_path / "二.txt"
    second.write_text("又一封来信\n\n花谢了。\n", "utf-8")
    pizhu("import", str(second))
    _, lines, told = pizhu(*command, "--limit", "1")
    assert (len(lines), "raise --limit" in told) == (1, True)
    _, lines, told = pizhu(*command, "--limit", "2")
    assert (len(lines), "--limit" in told) == (2, False)


@pytest.mark.parametrize("command", ["kwic", "passages"])
def test_csv_of_places_names_the_article_as_that_of_articles_does(
    root: Path, article: str, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    capsys.readouterr()
    assert run([command, "花又落", "--csv", "--library", str(root)]) == 0
    (line,) = csv.DictReader(capsys.readouterr().out.removeprefix(BOM).splitlines())
    assert list(line)[:6] == ["article", "title", "authors", "source", "date", "start"]
    assert (line["article"], line["title"], line["authors"], line["date"]) == (
        article,
        "一封来信",
        "林夏",
        "2021-05-06",
    )


@pytest.mark.parametrize(
    "command",
    [
        ("find",),
        ("kwic",),
        ("passages",),
        ("list",),
        ("words", "freq"),
        ("clip", "花*"),
        ("searches", "save", "甲"),
    ],
)
def test_what_looks_like_a_field_but_is_none_is_told(
    pizhu: Pizhu, article: str, command: tuple[str, ...]
) -> None:
    code, _, told = pizhu(*command, "地区:华东")
    assert code == 0
    assert "There is no field 地区" in told


@pytest.mark.parametrize("command", ["find", "kwic", "passages"])
def test_csv_has_the_attributes_of_articles(
    pizhu: Pizhu, root: Path, article: str, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    pizhu("attributes", "add", "地区")
    pizhu("set", article, "地区=华东")
    capsys.readouterr()
    assert run([command, "花又落", "--csv", "--library", str(root)]) == 0
    (line,) = csv.DictReader(capsys.readouterr().out.removeprefix(BOM).splitlines())
    assert (list(line)[-1], line["地区"]) == ("地区", "华东")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--having", "banana"), "'banana' names no position and what stands there"),
        (("--having", "banana=花"), "R1=服务"),
        (("--having", "R9=花"), "names no position"),
        (("--having", "R1"), "names no position"),
        (("--having", "date=2020"), "names no position"),
        (("--having", "R1=又落"), "--unit word"),
        (("--group", "banana"), "'banana' is no position: write --group with L1 to L5 or R1 to R5"),
        (("--group", "R1", "--sort", "R1"), "use one of count, item"),
        (("--sort", "banana"), "not sorted by 'banana'"),
        (("--reverse",), "give --sort"),
    ],
)
def test_an_option_of_lines_that_has_no_such_value_is_told_with_those_that_it_has(
    pizhu: Pizhu, article: str, arguments: tuple[str, ...], told: str
) -> None:
    code, lines, errors = pizhu("kwic", "花", *arguments)
    assert (code, lines) == (2, [])
    assert told in errors


def test_lines_are_narrowed_to_what_stands_beside_them(pizhu: Pizhu, article: str) -> None:
    assert len(pizhu("kwic", "花", "--having", "R1=又")[1]) == 1
    assert len(pizhu("kwic", "花", "--having", "r1 = 又")[1]) == 1
    assert len(pizhu("kwic", "花", "--having", "node=花")[1]) == 3


def test_what_is_grouped_is_sorted_by_count_or_item(pizhu: Pizhu, article: str) -> None:
    def items(*options: str) -> list[str]:
        return [each["item"] for each in pizhu("kwic", "花 OR 了", "--group", "R1", *options)[1]]

    assert items() == items("--sort", "count") == ["花", "又", "开", "还"]
    assert items("--reverse") == ["又", "开", "还", "花"]
    assert items("--sort", "item") == ["还", "花", "开", "又"]
    assert items("--sort", "item", "--reverse") == ["又", "开", "花", "还"]


@pytest.mark.long
@pytest.mark.parametrize("command", [("find", "花"), ("kwic", "花"), ("passages", "花"), ("words", "freq")])
def test_a_limit_may_be_any_number(pizhu: Pizhu, article: str, command: tuple[str, ...]) -> None:
    everything = pizhu(*command)[1]
    assert pizhu(*command, "--limit", "9" * 30) == (0, everything, "")
    assert pizhu(*command, "--limit", "9" * 6000) == (0, everything, "")
    assert pizhu(*command, "--limit", "0" * 6000)[0] == 2


@pytest.mark.parametrize(
    ("command", "bounds"),
    [
        (("kwic", "花", "--width"), "from 1 to 1,000"),
        (("words", "ngrams", "--size"), "from 1 to 20"),
        (("words", "collocates", "花", "--left"), "from 0 to 100"),
        (("words", "collocates", "花", "--right"), "from 0 to 100"),
    ],
)
def test_what_would_take_memory_without_bounds_is_refused(
    pizhu: Pizhu, article: str, command: tuple[str, ...], bounds: str
) -> None:
    code, lines, errors = pizhu(*command, "100000000000")
    assert (code, lines) == (2, [])
    assert bounds in errors


def test_groups_of_nothing_are_told(root: Path, article: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["kwic", "没有的词", "--group", "R1", "--library", str(root)]) == 0
    assert capsys.readouterr().out == "No text has this.\n"


def test_facets_are_printed_with_attributes_and_limited_by_field(pizhu: Pizhu, article: str) -> None:
    pizhu("attributes", "add", "地区")
    pizhu("set", article, "地区=华东", "authors=林夏、周屿")
    code, values, errors = pizhu("find", "花", "--facets")
    assert (code, errors) == (0, "")
    assert [(each["field"], each["value"]) for each in values] == [
        ("date", "2021"), ("author", "周屿"), ("author", "林夏"), ("地区", "华东"),
    ]  # fmt: skip
    _, values, errors = pizhu("find", "花", "--facets", "--limit", "1")
    assert [each["field"] for each in values] == ["date", "author", "地区"]
    assert "raise --limit" in errors
    assert pizhu("find", "没有的词", "--facets") == (0, [], "")
