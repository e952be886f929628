from __future__ import annotations

from pathlib import Path

import pytest

from store.agreement import Counts, agreement, coders
from store.errors import UsageError
from store.library import Library
from tests.conftest import draft
from tui.cli import run


def test_kappa_and_alpha_are_those_of_worked_examples() -> None:
    example = Counts(both=20, first=5, second=10, neither=15)
    assert example.kappa == pytest.approx(0.4)
    # Krippendorff 2011, section A: ten units, values 0 and 1, two observers: 0.095.
    assert Counts(both=1, first=1, second=3, neither=5).alpha == pytest.approx(0.095, abs=0.001)


def test_those_who_agree_wholly_have_one_and_where_all_is_the_same_nothing_is_said() -> None:
    assert (Counts(both=5, neither=5).kappa, Counts(both=5, neither=5).alpha) == (1, 1)
    assert (Counts(both=5).kappa, Counts(both=5).alpha) == (None, None)
    assert (Counts().kappa, Counts().alpha) == (None, None)


@pytest.fixture
def coded(root: Path) -> str:
    """An article coded by two."""
    text = "甲" * 10 + "乙" * 10 + "丙" * 20
    with Library(root, creator="lin") as library:
        article, _ = library.add(draft(text, title="题"))
        library.marks.annotate(article, 2, 12, tags=["一"])
        library.marks.annotate(article, 22, 32, tags=["二"])
    with Library(root, creator="zhou") as library:
        library.marks.annotate(article, 7, 17, tags=["一"])
    return article


def test_agreement_is_counted_by_character_for_each_tag_and_for_all(root: Path, coded: str) -> None:
    with Library(root) as library:
        assert coders(library) == {"lin": 2, "zhou": 1}
        one, two, whole = agreement(library, "lin", "zhou")
        assert (one.tag, one.everywhere) == ("一", Counts(both=5, first=5, second=5, neither=27))
        assert one.coded == Counts(both=5, first=5, second=5, neither=10)
        assert (two.tag, two.everywhere.both, two.everywhere.first) == ("二", 0, 10)
        assert whole.everywhere == one.everywhere + two.everywhere


def test_whoever_has_coded_nothing_is_told_of(root: Path, coded: str) -> None:
    with Library(root) as library:
        with pytest.raises(UsageError, match=r"nobody.*lin, zhou"):
            agreement(library, "lin", "nobody")
        with pytest.raises(UsageError, match="two coders"):
            agreement(library, "lin", "lin")


def test_the_command_prints_a_table(root: Path, coded: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["agreement", "lin", "zhou", "--library", str(root)]) == 0
    table = capsys.readouterr().out
    assert "一" in table
    assert "(all)" in table
    assert run(["agreement", "lin", "zhou", "--json", "--library", str(root)]) == 0
    assert '"tag":null' in capsys.readouterr().out.replace(" ", "")
    assert run(["agreement", "--library", str(root)]) == 0
    assert run(["agreement", "lin", "--library", str(root)]) == 2
