"""The commands `annotate --terms`, `clip` and `tags identify`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.conftest import Pizhu


@pytest.fixture
def harbour(pizhu: Pizhu, tmp_path: Path) -> Pizhu:
    """A library with two articles about a harbour."""
    for name, text in (
        ("甲", "老周在码头等船。记者王小明报道。"),
        ("乙", "码头客运站\n记者李强、记者王小明"),
    ):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    pizhu("import", str(tmp_path / "甲.txt"), str(tmp_path / "乙.txt"))
    return pizhu


def test_terms_are_counted_marked_and_undone(harbour: Pizhu, tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    lines = ("词,标签,标识", "码头,地名,tgaz:1", '"/记者.{2,3}(?=、|报|$)/",人,', "站,地名,")
    path.write_text("\n".join(lines), encoding="utf-8")
    _, counts, _ = harbour("annotate", "--terms", str(path), "--dry-run")
    assert [(each["term"], each["places"], each["articles"]) for each in counts] == [
        ("码头", 2, 2), ("/记者.{2,3}(?=、|报|$)/", 3, 2), ("站", 1, 1),
    ]  # fmt: skip
    assert harbour("annotate", "--terms", str(path))[:2] == (0, [{"places": 6, "tagged": 6}])
    assert harbour("annotate", "--terms", str(path))[1] == [{"places": 6, "tagged": 0}]
    assert {tag["name"]: (tag["same_as"], tag["uses"]) for tag in harbour("tags")[1]} == {
        "地名": ("tgaz:1", 3), "人": ("", 3),
    }  # fmt: skip
    harbour("undo")
    assert harbour("tags")[1] == []


def test_terms_are_marked_in_the_articles_of_a_query(harbour: Pizhu, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("码头\n", encoding="utf-8")
    marked = harbour("annotate", "--terms", str(tmp_path / "t.txt"), "客运", "--tag", "地")[1]
    assert marked == [{"places": 1, "tagged": 1}]


@pytest.mark.parametrize(
    "words",
    [
        ("--terms", "none.txt", "--tag", "地"),
        ("--terms", ".", "--tag", "地"),
        ("--terms", "x.txt", "--quote", "码头"),
        ("--dry-run", "--quote", "码头"),
        (),
        ("a", "b", "--quote", "码头"),
    ],
)
def test_what_cannot_be_marked_is_one_sentence(harbour: Pizhu, words: tuple[str, ...]) -> None:
    code, printed, error = harbour("annotate", *words)
    assert code != 0
    assert printed == []
    assert len(error.strip().splitlines()) == 1


def test_what_fills_a_gap_is_listed_and_used(harbour: Pizhu, tmp_path: Path) -> None:
    names = ("clip", "记者*", "--unit", "name")
    assert [(each["text"], each["places"]) for each in harbour(*names)[1]] == [("王小明", 2), ("李强", 1)]
    assert [each["text"] for each in harbour(*names, "--least", "2")[1]] == ["王小明"]
    assert [each["text"] for each in harbour("clip", "记者*", "老周", "--unit", "name")[1]] == ["王小明"]
    path = tmp_path / "names.csv"
    picked = harbour(*names, "--pick", "李强", "--tag", "人", "--add-words", "--write", str(path))
    assert picked[1] == [
        {"path": str(path), "terms": 1}, {"words": 1}, {"places": 1, "tagged": 1},
    ]  # fmt: skip
    assert path.read_text(encoding="utf-8") == "term,tag,identity\n李强,人,\n"
    assert harbour("words")[1][0]["word"] == "李强"


@pytest.mark.parametrize(
    "words",
    [
        ("记者",),
        ("*",),
        ("记者*", "tag:"),
        ("记者*", "--pick", "李强"),
        ("记者*", "--pick", "无", "--tag", "人"),
    ],
)
def test_a_clip_that_cannot_be_is_refused(harbour: Pizhu, words: tuple[str, ...]) -> None:
    assert harbour("clip", *words)[0] == 2


def test_a_tag_is_identified(harbour: Pizhu) -> None:
    harbour("tag", harbour("list")[1][0]["id"], "码头")
    (tag,) = harbour("tags", "identify", "码头", "tgaz:1")[1]
    assert tag["same_as"] == "tgaz:1"
    assert harbour("tags", "identify", "码头", "两 个")[0] == 2
    assert harbour("tags", "identify", "码头")[1][0]["same_as"] == ""
    assert harbour("tags", "identify", "无此标签", "x:1")[0] == 2


def test_places_that_a_clip_leaves_out_are_told(harbour: Pizhu, tmp_path: Path) -> None:
    assert "Left out: 1 place where a word reaches over" in harbour("clip", "客*", "--unit", "word")[2]
    assert "Left out: 2 places where no name" in harbour("clip", "码头*", "--unit", "name")[2]
    assert "Left out: 1 place where the gap is longer" in harbour("clip", "老周*等船", "--words", "1")[2]
    assert "Left out" not in harbour("clip", "记者*", "--unit", "name")[2]


def test_a_name_is_as_long_as_that_of_an_author(pizhu: Pizhu, tmp_path: Path) -> None:
    text = tmp_path / "甲.txt"
    text.write_text("渡船\n\n温如言\n\n“渡船停了。”记者温如言说。\n", encoding="utf-8")
    article = pizhu("import", str(text))[1][0]["id"]
    pizhu("set", article, "authors=温如言")
    assert [each["text"] for each in pizhu("clip", "记者*", "--unit", "name")[1]] == ["温如言"]
