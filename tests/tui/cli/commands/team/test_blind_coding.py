"""Three coders, thirty articles, a third of them shared: assigned, coded blind, compared, exported."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from store.library import Library, open_library
from tests.conftest import draft
from tests.tui.cli.commands.team.conftest import Become
from tests.tui.cli.conftest import Json, Pizhu
from tui.cli import run

CODERS = ("林夏", "陈一", "王安")


@pytest.fixture
def thirty(library: Library, pizhu: Pizhu, become: Become) -> list[Json]:
    """The assignments of thirty articles, of which a third goes to all coders."""
    become("周屿")
    for number in range(30):
        library.articles.add(draft(f"第{number}篇：站长在月台上种油菜花。", title=f"文章{number}"))
    pizhu("team", "add", "周屿", "--role", "manager")
    pizhu("team", "add", *CODERS)
    return pizhu("assign", "--coders", ",".join(CODERS), "--overlap", "1/3", "--seed", "7")[1]


def code(pizhu: Pizhu, coder: str, work: list[Json]) -> None:
    """Mark the same words in each article, with a tag by the coder's own rule, and finish it."""
    for place, each in enumerate(work):
        tag = "甲" if coder == "林夏" or place % 2 else "乙"
        assert (
            pizhu("annotate", each["article"], "--quote", "站长", "--tag", tag, "--note", f"{coder}的")[0]
            == 0
        )
        pizhu("done", each["article"])


def test_three_coders_code_a_third_of_thirty_articles_each_without_seeing_the_others(
    pizhu: Pizhu, thirty: list[Json], become: Become, tmp_path: Path
) -> None:
    shared = {each for each, times in Counter(each["article"] for each in thirty).items() if times == 3}
    assert (len(thirty), len(shared)) == (50, 10)
    for coder in CODERS:
        become(coder)
        work = pizhu("assignments", "--mine")[1]
        assert len(work) in (16, 17)
        for each in work:
            _code, (shown,), told = pizhu("show", each["article"])
            assert shown["annotations"] == []
            assert "Blind: what others have marked" in told
        mine = [part for each in work for part in ("--article", each["article"])]
        exported = str(pizhu("export", "json", *mine)[1])
        others = [name for name in CODERS if name != coder]
        assert not any(f"{name}/1" in exported or f"{name}的" in exported for name in others)
        code(pizhu, coder, work)
    become("林夏")
    _code, (shown,), told = pizhu("show", min(shared))
    assert {each["creator"] for each in shown["annotations"]} == {f"{name}/1" for name in CODERS}
    assert told == ""
    become("周屿")
    assert {each["state"] for each in pizhu("assignments")[1]} == {"done"}
    rows = pizhu("agreement", "林夏/1", "陈一/1")[1]
    assert any(each["tag"] == "甲" for each in rows)
    path = tmp_path / "all.csv"
    pizhu("export", "csv", "-o", str(path))
    written = path.read_text(encoding="utf-8-sig")
    assert all(f"{name}/1" in written for name in CODERS)


@pytest.mark.long
def test_a_second_round_is_blind_to_the_first_and_gives_agreement_with_oneself(
    pizhu: Pizhu, thirty: list[Json], become: Become
) -> None:
    article = next(each["article"] for each in thirty if each["coder"] == "林夏")
    become("林夏")
    pizhu("annotate", article, "--quote", "站长", "--tag", "甲")
    pizhu("done", article)
    become("周屿")
    pizhu("team", "round", "close")
    pizhu("team", "round", "open")
    pizhu("assign", "--coders", "林夏", f"title:{title_of(pizhu, article)}")
    become("林夏")
    assert pizhu("show", article)[1][0]["annotations"] == []
    pizhu("annotate", article, "--quote", "站长", "--tag", "甲")
    assert [each["creator"] for each in pizhu("show", article)[1][0]["annotations"]] == ["林夏/2"]
    pizhu("done", article)
    rows = pizhu("agreement", "林夏/1", "林夏/2", "--article", article)[1]
    assert {each["tag"]: each["f1"] for each in rows if each["tag"]} == {"甲": 1.0}


def title_of(pizhu: Pizhu, article: str) -> str:
    """Return the title of an article."""
    return str(pizhu("show", article)[1][0]["title"])


@pytest.mark.long
def test_undo_does_not_tell_a_blind_coder_what_another_did(
    pizhu: Pizhu, thirty: list[Json], become: Become
) -> None:
    times = Counter(each["article"] for each in thirty)
    article = next(each for each in times if times[each] == 3)
    become("陈一")
    pizhu("annotate", article, "--quote", "油菜花", "--tag", "甲")
    become("林夏")
    code, lines, told = pizhu("undo")
    assert (code, lines) == (2, [])
    assert "油菜花" not in told
    assert "by another coder" in told


@pytest.mark.long
def test_a_package_has_what_is_assigned_and_brings_back_what_is_done(
    root: Path, pizhu: Pizhu, thirty: list[Json], become: Become, tmp_path: Path
) -> None:
    mine = {each["article"] for each in thirty if each["coder"] == "林夏"}
    package, folder, back = tmp_path / "林夏.pizhu", tmp_path / "林夏", tmp_path / "back.pizhu"
    _code, [packed], _told = pizhu("pack", "--for", "林夏", "-o", str(package))
    assert packed["articles"] == len(mine)
    pizhu("unpack", str(package), str(folder))
    become("林夏")
    with open_library(folder, creator="林夏") as library:
        library.resync()
        assert {row.id for row in library.articles.rows()} == mine
        assert {each.coder for each in library.team.roster.assignments.values()} == {"林夏"}
        article = min(mine)
        library.annotations.annotate_quote(article, "站长", tags=("甲",))
        library.team.assignments.finish(article)
    assert run(["pack", "-o", str(back), "--library", str(folder)]) == 0
    become("周屿")
    pizhu("import", str(back))
    states = {each["article"]: each["state"] for each in pizhu("assignments")[1] if each["coder"] == "林夏"}
    assert [key for key, state in states.items() if state == "done"] == [article]
    _code, (shown,), _told = pizhu("show", article)
    assert [each["creator"] for each in shown["annotations"]] == ["林夏/1"]


@pytest.mark.long
def test_a_coder_who_finished_without_a_mark_counts_in_the_agreement(
    pizhu: Pizhu, thirty: list[Json], become: Become
) -> None:
    shared = [each for each, times in Counter(each["article"] for each in thirty).items() if times == 3]
    for coder, article in (
        ("林夏", shared[0]),
        ("陈一", shared[0]),
        ("林夏", shared[1]),
        ("陈一", shared[1]),
    ):
        become(coder)
        if (coder, article) != ("陈一", shared[0]):
            pizhu("annotate", article, "--quote", "站长", "--tag", "甲")
        pizhu("done", article)
    become("周屿")
    whole = pizhu("agreement", "林夏/1", "陈一/1", "--by", "article")[1][-1]
    assert (whole["articles"], whole["matched"], whole["only_first"]) == (2, 1, 1)
