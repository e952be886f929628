"""Decisions: what they change, when they count no more, and how they are undone, exported and merged."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.errors import BadRange, Conflict, UsageError
from store.exporting import FORMATS, export
from store.exporting.selection import Selection
from store.importing.registry import read_bundle
from store.library import Library, open_library
from store.library.adjudication.answers import Span
from store.library.adjudication.cases import Case, CaseKind, Threshold
from store.library.adjudication.comparison import CodedArticle, Comparison
from store.model.annotation import Annotation
from store.model.decisions.decision import Outcome
from store.model.tables.assignment import WorkState
from store.model.tables.member import Role
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from tests.conftest import STATION
from tests.lengths import examples
from tests.store.library.adjudication.coded_articles import coded_round
from tests.store.library.team.teams import assign, opened, with_team

Mark = tuple[str, str, str]
"""Coder, quote, tag."""

THREE: tuple[Mark, ...] = (
    *(("林", "站长", "人物"), ("陈", "站长", "人物"), ("周", "站长", "人物")),
    *(("林", "油菜花", "植物"), ("陈", "一排油菜花", "植物"), ("周", "油菜花", "植物")),
    *(("林", "旅客", "人物"), ("陈", "旅客", "群体")),
)
"""One agreed, one with different ends, one with different tags that the third did not mark."""


def coded(root: Path, marks: Iterable[Mark] = THREE) -> str:
    """Make a library with an article that several have annotated; return its ID."""
    with open_library(root, creator="主") as library:
        article, _ = library.articles.add(STATION)
    for coder, quote, tag in marks:
        with open_library(root, creator=coder) as library:
            library.annotations.annotate_quote(article, quote, tags=[tag])
    return article


def found_in(library: Library, article: str, comparison: Comparison | None = None) -> CodedArticle:
    found = library.adjudication.article(comparison or library.adjudication.compare(), article)
    assert found is not None
    return found


def case_on(library: Library, article: str, quote: str, comparison: Comparison | None = None) -> Case:
    (found,) = (
        case
        for case in found_in(library, article, comparison).cases
        if any(each.exact == quote for each in case.annotations)
    )
    return found


def results(library: Library, article: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.exact, each.tags) for each in library.annotations.of(article) if each.is_result]


def outcomes(library: Library, article: str) -> dict[tuple[str, str], Outcome | None]:
    return {
        (each.creator, each.exact): each.decision.outcome if each.decision else None
        for each in library.annotations.of(article)
        if not each.is_result
    }


def test_cases_are_found_among_whoever_marked_something(root: Path) -> None:
    article = coded(root)
    with open_library(root, creator="主") as library:
        found = found_in(library, article)
        assert found.coders == ("周", "林", "陈")
        assert [case.kind for case in found.cases] == [CaseKind.AGREED, CaseKind.ENDS, CaseKind.MISSING]


def test_taking_a_coder_makes_an_annotation_of_a_creator_of_its_own(root: Path) -> None:
    article = coded(root)
    with open_library(root, creator="主") as library:
        adjudication = library.adjudication
        adjudication.take(
            adjudication.compare(), article, case_on(library, article, "油菜花").key, ["林"], "只标名词"
        )
        (result,) = (each for each in library.annotations.of(article) if each.is_result)
        assert (result.exact, result.tags, result.creator) == ("油菜花", ("植物",), "adjudicated")
        assert result.decision is not None
        assert (result.decision.by, result.decision.reason) == ("主", "只标名词")
        assert result.decision.taken == ("周", "林")
        assert result.decision.coders == ("周", "林", "陈")
        made = outcomes(library, article)
        assert made["林", "油菜花"] is made["周", "油菜花"] is Outcome.TAKEN
        assert made["陈", "一排油菜花"] is Outcome.REJECTED
        assert made["林", "站长"] is None
        assert case_on(library, article, "油菜花").is_decided
        assert found_in(library, article).coders == ("周", "林", "陈")


def test_both_neither_and_own_are_decisions(root: Path) -> None:
    article = coded(root)
    with open_library(root, creator="主") as library:
        adjudication = library.adjudication
        compared = adjudication.compare()
        adjudication.take(compared, article, case_on(library, article, "旅客").key, ["林", "陈"])
        assert results(library, article) == [("旅客", ("人物", "群体"))]
        adjudication.take(compared, article, case_on(library, article, "旅客").key, [])
        assert results(library, article) == []
        assert case_on(library, article, "旅客").is_decided
        start = STATION.text.index("种了一排")
        adjudication.give(
            compared, article, case_on(library, article, "油菜花").key, [Span(start, start + 7, ("动作",))]
        )
        assert results(library, article) == [("种了一排油菜花", ("动作",))]
        assert set(outcomes(library, article).values()) == {None, Outcome.REJECTED}
        assert "动作" in {tag.name for tag in library.codebook.tags()}
        with pytest.raises(BadRange):
            adjudication.give(compared, article, case_on(library, article, "站长").key, [Span(5, 999)])


def test_a_decision_is_one_step_that_can_be_undone_and_redone(root: Path) -> None:
    article = coded(root)
    with open_library(root, creator="主") as library:
        before = [each.id for each in library.annotations.of(article)]
        library.adjudication.take(
            library.adjudication.compare(), article, case_on(library, article, "油菜花").key, ["陈"]
        )
        assert library.undo() == "decide on 「一排油菜花」"
        assert [each.id for each in library.annotations.of(article)] == before
        assert set(outcomes(library, article).values()) == {None}
        library.redo()
        assert results(library, article) == [("一排油菜花", ("植物",))]
        library.adjudication.reopen(
            library.adjudication.compare(), article, case_on(library, article, "油菜花").key
        )
        assert results(library, article) == []
        assert not case_on(library, article, "油菜花").is_decided
        assert not list(check(FolderStore(root)))


@pytest.mark.parametrize("change", ["tags", "place", "delete", "more"])
def test_a_case_is_open_again_when_an_annotation_of_it_changes(root: Path, change: str) -> None:
    article = coded(root)
    with open_library(root, creator="陈") as library:
        case = case_on(library, article, "油菜花")
        library.adjudication.take(library.adjudication.compare(), article, case.key, ["陈"])
        (own,) = (each for each in case.annotations if each.creator == "陈")
        if change == "tags":
            library.annotations.edit(article, own.id, tags=["花"])
        elif change == "place":
            library.annotations.place(article, own.id, own.start + 1, own.end)
        elif change == "delete":
            library.annotations.delete(article, own.id)
        else:
            library.annotations.annotate(article, own.start, own.end - 1, tags=["植物"])
        assert not case_on(library, article, "油菜花").is_decided
        library.adjudication.take(
            library.adjudication.compare(), article, case_on(library, article, "油菜花").key, ["林"]
        )
        assert results(library, article) == [("油菜花", ("植物",))]


def test_a_note_on_an_annotation_does_not_open_its_case_and_comes_with_the_result(root: Path) -> None:
    article = coded(root)
    with open_library(root, creator="陈") as library:
        case = case_on(library, article, "油菜花")
        library.adjudication.take(library.adjudication.compare(), article, case.key, ["陈"])
        library.annotations.edit(article, case.annotations[0].id, note="黄色")
        assert case_on(library, article, "油菜花").is_decided
        library.adjudication.take(library.adjudication.compare(), article, case.key, ["陈"])
        (result,) = (each for each in library.annotations.of(article) if each.is_result)
        assert case.annotations[0].creator == "陈"
        assert result.note == "陈: 黄色"


def test_what_was_changed_meanwhile_is_not_decided(root: Path) -> None:
    article = coded(root)
    with open_library(root, creator="主") as library, open_library(root, creator="林") as another:
        case = case_on(library, article, "油菜花")
        another.annotations.annotate_quote(article, "一排油菜花", tags=["植物"])
        with pytest.raises(Conflict):
            library.adjudication.take(library.adjudication.compare(), article, case.key, ["陈"])
        assert results(library, article) == []


def test_agreed_cases_are_taken_by_a_threshold_in_one_step(root: Path) -> None:
    article = coded(root)
    with open_library(root, creator="主") as library:
        adjudication = library.adjudication
        compared = adjudication.compare()
        would = adjudication.take_agreed(compared, [article], Threshold(Fraction(2, 3), 0.5), dry_run=True)
        assert (would.taken, would.open, would.articles, would.finished) == (2, 1, 1, 0)
        assert results(library, article) == []
        assert adjudication.take_agreed(compared, [article], Threshold()).taken == 1
        assert results(library, article) == [("站长", ("人物",))]
        assert adjudication.take_agreed(compared, [article], Threshold(Fraction(2, 3), 0.5)).taken == 1
        assert results(library, article) == [("站长", ("人物",)), ("油菜花", ("植物",))]
        assert outcomes(library, article)["陈", "一排油菜花"] is Outcome.TAKEN
        assert library.undo() == "take 1 case that coders agree on"
        assert results(library, article) == [("站长", ("人物",))]


@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(0), Fraction(3, 2)])
def test_a_threshold_that_two_answers_could_have_is_refused(root: Path, share: Fraction) -> None:
    article = coded(root)
    with open_library(root) as library, pytest.raises(UsageError, match="more than 1/2"):
        library.adjudication.take_agreed(library.adjudication.compare(), [article], Threshold(share))


def test_a_coder_finds_the_decisions_that_went_against_them(root: Path) -> None:
    article = coded(root)
    with open_library(root, creator="主") as library:
        adjudication = library.adjudication
        compared = adjudication.compare()
        for quote, coders in (("站长", ["林"]), ("油菜花", ["林"]), ("旅客", ["陈"])):
            adjudication.take(compared, article, case_on(library, article, quote).key, coders)

        def against(name: str) -> list[tuple[str, list[str], list[str]]]:
            return [
                (each.coder, [mark.exact for mark in each.marked], [mark.exact for mark in each.decided])
                for _article, each in adjudication.disputed([article], name)
            ]

        assert against("陈") == [("陈", ["一排油菜花"], ["油菜花"])]
        assert against("林") == [("林", ["旅客"], ["旅客"])]
        assert against("周") == [("周", [], ["旅客"])]
        assert len(against("")) == 3
        adjudication.take(compared, article, case_on(library, article, "旅客").key, [])
        assert against("周") == []


def test_articles_with_such_a_decision_are_found_by_a_query(root: Path) -> None:
    article = coded(root)
    with open_library(root, creator="主") as library:
        library.adjudication.take(
            library.adjudication.compare(), article, case_on(library, article, "油菜花").key, ["林"]
        )

    def found(creator: str, query: str) -> bool:
        with open_library(root, creator=creator) as library:
            return article in library.articles.filtered(library.codebook.query(query)).articles

    assert found("陈", "disputed:me")
    assert not found("林", "disputed:me")
    assert found("林", "异议:陈")
    assert found("林", "-disputed:me")
    assert found("林", "disputed:林|陈 AND tag:人物")
    assert not found("林", "disputed:陈 AND -tag:人物")


def test_what_others_marked_in_a_blind_round_is_not_compared_before_the_own_work_is_done(root: Path) -> None:
    first, *_others = in_round(root)
    with opened(root, "林") as library:
        compared = library.adjudication.compare()
        assert library.adjudication.article(compared, first) is None
        assert "The round is blind" in str(compared.nothing())
    finish(root, first, "林")
    with opened(root, "林") as library:
        assert library.adjudication.article(library.adjudication.compare(), first) is not None


def test_a_reason_can_be_written_afterwards(root: Path) -> None:
    article = coded(root)
    with open_library(root, creator="主") as library:
        adjudication = library.adjudication
        compared = adjudication.compare()
        key = case_on(library, article, "油菜花").key
        with pytest.raises(UsageError, match="not decided yet"):
            adjudication.explain(compared, article, key, "只标名词")
        adjudication.take(compared, article, key, ["林"])
        adjudication.explain(compared, article, key, "只标名词")
        decision = case_on(library, article, "油菜花").decision
        assert decision is not None
        assert decision.reason == "只标名词"
        assert library.undo() == "reason of the decision on 「一排油菜花」"
        with pytest.raises(UsageError, match="at most 2,000 characters"):
            adjudication.explain(compared, article, key, "长" * 2_001)


def test_one_coder_is_a_clear_sentence(root: Path) -> None:
    article = coded(root, [("林", "站长", "人物")])
    with open_library(root) as library:
        adjudication = library.adjudication
        compared = adjudication.compare()
        assert list(adjudication.coded(compared, [article])) == []
        assert "two coders of the same article" in str(compared.nothing())
        with pytest.raises(UsageError, match="two coders of the same article"):
            adjudication.take_agreed(compared, [article], Threshold())
        with pytest.raises(UsageError, match="Adjudication needs two coders or more"):
            adjudication.compare(["林"])
        with pytest.raises(UsageError, match="Adjudication needs two coders or more"):
            adjudication.compare(["林", "林 "])
        with pytest.raises(UsageError, match="There is no round 1: none has been opened"):
            adjudication.compare((), 1)
        with pytest.raises(UsageError, match="one of the coders"):
            adjudication.compare(["林", "陈"], name="林")


def in_round(root: Path) -> list[str]:
    """Make a library with a blind round in which two coders of three have coded the first article."""
    articles = with_team(root, "林", "陈")
    assign(root, [(articles[0], "林"), (articles[0], "陈"), (articles[1], "林")])
    for coder, quote in (("林", "站长"), ("陈", "月台")):
        with opened(root, coder) as library:
            library.annotations.annotate_quote(articles[0], "第0篇", tags=["人物"])
            library.annotations.annotate_quote(articles[0], quote, tags=["地点"])
    return articles


def finish(root: Path, article: str, *coders: str) -> None:
    for coder in coders:
        with opened(root, coder) as library:
            library.team.assignments.finish(article)


def test_an_article_waits_for_coders_who_have_not_finished(root: Path) -> None:
    first, *_others = in_round(root)
    finish(root, first, "林")
    with opened(root, "周") as library:
        compared = library.adjudication.compare()
        found = found_in(library, first, compared)
        assert found.coders == ("林/1", "陈/1")
        assert found.waiting == ("陈",)
        with pytest.raises(UsageError, match="陈 have not finished"):
            library.adjudication.take(compared, first, found.cases[0].key, ["林/1"])
        assert library.adjudication.take_agreed(compared, [first], Threshold()).waiting == 1
        library.team.rounds.close()
        assert found_in(library, first, library.adjudication.compare()).waiting == ()


def test_when_all_cases_are_decided_the_assignments_are_adjudicated_until_one_is_open(root: Path) -> None:
    first, *_others = in_round(root)
    finish(root, first, "林", "陈")
    with opened(root, "周") as library:
        adjudication, assignments = library.adjudication, library.team.assignments
        compared = adjudication.compare()
        assert adjudication.take_agreed(compared, [first], Threshold()).taken == 1
        quotes = ["站长", "月台"]
        for quote in quotes:
            assert {each.state for each in assignments.work(article=first)} == {WorkState.DONE}
            case = case_on(library, first, quote, compared)
            adjudication.take(compared, first, case.key, list(case.answers))
        assert {each.state for each in assignments.work(article=first)} == {WorkState.ADJUDICATED}
        assert {each.creator for each in library.annotations.of(first) if each.is_result} == {"adjudicated/1"}
        library.undo()
        assert {each.state for each in assignments.work(article=first)} == {WorkState.DONE}
        library.redo()
        adjudication.reopen(compared, first, case_on(library, first, "月台", compared).key)
        assert {each.state for each in assignments.work(article=first)} == {WorkState.DONE}


def adjudicated_article(root: Path) -> str:
    """An article all of whose cases 裁, an adjudicator, has decided, in a round that is closed then."""
    (article,) = coded_round(root, 1)
    with opened(root, "周") as library:
        library.team.members.add(["裁"], Role.ADJUDICATOR)
    with opened(root, "裁") as library:
        comparison = library.adjudication.compare()
        coded = library.adjudication.article(comparison, article)
        assert coded
        for case in coded.cases:
            library.adjudication.take(comparison, article, case.key, list(case.answers)[:1])
    with opened(root, "周") as library:
        library.team.rounds.close()
    return article


def states(library: Library) -> set[str]:
    return {str(each.state) for each in library.team.assignments.work()}


def test_an_article_is_not_adjudicated_any_more_when_a_coder_changes_what_they_marked(root: Path) -> None:
    article = adjudicated_article(root)
    with opened(root, "林") as library:
        assert states(library) == {"adjudicated"}
        own = next(each for each in library.annotations.of(article) if each.creator == "林/1")
        library.annotations.edit(article, own.id, note="只是笔记")
        assert states(library) == {"adjudicated"}
        library.annotations.edit(article, own.id, tags=["别的"])
        assert states(library) == {"done"}
        library.undo()
        assert states(library) == {"adjudicated"}
        library.redo()
        assert states(library) == {"done"}
        library.undo()
        library.annotations.delete(article, own.id)
        assert states(library) == {"done"}


@pytest.mark.long
def test_an_adjudicator_undoes_the_decision_that_finished_an_article(root: Path) -> None:
    (article,) = coded_round(root, 1)
    with opened(root, "周") as library:
        library.team.members.add(["裁"], Role.ADJUDICATOR)
    with opened(root, "裁") as library:
        library.adjudication.take_agreed(library.adjudication.compare(), [article], Threshold())
        comparison = library.adjudication.compare()
        coded = library.adjudication.article(comparison, article)
        assert coded
        for case in coded.cases:
            if not case.is_decided:
                library.adjudication.take(comparison, article, case.key, list(case.answers)[:1])
        assert states(library) == {"adjudicated"}
        assert "decide on" in str(library.undo())
        assert states(library) == {"done"}
        library.redo()
    with opened(root, "林") as library, pytest.raises(UsageError, match="Only adjudicators"):
        library.undo()


def test_decisions_stay_when_a_tag_gets_another_name(root: Path) -> None:
    article = adjudicated_article(root)
    with opened(root, "周") as library:
        comparison = library.adjudication.compare()
        changes: list[Callable[[], int]] = [
            lambda: library.codebook.rename("植物", "花草"),
            lambda: library.codebook.merge(["花草"], "群体"),
            lambda: library.codebook.delete("人物"),
        ]
        for change in changes:
            change()
            coded = library.adjudication.article(comparison, article)
            assert coded
            assert [case.is_decided for case in coded.cases] == [True] * len(coded.cases)
            assert all(coded.results_of(case) for case in coded.cases)
            assert states(library) == {"adjudicated"}


def test_an_article_in_which_nobody_marked_anything_is_adjudicated_with_the_agreed(root: Path) -> None:
    first, *_others = with_team(root, "林", "陈")
    assign(root, [(first, "林"), (first, "陈")])
    finish(root, first, "林", "陈")
    with opened(root, "周") as library:
        done = library.adjudication.take_agreed(library.adjudication.compare(), [first], Threshold())
        assert (done.taken, done.finished) == (0, 1)
        assert {each.state for each in library.team.assignments.work()} == {WorkState.ADJUDICATED}


def test_coders_of_a_team_do_not_decide(root: Path) -> None:
    first, *_others = in_round(root)
    finish(root, first, "林", "陈")
    with opened(root, "周") as library:
        library.team.members.add(["吴"], Role.ADJUDICATOR)
    with opened(root, "林") as library:
        compared = library.adjudication.compare()
        key = found_in(library, first, compared).cases[0].key
        with pytest.raises(UsageError, match="Only adjudicators and managers of the team decide: 吴, 周"):
            library.adjudication.take(compared, first, key, [])
    with opened(root, "吴") as library:
        library.adjudication.take(compared, first, key, [])


@pytest.mark.parametrize("kind", ["json", "jsonl", "pizhu"])
def test_decisions_come_with_an_export_and_are_merged_into_what_is_there(
    root: Path, tmp_path: Path, kind: str
) -> None:
    article = coded(root)
    before, after = (tmp_path / f"{name}{FORMATS[kind].suffixes[0]}" for name in ("before", "after"))
    with open_library(root, creator="主") as library:
        export(Selection(library), FORMATS[kind], before)
        adjudication = library.adjudication
        compared = adjudication.compare()
        adjudication.take(compared, article, case_on(library, article, "油菜花").key, ["林"], "只标名词")
        adjudication.take(compared, article, case_on(library, article, "旅客").key, [])
        export(Selection(library), FORMATS[kind], after)
        expected = library.annotations.of(article)
    with open_library(tmp_path / "other") as other:
        other.merger.merge(read_bundle(before), "merge")
        merged = other.merger.merge(read_bundle(after), "merge")
        assert (merged.annotations_added, merged.decisions_added) == (1, 5)

        def plain(annotations: Iterable[Annotation]) -> list[Annotation]:
            return [replace(each, rev=0) for each in annotations]

        assert plain(other.annotations.of(article)) == plain(expected)
        assert other.merger.merge(read_bundle(after), "merge").is_step is False
        other.undo()
        assert results(other, article) == []
        assert set(outcomes(other, article).values()) == {None}


def test_tables_have_who_decided_and_whose_annotation_it_is(root: Path, tmp_path: Path) -> None:
    article = coded(root)
    path = tmp_path / "quotes.csv"
    with open_library(root, creator="主") as library:
        library.adjudication.take(
            library.adjudication.compare(), article, case_on(library, article, "油菜花").key, ["陈"], "带数量"
        )
        export(Selection(library), FORMATS["csv"], path)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    decided = [
        (row["creator"], row["quote"], row["decision"], row["decided_by"], row["taken_from"], row["reason"])
        for row in rows
        if row["decision"]
    ]
    assert sorted(decided) == sorted(
        [
            ("周", "油菜花", "rejected", "主", "", "带数量"),
            ("林", "油菜花", "rejected", "主", "", "带数量"),
            ("陈", "一排油菜花", "taken", "主", "", "带数量"),
            ("adjudicated", "一排油菜花", "result", "主", "陈", "带数量"),
        ]
    )


@pytest.mark.long
@settings(max_examples=examples(6))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["林", "陈", "周"]),
            st.integers(0, 20),
            st.integers(1, 5),
            st.sampled_from(["甲", "乙"]),
        ),
        min_size=2,
        max_size=8,
    ),
    st.lists(st.integers(0, 3), min_size=8, max_size=8),
)
def test_whatever_is_decided_every_case_is_decided_once_and_undo_leads_back(
    tmp_path_factory: pytest.TempPathFactory, marks: list[tuple[str, int, int, str]], choices: list[int]
) -> None:
    with open_library(tmp_path_factory.mktemp("library") / "lib", creator="主") as library:
        article, _ = library.articles.add(STATION)
        for coder, start, length, tag in marks:
            made = library.annotations.annotate(article, start, start + length, tags=[tag])
            _sign(library, article, made, coder)
        compared = library.adjudication.compare()
        found = library.adjudication.article(compared, article)
        if found is None:
            return
        before = [each.id for each in library.annotations.of(article)]
        for case, choice in zip(found.cases, choices, strict=False):
            coders = list(case.answers)
            library.adjudication.take(compared, article, case.key, coders[:choice])
        after = found_in(library, article, compared)
        assert [case.key for case in after.cases] == [case.key for case in found.cases]
        assert after.is_decided or len(found.cases) > len(choices)
        for each in library.annotations.of(article):
            assert (each.decision is not None) or len(found.cases) > len(choices)
        for _case in found.cases[: len(choices)]:
            library.undo()
        assert [each.id for each in library.annotations.of(article)] == before


def _sign(library: Library, article: str, annotation: Annotation, coder: str) -> None:
    """Sign an annotation as somebody."""
    library.annotations.delete(article, annotation.id)
    library.annotations.put({article: [replace(annotation, creator=coder)]}, "test")
