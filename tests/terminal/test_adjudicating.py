"""A team in a terminal: articles are assigned, coded blind, compared, adjudicated and exported."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from store.library import Library, open_library
from store.library.adjudication.cases import CaseKind
from store.model.tables.assignment import WorkState
from tests.conftest import draft
from tests.store.library.team.teams import opened
from tests.terminal.screen import Terminal
from tui.cli import run

CODERS = ("吴", "林", "陈")
ARTICLES, SHARED = 30, 10


@pytest.fixture(autouse=True)
def _as_the_manager(home: Path) -> None:
    folder = home / "config" / "pizhu"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('creator = "周"\n', "utf-8")


def pizhu(root: Path, *arguments: str) -> None:
    assert run([*arguments, "--library", str(root)]) == 0


def code(library: Library, article: str, coder: str, *, is_shared: bool) -> None:
    """Code an article as one of three coders who agree, nearly agree and disagree."""
    library.annotations.annotate_quote(article, "站长", tags=["人物"])
    library.annotations.annotate_quote(article, "一排油菜花" if coder == "陈" else "油菜花", tags=["植物"])
    if coder != "吴":
        library.annotations.annotate_quote(article, "旅客", tags=["人物" if coder == "林" else "群体"])
    if is_shared and coder == "林":
        assert {each.creator for each in library.annotations.of(article)} >= {"林/1"}
    library.team.assignments.finish(article)


def adjudicate(root: Path) -> None:
    """Decide on the screen: take what two of three agree on, then decide on ten cases one by one."""
    terminal = Terminal("adjudicate", "--library", str(root), size=(100, 30))
    try:
        terminal.see("0 of 30 decided · 10 agreed, not taken: A")
        terminal.press("A")
        terminal.see("Take the cases on which these agree")
        terminal.press("j", "j", "j", "j", "j", "enter")
        terminal.see("20 of 30 decided")
        terminal.press("g", "g", "]")
        terminal.press("c")
        terminal.see("It is kept with the decision")
        terminal.press(*"person", "enter")
        terminal.see("Reason: person")
        terminal.press("2")
        terminal.see("21 of 30 decided")
        terminal.press("n")
        terminal.see("22 of 30 decided")
        terminal.press("b")
        terminal.see("23 of 30 decided")
        for decided in range(24, 31):
            terminal.press("3")
            terminal.see(f"{decided} of 30 decided")
        terminal.press("u")
        terminal.see("29 of 30 decided")
        terminal.press("ctrl+r")
        terminal.see("30 of 30 decided")
        terminal.press("q")
        terminal.see("小站29")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    finally:
        terminal.kill()


def check_exported(path: Path) -> None:
    """Check a table of quotes against figures computed by hand."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    results = Counter(
        (row["quote"], row["tags"], row["taken_from"], row["decided_by"], row["reason"])
        for row in rows
        if row["creator"] == "adjudicated/1"
    )
    all_of_them = "吴/1|林/1|陈/1"
    assert results == {
        ("站长", "人物", all_of_them, "周", ""): SHARED,
        ("油菜花", "植物", all_of_them, "周", ""): SHARED,
        ("旅客", "人物", "林/1", "周", "person"): 1,
        ("旅客", "人物|群体", "林/1|陈/1", "周", ""): 1,
        ("旅客", "群体", "陈/1", "周", ""): 7,
    }
    outcomes = Counter(
        (row["creator"], row["decision"]) for row in rows if row["quote"] == "旅客" and row["decision"]
    )
    assert outcomes == {
        ("林/1", "taken"): 2,
        ("林/1", "rejected"): 8,
        ("陈/1", "taken"): 8,
        ("陈/1", "rejected"): 2,
        ("adjudicated/1", "result"): 9,
    }


@pytest.mark.long
def test_thirty_articles_are_assigned_coded_compared_adjudicated_and_exported(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(root, "周") as library:
        for number in range(ARTICLES):
            text = f"第{number}天：站长在月台上种了一排油菜花，花开的时候，旅客都探出头来看。"
            library.articles.add(draft(text, title=f"小站{number}"))
    pizhu(root, "team", "add", "周", "--role", "manager")
    pizhu(root, "team", "add", *CODERS, "--role", "coder")
    pizhu(root, "assign", "--coders", ",".join(CODERS), "--overlap", "1/3", "--each", "3", "--seed", "7")

    with opened(root, "周") as library:
        work = Counter(each.assignment.article for each in library.team.assignments.work())
    shared = {article for article, coders in work.items() if coders == len(CODERS)}
    assert (len(work), len(shared), sum(work.values())) == (ARTICLES, SHARED, ARTICLES + 2 * SHARED)
    for coder in CODERS:
        with opened(root, coder) as library:
            for each in library.team.assignments.work(coder=coder):
                article = each.assignment.article
                code(library, article, coder, is_shared=article in shared)

    with opened(root, "周") as library:
        compared = library.adjudication.compare()
        coded = list(library.adjudication.coded(compared, work))
        kinds = Counter(case.kind for each in coded for case in each.cases)
        assert kinds == {
            CaseKind.AGREED: SHARED,
            CaseKind.ENDS: SHARED,
            CaseKind.MISSING: SHARED,
        }

    adjudicate(root)
    with opened(root, "周") as library:
        states = Counter(each.state for each in library.team.assignments.work())
        assert states == {WorkState.ADJUDICATED: 3 * SHARED, WorkState.DONE: ARTICLES - SHARED}
    capsys.readouterr()
    path = tmp_path / "decided.csv"
    pizhu(root, "export", "csv", "--output", str(path))
    check_exported(path)
    with open_library(root, creator="吴") as library:
        against = [each for _article, each in library.adjudication.disputed(work, "吴")]
        assert len(against) == 9
        assert not any(each.marked for each in against)
