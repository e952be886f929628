"""The command `agreement`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from store.language.amounts import two_places
from store.library import open_library
from tests.conftest import draft
from tests.tui.cli.conftest import Pizhu
from tui.cli import run

LEGACY_KEYS = (
    "tag", "both", "apart", "kappa", "alpha", "kappa_coded", "alpha_coded",
    "matched", "only_first", "only_second", "f1", "share",
)  # fmt: skip
"""What programs read before there were more than two coders, in this order."""


@pytest.fixture
def coded(root: Path) -> str:
    """An article annotated by two coders."""
    text = "甲" * 10 + "乙" * 10 + "丙" * 20
    with open_library(root, creator="lin") as library:
        article, _ = library.articles.add(draft(text, "另一段", title="题"))
        library.annotations.annotate(article, 2, 12, tags=["一"])
        library.annotations.annotate(article, 22, 32, tags=["二/下"])
    with open_library(root, creator="zhou") as library:
        library.annotations.annotate(article, 7, 17, tags=["一"])
    return article


@pytest.fixture
def third(root: Path, coded: str) -> None:
    """The annotations of a third coder, and an article that she alone has coded."""
    with open_library(root, creator="wu/1") as library:
        library.annotations.annotate(coded, 22, 32, tags=["二"])
        other, _ = library.articles.add(draft("别的事情。", title="另一篇"))
        library.annotations.annotate(other, 0, 2, tags=["一"])
        library.articles.correct(coded, {"date": "2021-05-06"})


@pytest.mark.long
def test_agreement_covers_the_articles_annotated_by_both_coders(
    pizhu: Pizhu, letter: Path, tmp_path: Path, root: Path
) -> None:
    other = tmp_path / "另.txt"
    other.write_text("另一篇\n\n别的事情。\n", "utf-8")
    pizhu("import", str(letter), str(other))
    rows = {row["title"]: row["id"] for row in pizhu("list")[1]}
    for creator, articles in (("甲", ["一封来信", "另一篇"]), ("乙", ["一封来信"])):
        with open_library(root, creator=creator) as library:
            for title in articles:
                library.annotations.annotate(rows[title], 0, 2, tags=["题"])
    assert pizhu("agreement", "甲", "乙")[1][0]["kappa"] == 1.0
    with open_library(root, creator="丙") as library:
        library.annotations.annotate(rows["另一篇"], 0, 2)
    assert pizhu("agreement", "乙", "丙")[0] == 2


def test_the_figures_of_two_coders_keep_their_names(pizhu: Pizhu, coded: str) -> None:
    first, _second, whole = pizhu("agreement", "lin", "zhou")[1]
    assert tuple(first)[: len(LEGACY_KEYS)] == LEGACY_KEYS
    assert (first["tag"], first["both"], first["apart"]) == ("一", 5, 10)
    assert (first["matched"], first["only_first"], first["only_second"]) == (0, 1, 1)
    assert (whole["tag"], whole["group"]) == (None, None)
    assert first["kappa"] == first["pairs"][0]["kappa"]


def test_an_overlap_can_be_chosen(
    root: Path, coded: str, pizhu: Pizhu, capsys: pytest.CaptureFixture[str]
) -> None:
    first = pizhu("agreement", "lin", "zhou", "--overlap", "0.3")[1][0]
    assert (first["tag"], first["matched"], first["only_first"], first["f1"]) == ("一", 1, 0, 1.0)
    assert run(["agreement", "lin", "zhou", "--library", str(root)]) == 0
    assert "only by lin, only by zhou" in capsys.readouterr().out
    for wrong in ("0", "1.1", "nan", "half"):
        with pytest.raises(SystemExit, match="2"):
            run(["agreement", "lin", "zhou", "--overlap", wrong, "--library", str(root)])
        assert "up to 1" in capsys.readouterr().err


def test_two_coders_have_their_tables_and_all_coefficients(
    root: Path, coded: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agreement", "lin", "zhou", "--library", str(root)]) == 0
    table = capsys.readouterr().out
    assert "By character:" in table
    assert "By annotation:" in table
    assert "Fleiss" in table
    assert "(all)" in table
    assert "Cohen's kappa of each two coders" not in table


def test_three_coders_have_a_table_of_each_two(
    root: Path, third: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agreement", "lin", "zhou", "wu/1", "--library", str(root)]) == 0
    table = capsys.readouterr().out
    assert "By character:" not in table
    assert "Cohen's kappa of each two coders" in table
    assert table.count("wu/1") == 4


@pytest.mark.long
@pytest.mark.usefixtures("third")
def test_without_names_the_coders_are_listed_or_all_are_measured(
    root: Path, pizhu: Pizhu, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = pizhu("agreement")[1]
    assert listed == [
        {"coder": "lin", "annotations": 2},
        {"coder": "wu/1", "annotations": 2},
        {"coder": "zhou", "annotations": 1},
    ]
    assert pizhu("agreement", "--by", "tag")[1][0]["coders"] == ["lin", "wu/1", "zhou"]
    assert run(["agreement", "--csv", "--library", str(root)]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["\ufeffcoder,annotations", "lin,2"]


def test_one_coder_is_told_to_name_another(pizhu: Pizhu, coded: str) -> None:
    code, _output, errors = pizhu("agreement", "lin")
    assert code == 2
    assert "two coders or more" in errors


@pytest.mark.long
@pytest.mark.usefixtures("third")
def test_groups_have_their_names(pizhu: Pizhu, coded: str) -> None:
    def groups(by: str) -> list[object]:
        return [(row["by"], row["group"], row["tag"]) for row in pizhu("agreement", "--by", by)[1]]

    assert groups("article") == [("article", coded, None), ("article", None, None)]
    assert groups("month") == [("month", "2021-05", None), ("month", None, None)]
    assert groups("round") == [("round", "", None), ("round", None, None)]
    assert pizhu("agreement", "--by", "article")[1][0]["title"] == "题"


@pytest.mark.usefixtures("third")
def test_csv_has_the_same_figures_and_each_two_coders(
    root: Path, pizhu: Pizhu, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = pizhu("agreement", "--unit", "sentence", "--by", "tag")[1]
    assert run(["agreement", "--unit", "sentence", "--by", "tag", "--csv", "--library", str(root)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert len(rows) == len(figures)
    for row, line in zip(rows, figures, strict=True):
        for name in ("alpha", "fleiss", "units", "f1", "observed"):
            assert row[name] == ("" if line[name] is None else str(line[name]))
        by_pair = {f"{pair['first']} | {pair['second']}": pair["kappa"] for pair in line["pairs"]}
        for pair, kappa in by_pair.items():
            assert row[f"kappa {pair}"] == ("" if kappa is None else str(kappa))


@pytest.mark.usefixtures("third")
def test_options_choose_what_counts(pizhu: Pizhu, coded: str) -> None:
    def first(*options: str) -> dict[str, object]:
        return pizhu("agreement", "lin", "wu/1", *options)[1][0]

    assert [row["tag"] for row in pizhu("agreement", "lin", "wu/1", "--tag", "二")[1]] == ["二", None]
    assert first("--tag", "二")["kappa"] == 0
    assert first("--tag", "二", "--parents")["kappa"] == 1
    assert first("--in", "title:题")["articles"] == 1
    assert first("--all")["articles"] == 2
    assert first("--article", coded)["articles"] == 1
    assert first("--bootstrap", "0")["alpha_low"] is None
    one, other = ("--bootstrap", "200", "--seed", "1"), ("--bootstrap", "200", "--seed", "1")
    assert first(*one) == first(*other)


@pytest.mark.usefixtures("third")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--in", "title:没有"), "No article matches"),
        (("--tag", "没有"), "没有"),
        (("--bootstrap", "20001"), "at most 20,000"),
        (("--bootstrap", "-1"), "not a number of samples"),
        (("--csv",), "either JSON or CSV"),
    ],
)
def test_wrong_options_are_refused(pizhu: Pizhu, options: tuple[str, ...], message: str) -> None:
    code, _output, errors = pizhu("agreement", "lin", "wu/1", *options)
    assert code == 2
    assert message in errors


def test_undefined_coefficients_have_a_reason(
    root: Path, coded: str, pizhu: Pizhu, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_library(root) as library:  # leave one place, with one tag
        (other,) = (each for each in library.annotations.of(coded) if each.tags == ("二/下",))
        library.annotations.delete(coded, other.id)
    row = pizhu("agreement", "lin", "zhou", "--unit", "span")[1][0]
    assert row["alpha"] is not None
    row = pizhu("agreement", "lin", "zhou", "--unit", "span", "--overlap", "0.3")[1][0]
    assert row["alpha"] is None
    assert json.dumps(row["undefined"]).count("one-value") == 4
    arguments = ["--unit", "span", "--overlap", "0.3", "--library", str(root)]
    assert run(["agreement", "lin", "zhou", *arguments]) == 0
    assert "agreement by chance is certain" in capsys.readouterr().out


def test_nobody_who_has_annotated_anything_is_said(
    root: Path, pizhu: Pizhu, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_library(root) as library:
        library.articles.add(draft("甲乙丙"))
    assert run(["agreement", "--library", str(root)]) == 0
    assert "Nobody has annotated anything here." in capsys.readouterr().out
    assert pizhu("agreement")[:2] == (0, [])
    code, _lines, told = pizhu("agreement", "lin", "zhou")
    assert code == 2
    assert told.endswith("'lin' has no annotations here, and nobody else has any.\n")


def test_a_measure_that_is_nearly_zero_has_no_minus() -> None:
    assert [two_places(each) for each in (-0.001, 0.0, -0.006, 0.125, 1)] == [
        "0.00",
        "0.00",
        "-0.01",
        "0.12",
        "1.00",
    ]
