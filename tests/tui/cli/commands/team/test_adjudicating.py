"""The command `adjudicate`: cases as a list, taking the agreed ones, decisions that went against a coder."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from store.library import open_library
from tests.store.library.adjudication.coded_articles import coded_round, only_by_one
from tests.tui.cli.conftest import Pizhu
from tui.cli import run


@pytest.fixture(autouse=True)
def _as_the_manager(home: Path) -> None:
    folder = home / "config" / "pizhu"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('creator = "周"\n', "utf-8")


def test_cases_are_listed_without_a_terminal(pizhu: Pizhu, root: Path) -> None:
    coded_round(root, 1)
    code, cases, _errors = pizhu("adjudicate")
    assert code == 0
    assert [(case["kind"], len(case["annotations"]), case["decision"]) for case in cases] == [
        ("agreed", 3, None),
        ("ends", 3, None),
        ("missing", 2, None),
    ]
    assert cases[0]["coders"] == ["吴/1", "林/1", "陈/1"]


def test_cases_are_listed_for_people_and_as_csv(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coded_round(root, 1)
    assert run(["adjudicate", "--library", str(root)]) == 0
    shown = capsys.readouterr().out
    assert "小站0  0 of 3 decided" in shown
    assert "different ends  「一排油菜花」" in shown
    assert "1 article, 3 cases: agreed 1, different ends 1, only some 1. 0 decided." in shown
    assert run(["adjudicate", "--csv", "--library", str(root)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert [(row["kind"], row["marked_by"]) for row in rows] == [
        ("agreed", "吴/1|林/1|陈/1"),
        ("ends", "吴/1|林/1|陈/1"),
        ("missing", "林/1|陈/1"),
    ]


@pytest.mark.long
def test_agreed_cases_are_taken_and_counted(pizhu: Pizhu, root: Path) -> None:
    coded_round(root, 3, unfinished=1)
    options = ("--take-agreed", "--threshold", "2/3", "--overlap", "0.6")
    expected = {"taken": 4, "open": 2, "articles": 2, "finished": 0, "waiting": 1}
    assert pizhu("adjudicate", *options, "--dry-run")[1] == [expected]
    assert pizhu("adjudicate", *options)[1] == [expected]
    with open_library(root) as library:
        made = [
            each.creator
            for row in library.articles.rows()
            for each in library.annotations.of(row.id)
            if each.is_result
        ]
        assert made == ["adjudicated/1"] * 4
    assert pizhu("undo")[0] == 0
    assert pizhu("adjudicate", *options, "--dry-run")[1] == [expected]


@pytest.mark.long
def test_a_coder_lists_what_went_against_them(pizhu: Pizhu, root: Path) -> None:
    coded_round(root, 1)
    pizhu("adjudicate", "--take-agreed", "--threshold", "2/3", "--overlap", "1")
    (against,) = pizhu("adjudicate", "--disputed=陈")[1]
    assert [each["quote"] for each in against["marked"]] == ["一排油菜花"]
    assert [each["quote"] for each in against["decided"]] == ["油菜花"]
    assert against["by"] == "周"
    assert pizhu("adjudicate", "--disputed=林")[1] == []
    assert [row["title"] for row in pizhu("list", "disputed:陈")[1]] == ["小站0"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Adjudication needs two coders of the same article"),
        (("--coders", "林"), "Adjudication needs two coders or more"),
        (("--take-agreed", "--threshold", "1/2"), "not a share above 1/2"),
        (("--take-agreed", "--threshold", "1/0"), "not a share above 1/2"),
        (("--dry-run",), "--dry-run belongs to --take-agreed"),
        (("--disputed=鬼",), "no coder “鬼”"),
        (("--round", "3"), "no round 3: none has been opened"),
        (("--disputed", "--take-agreed"), "either --disputed or --take-agreed"),
    ],
)
def test_bad_input_is_one_sentence(
    pizhu: Pizhu, root: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    only_by_one(root)
    code, lines, errors = pizhu("adjudicate", *arguments)
    assert (code, lines) == (2, [])
    assert sentence in errors
