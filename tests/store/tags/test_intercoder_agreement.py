from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.library import open_library
from store.tags.intercoder_agreement import Counts, Spans, agreement, coders, match_ranges
from tests.conftest import draft
from tui.cli import run


def test_kappa_and_alpha_equal_worked_examples() -> None:
    example = Counts(both=20, first=5, second=10, neither=15)
    assert example.kappa == pytest.approx(0.4)
    # Krippendorff 2011, section A: ten units, values 0 and 1, two observers: 0.095.
    assert Counts(both=1, first=1, second=3, neither=5).alpha == pytest.approx(0.095, abs=0.001)


def test_perfect_agreement_is_1_and_undefined_when_all_values_are_equal() -> None:
    assert (Counts(both=5, neither=5).kappa, Counts(both=5, neither=5).alpha) == (1, 1)
    assert (Counts(both=5).kappa, Counts(both=5).alpha) == (None, None)
    assert (Counts().kappa, Counts().alpha) == (None, None)


@pytest.fixture
def coded(root: Path) -> str:
    """An article annotated by two coders."""
    text = "甲" * 10 + "乙" * 10 + "丙" * 20
    with open_library(root, creator="lin") as library:
        article, _ = library.articles.add(draft(text, title="题"))
        library.annotations.annotate(article, 2, 12, tags=["一"])
        library.annotations.annotate(article, 22, 32, tags=["二"])
    with open_library(root, creator="zhou") as library:
        library.annotations.annotate(article, 7, 17, tags=["一"])
    return article


def test_agreement_by_character_covers_each_tag_and_all_tags(root: Path, coded: str) -> None:
    with open_library(root) as library:
        assert coders(library) == {"lin": 2, "zhou": 1}
        one, two, whole = agreement(library, "lin", "zhou")
        assert (one.tag, one.everywhere) == ("一", Counts(both=5, first=5, second=5, neither=27))
        assert one.coded == Counts(both=5, first=5, second=5, neither=10)
        assert (two.tag, two.everywhere.both, two.everywhere.first) == ("二", 0, 10)
        assert whole.everywhere == one.everywhere + two.everywhere


def test_f1_and_share_equal_a_worked_example() -> None:
    # Six of ten and six of eight annotations match: precision 6/10, recall 6/8, F 2/3, share 6/12.
    example = Spans(both=6, first=4, second=2)
    assert example.f1 == pytest.approx(2 / 3)
    assert example.share == pytest.approx(0.5)
    assert (Spans().f1, Spans().share) == (None, None)


@pytest.mark.parametrize(
    ("first", "second", "overlap", "found"),
    [
        ([(0, 10)], [(0, 10)], 1, Spans(1, 0, 0)),
        ([(0, 10)], [(0, 5)], 0.5, Spans(1, 0, 0)),
        ([(0, 10)], [(0, 4)], 0.5, Spans(0, 1, 1)),
        ([(0, 10)], [(5, 15)], 0.34, Spans(0, 1, 1)),
        ([(0, 10)], [(10, 20)], 0.01, Spans(0, 1, 1)),
        ([(0, 10)], [(0, 5), (5, 10)], 0.5, Spans(1, 0, 1)),
        # The first range matches either, the second only one: both are matched.
        ([(0, 10), (0, 6)], [(0, 6), (0, 10)], 0.9, Spans(2, 0, 0)),
        ([(0, 10), (0, 6)], [(0, 8), (0, 14)], 0.7, Spans(2, 0, 0)),
        ([], [(0, 1)], 0.5, Spans(0, 0, 1)),
    ],
)
def test_annotations_match_when_they_overlap_enough(
    first: list[tuple[int, int]], second: list[tuple[int, int]], overlap: float, found: Spans
) -> None:
    assert match_ranges(first, second, overlap) == found
    assert match_ranges(second, first, overlap) == Spans(found.both, found.second, found.first)


RANGES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=5
)


@given(RANGES, RANGES, st.sampled_from([0.1, 0.3, 0.5, 0.7, 1.0]))
def test_the_number_of_matches_is_the_maximum(
    first: list[tuple[int, int]], second: list[tuple[int, int]], overlap: float
) -> None:
    def alike(one: tuple[int, int], other: tuple[int, int]) -> bool:
        ours, theirs = set(range(*one)), set(range(*other))
        return len(ours & theirs) / len(ours | theirs) >= overlap

    fewer, more = sorted((first, second), key=len)
    best = max(sum(map(alike, fewer, chosen)) for chosen in permutations(more, len(fewer)))
    assert match_ranges(first, second, overlap).both == best


def test_agreement_by_annotation_covers_each_tag_and_all_tags(root: Path, coded: str) -> None:
    with open_library(root, creator="zhou") as library:
        library.annotations.annotate(coded, 22, 30, tags=["二"])
    with open_library(root) as library:
        one, two, whole = agreement(library, "lin", "zhou")
        assert (one.spans, two.spans) == (Spans(0, 1, 1), Spans(1, 0, 0))
        assert whole.spans == Spans(1, 1, 1)
        assert agreement(library, "lin", "zhou", overlap=0.3)[0].spans == Spans(1, 0, 0)
        assert agreement(library, "lin", "zhou", overlap=1)[1].spans == Spans(0, 1, 1)


def test_the_command_accepts_an_overlap_and_reports_matches(
    root: Path, coded: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--library", str(root)]
    assert run(["agreement", "lin", "zhou", "--overlap", "0.3", "--json", *where]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["tag"], first["matched"], first["only_first"], first["f1"]) == ("一", 1, 0, 1.0)
    assert run(["agreement", "lin", "zhou", *where]) == 0
    assert "only by lin, only by zhou" in capsys.readouterr().out
    for wrong in ("0", "1.1", "nan", "half"):
        with pytest.raises(SystemExit, match="2"):
            run(["agreement", "lin", "zhou", "--overlap", wrong, *where])
        assert "up to 1" in capsys.readouterr().err


def test_coders_without_annotations_are_rejected(root: Path, coded: str) -> None:
    with open_library(root) as library:
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
