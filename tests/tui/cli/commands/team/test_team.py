"""The commands `team`, `assign`, `assignments` and `done`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.cli.commands.team.conftest import Become
from tests.tui.cli.conftest import Pizhu
from tui.cli import run


@pytest.fixture
def articles(library: Library) -> list[str]:
    """The IDs of six articles in the library."""
    return [library.articles.add(draft(f"第{number}篇。", title=f"文章{number}"))[0] for number in range(6)]


@pytest.fixture
def team(pizhu: Pizhu, become: Become, articles: list[str]) -> list[str]:
    """The IDs of six articles in a library with a manager and three coders."""
    pizhu("team", "add", "周屿", "--role", "manager")
    pizhu("team", "add", "林夏", "陈一", "王安")
    return articles


def test_members_get_roles_in_either_language(pizhu: Pizhu, team: list[str]) -> None:
    assert team
    assert pizhu("team", "role", "陈一", "裁定者")[1] == [
        {"member": "陈一", "role": "adjudicator", "assigned": 0, "done": 0}
    ]
    pizhu("team", "remove", "王安")
    assert {each["member"]: each["role"] for each in pizhu("team")[1]} == {
        "周屿": "manager",
        "林夏": "coder",
        "陈一": "adjudicator",
    }


def test_rounds_are_opened_and_closed(pizhu: Pizhu, team: list[str]) -> None:
    assert team
    (opened,) = pizhu("team", "round", "open", "--not-blind")[1]
    assert (opened["round"], opened["blind"], opened["closed"]) == (1, False, "")
    assert pizhu("team", "round", "close")[1][0]["closed"]
    assert [each["round"] for each in pizhu("team", "round")[1]] == [1]


@pytest.mark.long
def test_assigning_opens_a_blind_round_and_is_one_step(pizhu: Pizhu, team: list[str]) -> None:
    assert len(team) == 6
    arguments = ("assign", "--coders", "林夏，陈一、王安", "--overlap", "1/3", "--seed", "7")
    _code, planned, _errors = pizhu(*arguments, "--dry-run")
    assert pizhu("team", "round")[1] == pizhu("assignments")[1] == []
    code, drawn, _errors = pizhu(*arguments)
    assert code == 0
    assert [{**each, "status": ""} for each in drawn] == [{**each, "status": ""} for each in planned]
    assert Counter(Counter(each["article"] for each in drawn).values()) == {1: 4, 3: 2}
    assert pizhu("team", "round")[1][0]["blind"]
    work = pizhu("assignments", "--coder", "林夏", "--state", "未开始")[1]
    assert {each["article"] for each in work} == {
        each["article"] for each in drawn if each["coder"] == "林夏"
    }
    pizhu("undo")
    assert pizhu("team", "round")[1] == pizhu("assignments")[1] == []


@pytest.mark.long
def test_what_a_coder_has_already_is_refused_or_left_out(pizhu: Pizhu, team: list[str]) -> None:
    pizhu("assign", "--coders", "林夏", "title:文章0 OR title:文章1")
    code, _lines, errors = pizhu("assign", "--coders", "林夏,陈一")
    assert (code, "2 assignments of these already, such as “文章" in errors) == (2, True)
    drawn = pizhu("assign", "--coders", "林夏,陈一", "--add")[1]
    assert {each["article"] for each in drawn} == set(team[2:])
    assert pizhu("assign", "--coders", "林夏,陈一", "--add")[0] == 2
    taken = pizhu("assign", "--remove", "--coders", "林夏,陈一", "title:文章0")[1]
    assert [(each["article"], each["coder"]) for each in taken] == [(team[0], "林夏")]
    assert len(pizhu("assignments")[1]) == 5


@pytest.mark.long
def test_a_coder_finishes_articles_one_by_one(pizhu: Pizhu, team: list[str], become: Become) -> None:
    assert team
    pizhu("assign", "--coders", "林夏", "title:文章0 OR title:文章1")
    become("林夏")
    first, second = (each["article"] for each in pizhu("assignments", "--mine")[1])
    pizhu("annotate", first, "--quote", "篇")
    assert [each["state"] for each in pizhu("assignments", "--mine")[1]] == ["in-progress", "new"]
    (done,) = pizhu("done", first)[1]
    assert (done["state"], done["left"], done["next"]) == ("done", 1, second)
    assert [each["state"] for each in pizhu("assignments", "--mine", "--state", "done")[1]] == ["done"]
    assert pizhu("done", first, "--reopen")[1][0]["state"] == "in-progress"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("assign", "--coders", "林"), "did you mean “林夏”"),
        (("assign", "--coders", "、"), "need coders"),
        (("assign", "--coders", "林夏", "--overlap", "x"), "is not an overlap"),
        (("assign", "--coders", "林夏", "--each", "2"), "2 coders are more than the 1"),
        (("assign", "--coders", "林夏", "--round", "3"), "No round has been opened|no round 3"),
        (("assign", "--coders", "林夏", "title:没有"), "There is no article to assign"),
        (("assignments", "--coder", "谁"), "no member “谁”"),
        (("assignments", "--state", "x"), "no state 'x'"),
        (("assign", "--coders", "林夏,林夏", "--overlap", "2"), "needs two coders or more"),
        (("team", "add", "林夏"), "in the team already"),
        (("team", "add", "ME"), "means yourself"),
        (("team", "add", "Adjudicated"), "signs the results"),
        (("adjudicate", "title:没有"), "No article matches title:没有"),
        (("adjudicate",), "each of these articles has annotations by one"),
        (("team", "role", "林夏", "x"), "no role 'x'"),
        (("team", "round", "x"), "no `round x`"),
        (("team", "round", "close"), "No round is open"),
        (("done", "ffff"), "There is no article"),
    ],
)
def test_bad_input_is_one_sentence(
    pizhu: Pizhu, team: list[str], arguments: tuple[str, ...], told: str
) -> None:
    assert team
    code, lines, errors = pizhu(*arguments)
    assert (code, lines, errors.count("\n")) == (2, [], 1)
    assert any(each in errors for each in told.split("|"))


@pytest.mark.long
def test_an_error_of_assign_opens_no_round(pizhu: Pizhu, team: list[str], become: Become) -> None:
    assert team
    for arguments, told in (
        (("--overlap", "x"), "is not an overlap"),
        (("--overlap", "7"), "more than the articles"),
        (("--each", "2"), "2 coders are more"),
        (("--round", "3"), "There is no round 3"),
        (("title:没有",), "There is no article to assign"),
        (("title:没有", "--overlap", "x"), "is not an overlap"),
    ):
        code, lines, errors = pizhu("assign", "--coders", "林夏", *arguments)
        assert (code, lines, told in errors) == (2, [], True)
        assert pizhu("team", "round")[1] == []
    become("林夏")
    assert "Only a manager" in pizhu("assign", "--coders", "鬼", "--overlap", "x")[2]


@pytest.mark.long
def test_an_article_that_is_done_without_a_mark_is_said_to_be(
    root: Path, pizhu: Pizhu, team: list[str], become: Become, capsys: pytest.CaptureFixture[str]
) -> None:
    pizhu("assign", "--coders", "林夏")
    become("林夏")
    assert pizhu("done", team[0])[1][0]["marked"] is False
    assert pizhu("done", team[0], "--reopen")[1][0]["state"] == "new"
    capsys.readouterr()
    run(["done", team[0], "--library", str(root)])
    assert "“文章0” is done, and you have marked nothing in it" in capsys.readouterr().out
    run(["undo", "--library", str(root)])
    run(["assignments", "--mine", "--library", str(root)])
    assert capsys.readouterr().out.count("new, has seen others") == 1
    pizhu("annotate", team[1], "--quote", "篇")
    assert pizhu("done", team[1])[1][0]["marked"] is True


@pytest.mark.long
def test_people_read_sentences_and_tables(
    root: Path, team: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert team
    capsys.readouterr()
    place = ["--library", str(root)]
    run(["assign", "--coders", "林夏,陈一", "--overlap", "2", "--seed", "3", *place])
    run(["assignments", "--coder", "陈一", *place])
    run(["team", *place])
    run(["team", "round", *place])
    printed = capsys.readouterr().out
    assert "6 articles assigned in round 1, 2 of them to several; seed 3" in printed
    assert "陈一   new" in printed
    assert "林夏  (coder)  0 of 4 done" in printed
    assert "Round 1  blind  opened" in printed
