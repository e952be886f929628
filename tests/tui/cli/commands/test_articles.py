"""The commands `list`, `search` and `show`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.tui.cli.conftest import Pizhu
from tui.cli import run


def test_list_is_filtered_by_a_query(pizhu: Pizhu, letter: Path) -> None:
    pizhu("import", str(letter))
    (row,) = pizhu("list")[1]
    assert pizhu("list", "is:unread", "花")[1] == [row]
    assert pizhu("list", "!is:unread")[1] == []
    code, _, error = pizhu("list", "is:blue")
    assert code == 2
    assert "is:blue" in error
    assert pizhu("list", "花 AND NOT (is:read OR chars:>9000)")[1] == [row]


def test_list_points_at_the_place_of_a_mistake(pizhu: Pizhu, letter: Path) -> None:
    pizhu("import", str(letter))
    code, _, error = pizhu("list", "花 (is:unread", "OR 信")
    assert code == 2
    assert error.splitlines()[1:] == ["  花 (is:unread OR 信", "     ^"]


def test_list_warns_of_a_damaged_article_and_prints_the_others(
    pizhu: Pizhu, letter: Path, root: Path, tmp_path: Path
) -> None:
    damaged = pizhu("import", str(letter))[1][0]["id"]
    other = tmp_path / "另一封.txt"
    other.write_text("另一封\n\n这里是另一封信的正文。\n", "utf-8")
    pizhu("import", str(other))
    (root / "articles" / damaged[:2] / f"{damaged}.json").write_text("{bad", "utf-8")
    code, rows, errors = pizhu("list")
    assert (code, [row["title"] for row in rows]) == (1, ["另一封"])
    assert damaged in errors
    assert errors.count("\n") == 1


@pytest.mark.long
def test_search_finds_variants_and_tells_their_differences(pizhu: Pizhu, tmp_path: Path) -> None:
    path = tmp_path / "客户.txt"
    path.write_text("客户\n\n我们想客户之所想。\n", "utf-8")
    pizhu("import", str(path))
    assert pizhu("search", "想客户所想")[1] == []
    for arguments in (("--variants", "想客户所想"), ("想客户所想", "--variants=marks,function")):
        _, [found], _ = pizhu("search", *arguments)
        (hit,) = found["hits"]
        assert hit["marked"] == "想客户[之]所想"
        start = hit["start"] + len("想客户")
        difference = {"kind": "function", "start": start, "end": start + 1, "words": ""}
        assert hit["differences"] == [difference]
    assert pizhu("search", "--variants=numbers", "想客户所想")[1] == []


def test_search_prints_articles_with_places_and_snippets(pizhu: Pizhu, letter: Path) -> None:
    _, [imported, _], _ = pizhu("import", str(letter))
    code, [found], _ = pizhu("search", "，")
    assert code == 0
    assert found["id"] == imported["id"]
    text = str(pizhu("show", str(imported["id"]))[1][0]["text"])
    assert [text[hit["start"] : hit["end"]] for hit in found["hits"]] == ["，"] * text.count("，")
    assert pizhu("search", "没有的词") == (0, [], "")
    assert pizhu("search", "")[0] == 2


def test_a_damaged_catalogue_is_rebuilt_with_a_message(pizhu: Pizhu, letter: Path, root: Path) -> None:
    pizhu("import", str(letter))
    right = [pizhu(*command)[1] for command in (("list",), ("search", "花"))]
    catalogue = root / ".cache" / "catalogue.sqlite"
    content = catalogue.read_bytes()
    catalogue.write_bytes(content[: 8 * 4096] + bytes(4096) + content[9 * 4096 :])
    code, rows, errors = pizhu("list")
    assert (code, rows, errors.count("\n")) == (0, right[0], 1)
    assert "built again" in errors
    assert pizhu("search", "花") == (0, right[1], "")


def test_show_prints_the_numbered_paragraphs_of_the_text(
    pizhu: Pizhu, letter: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = str(pizhu("import", str(letter))[1][0]["id"])
    assert run(["show", article, "--library", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["     title", "  0  一封来信"]
    assert "      花开了，花又落了，花还会再开。" in [line[3:] for line in lines]


def test_show_prints_the_address_and_where_an_article_came_from(
    pizhu: Pizhu, letter: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = str(pizhu("import", str(letter), "--set", "url=https://a.example/1")[1][0]["id"])
    (shown,) = pizhu("show", article)[1]
    assert (shown["url"], shown["origin"]) == ("https://a.example/1", str(letter))
    assert run(["show", article, "--library", str(root)]) == 0
    lines = capsys.readouterr().out
    assert "Address: https://a.example/1\n" in lines
    assert "Imported from: " in lines


@pytest.mark.long
def test_show_prints_the_earlier_texts_of_an_updated_article(pizhu: Pizhu, letter: Path) -> None:
    first = letter.read_text("utf-8")
    article = pizhu("import", str(letter))[1][0]["id"]
    code, _, error = pizhu("show", article, "--revision", "1")
    assert code == 2
    assert "no earlier text" in error
    for number in (1, 2):
        letter.write_text(f"{first}\n又加了第{number}段。\n", "utf-8")
        pizhu("import", str(letter))
    code, [shown], _ = pizhu("show", article, "--revision", "1")
    assert (code, shown["revision"], shown["text"].endswith("又加了第1段。")) == (0, 1, True)
    _, [before], _ = pizhu("show", article, "--revision", "2")
    assert "又加了" not in before["text"]
    assert before["replaced"] <= shown["replaced"]
    assert "2 earlier texts" in pizhu("show", article, "--revision", "3")[2]


@pytest.mark.long
def test_the_list_is_printed_as_csv_with_attributes(
    pizhu: Pizhu, root: Path, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pizhu("attributes", "add", "地区")
    pizhu("set", article, "地区=华东")
    capsys.readouterr()
    assert run(["list", "--csv", "--library", str(root)]) == 0
    (line,) = csv.DictReader(capsys.readouterr().out.removeprefix("\ufeff").splitlines())
    assert (line["article"], line["title"], line["status"], line["starred"], line["地区"]) == (
        article, "一封来信", "unread", "false", "华东",
    )  # fmt: skip
    assert run(["list", "没有的词", "--csv", "--library", str(root)]) == 0
    assert capsys.readouterr().out.removeprefix("\ufeff").splitlines() == [",".join(line)]
