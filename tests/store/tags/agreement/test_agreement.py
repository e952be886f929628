from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese.sentences import sentences
from store.errors import Stopped, UsageError
from store.library import Library, open_library
from store.model.article import paragraphs
from store.tags.agreement.agreement import Agreement, agreement
from store.tags.agreement.articles import By, Choice
from store.tags.agreement.coders import coder_and_round, coders
from store.tags.agreement.coefficients import Undefined, fleiss_kappa, krippendorff_alpha
from store.tags.agreement.counts import Counts, Spans
from store.tags.agreement.disagreements import disagreements
from store.tags.agreement.runs import joint_columns, runs_by_tag
from store.tags.agreement.tally import CodedArticle, Tally, in_blocks
from store.tags.agreement.units import Mark, Unit, units_of
from tests.conftest import draft


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


@pytest.fixture
def study(root: Path) -> Iterator[tuple[Library, list[str]]]:
    """Three articles: the first coded by three coders, the second by two of them, the third by one."""
    with open_library(root, creator="lin") as library:
        articles = [
            library.articles.add(draft(f"{words}很好。{words}不好。", "另外一段。", title=words))[0]
            for words in ("服务", "价格", "环境")
        ]
        for article, date in zip(articles, ("2020-03-24", "2020-03", ""), strict=True):
            library.articles.correct(article, {"date": date})
    for creator, marks in {
        "lin": [(0, 3, 7, "好"), (1, 3, 7, "好"), (1, 8, 12, "坏/很坏"), (2, 3, 7, "好")],
        "zhou": [(0, 3, 7, "好"), (1, 3, 6, "好"), (1, 8, 12, "坏")],
        "wu": [(0, 4, 7, "好"), (0, 9, 11, "坏")],
    }.items():
        with open_library(root, creator=creator) as opened:
            for number, start, end, tag in marks:
                opened.annotations.annotate(articles[number], start, end, tags=[tag])
    with open_library(root) as library:
        yield library, articles


def row_of(rows: tuple[Agreement, ...], group: str) -> Agreement:
    (found,) = (row for row in rows if row.group == group and not row.is_total)
    return found


def test_agreement_by_character_covers_each_tag_and_all_tags(root: Path, coded: str) -> None:
    with open_library(root) as library:
        assert coders(library) == {"lin": 2, "zhou": 1}
        one, two, whole = agreement(library, ["lin", "zhou"]).rows
        (pair,) = one.pairs
        assert (one.group, pair.everywhere) == ("一", Counts(both=5, first=5, second=5, neither=27))
        assert pair.coded == Counts(both=5, first=5, second=5, neither=10)
        assert (two.group, two.pairs[0].everywhere.both, two.pairs[0].everywhere.first) == ("二", 0, 10)
        assert whole.pairs[0].everywhere == pair.everywhere + two.pairs[0].everywhere
        assert (one.alpha.value, one.kappa) == (pair.everywhere.alpha, pair.everywhere.kappa)
        assert one.alpha_coded.value == pair.coded.alpha


def test_agreement_by_annotation_covers_each_tag_and_all_tags(root: Path, coded: str) -> None:
    with open_library(root, creator="zhou") as library:
        library.annotations.annotate(coded, 22, 30, tags=["二"])
    with open_library(root) as library:

        def spans(overlap: float) -> list[Spans]:
            rows = agreement(library, ["lin", "zhou"], choice=Choice(overlap=overlap)).rows
            return [row.pairs[0].spans for row in rows]

        assert spans(0.5) == [Spans(0, 1, 1), Spans(1, 0, 0), Spans(1, 1, 1)]
        assert spans(0.3)[0] == Spans(1, 0, 0)
        assert spans(1)[1] == Spans(0, 1, 1)


def test_coders_without_annotations_are_rejected(root: Path, coded: str) -> None:
    with open_library(root) as library:
        with pytest.raises(UsageError, match=r"nobody.*lin, zhou"):
            agreement(library, ["lin", "nobody"])
        with pytest.raises(UsageError, match=r"nobody"):
            agreement(library, ["lin", "nobody"], everyone=True)
        for same in (["lin", "lin"], ["lin"]):
            with pytest.raises(UsageError, match="two coders"):
                agreement(library, same)


def test_one_coder_alone_is_told_that_there_are_too_few(library: Library, station: str) -> None:
    library.annotations.annotate(station, 0, 2, tags=["一"])
    with pytest.raises(UsageError, match="annotations by fewer"):
        agreement(library)


def test_all_coders_are_measured_over_the_articles_that_two_of_them_coded(
    study: tuple[Library, list[str]],
) -> None:
    library, articles = study
    table = agreement(library)
    assert table.coders == ("lin", "wu", "zhou")
    assert [row.group for row in table.rows] == ["坏", "坏/很坏", "好", ""]
    good = row_of(table.rows, "好")
    lengths = [len(library.texts.text(article)) for article in articles]
    assert (good.articles, good.units) == (2, lengths[0] + lengths[1])
    lin, wu, zhou = {3, 4, 5, 6}, {4, 5, 6}, {3, 4, 5, 6}
    first = [tuple(int(at in each) for each in (lin, wu, zhou)) for at in range(lengths[0])]
    second = [(int(3 <= at < 7), None, int(3 <= at < 6)) for at in range(lengths[1])]
    assert good.alpha == krippendorff_alpha(Counter([*first, *second]))
    assert good.fleiss == fleiss_kappa(Counter(first))
    assert [(pair.first, pair.second) for pair in good.pairs] == [
        ("lin", "wu"),
        ("lin", "zhou"),
        ("wu", "zhou"),
    ]
    kappas = [pair.everywhere.kappa for pair in good.pairs]
    assert good.kappa == pytest.approx(sum(each or 0 for each in kappas) / 3)


def test_who_is_said_to_have_coded_an_article_counts_without_annotations(
    study: tuple[Library, list[str]],
) -> None:
    library, articles = study
    bad = row_of(agreement(library, ["lin", "zhou"]).rows, "坏/很坏")
    assert bad.articles == 2
    assigned = agreement(library, ["lin", "zhou"], assigned={articles[2]: ["zhou"]}).rows
    everyone = agreement(library, ["lin", "zhou"], everyone=True).rows
    assert assigned == everyone
    assert row_of(assigned, "好").articles == 3
    assert row_of(assigned, "好").alpha != row_of(agreement(library, ["lin", "zhou"]).rows, "好").alpha


def test_three_coders_without_a_common_article_are_told_so(root: Path) -> None:
    for creator in "甲乙丙":
        with open_library(root, creator=creator) as library:
            article, _ = library.articles.add(draft(f"{creator}的文章。", title=creator))
            library.annotations.annotate(article, 0, 1, tags=["一"])
    with open_library(root) as library, pytest.raises(UsageError, match="by two of these coders"):
        agreement(library)


def test_fleiss_kappa_needs_units_that_all_coders_coded(study: tuple[Library, list[str]]) -> None:
    library, articles = study
    rows = agreement(library, articles=articles[1:], assigned={articles[2]: ["wu"]}).rows
    assert row_of(rows, "好").fleiss.undefined is Undefined.NO_UNITS
    assert row_of(rows, "好").alpha.value is not None


def test_a_child_counts_as_its_parent_on_request(study: tuple[Library, list[str]]) -> None:
    library, _articles = study
    plain = agreement(library, ["lin", "zhou"]).rows
    assert row_of(plain, "坏").pairs[0].everywhere.both == 0
    with_parents = agreement(library, ["lin", "zhou"], choice=Choice(parents=True)).rows
    assert row_of(with_parents, "坏").pairs[0].everywhere.both == 4
    assert row_of(with_parents, "坏/很坏") == row_of(plain, "坏/很坏")


def test_only_chosen_tags_count(study: tuple[Library, list[str]]) -> None:
    library, _articles = study
    rows = agreement(library, choice=Choice(tags=frozenset({"坏"}))).rows
    assert [row.group for row in rows] == ["坏", ""]


@pytest.mark.parametrize("unit", list(Unit))
def test_a_tag_has_the_same_figures_alone(study: tuple[Library, list[str]], unit: Unit) -> None:
    library, articles = study
    for wanted in (articles, articles[:1]):
        every = agreement(library, articles=wanted, choice=Choice(unit=unit), samples=50).rows
        alone = agreement(
            library, articles=wanted, choice=Choice(unit=unit, tags=frozenset({"坏"})), samples=50
        ).rows
        assert row_of(alone, "坏") == row_of(every, "坏")


def test_articles_and_months_are_measured_one_by_one(study: tuple[Library, list[str]]) -> None:
    library, articles = study
    rows = agreement(library, choice=Choice(by=By.ARTICLE)).rows
    assert {row.group for row in rows} == {articles[0], articles[1], ""}
    first = row_of(rows, articles[0])
    assert (first.title, first.coders, first.tags) == ("服务", ("lin", "wu", "zhou"), 3)
    alone = agreement(library, articles=articles[:1]).rows[-1]
    assert alone.tags == 2
    assert first.alpha_joint == alone.alpha_joint
    assert [pair.spans for pair in first.pairs] == [pair.spans for pair in alone.pairs]
    months = agreement(library, choice=Choice(by=By.MONTH)).rows
    assert [(row.group, row.articles, row.is_total) for row in months] == [
        ("2020-03", 2, False),
        ("", 2, True),
    ]
    assert months[0].alpha == months[1].alpha == rows[-1].alpha


def test_the_counts_of_articles_add_up_to_those_of_all(study: tuple[Library, list[str]]) -> None:
    library, _articles = study
    *rows, total = agreement(library, choice=Choice(by=By.ARTICLE)).rows
    assert {row.tags for row in rows} == {total.tags}
    for pair in total.pairs:
        same = [
            each.everywhere
            for row in rows
            for each in row.pairs
            if (each.first, each.second) == (pair.first, pair.second)
        ]
        for name in ("both", "first", "second", "neither"):
            assert sum(getattr(each, name) for each in same) == getattr(pair.everywhere, name)


def test_a_round_is_the_end_of_a_name() -> None:
    assert coder_and_round("lin/1") == ("lin", "1")
    assert coder_and_round("lin") == ("lin", "")
    assert coder_and_round("a/b/2") == ("a/b", "2")
    assert (coder_and_round("/1"), coder_and_round("lin/")) == (("/1", ""), ("lin/", ""))


@pytest.fixture
def rounds(root: Path) -> Iterator[Library]:
    """Two coders who coded an article in two rounds, alike only in the second."""
    with open_library(root) as library:
        article, _ = library.articles.add(draft("服务很好。价格不好。", "另外一段。"))
    for creator, start in (("lin/1", 6), ("zhou/1", 11), ("lin/2", 6), ("zhou/2", 6)):
        with open_library(root, creator=creator) as library:
            library.annotations.annotate(article, start, start + 3, tags=["好"])
    with open_library(root) as library:
        yield library


def test_rounds_are_compared_one_by_one(rounds: Library) -> None:
    table = agreement(rounds, choice=Choice(by=By.ROUND))
    assert table.coders == ("lin", "zhou")
    first, second, whole = table.rows
    assert (first.group, first.pairs[0].everywhere.both, second.group) == ("1", 0, "2")
    assert (second.alpha.value, second.kappa) == (1, 1)
    assert whole.pairs[0].everywhere == first.pairs[0].everywhere + second.pairs[0].everywhere
    assert agreement(rounds, ["lin", "zhou"], choice=Choice(by=By.ROUND)) == table


def test_two_rounds_of_one_coder_are_two_coders(rounds: Library) -> None:
    assert agreement(rounds, ["lin/1", "lin/2"]).rows[0].alpha.value == 1
    assert (agreement(rounds, ["zhou/1", "zhou/2"]).rows[0].alpha.value or 0) < 0


def test_one_article_has_intervals_from_its_paragraphs(root: Path) -> None:
    words = [f"第{number}段说服务很好。" for number in range(12)]
    with open_library(root, creator="lin") as library:
        article, _ = library.articles.add(draft(*words))
    for creator, step in (("lin", 1), ("zhou", 2)):
        with open_library(root, creator=creator) as library:
            for number, (start, _end) in enumerate(paragraphs(library.texts.text(article))[1:]):
                if number % step == 0:
                    library.annotations.annotate(article, start, start + 4, tags=["好"])
    with open_library(root) as library:
        for unit in Unit:
            table = agreement(library, choice=Choice(unit=unit), samples=300, seed=3)
            row = table.rows[0]
            if unit is not Unit.SPAN:  # whatever lin did not mark is no span
                assert row.interval is not None
                assert row.interval.low < (row.alpha.value or 0) < row.interval.high
        assert agreement(library, samples=0).rows[0].interval is None


def test_a_measurement_can_be_stopped(study: tuple[Library, list[str]]) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        agreement(study[0], progress=stop)


def test_disagreements_are_places_with_those_who_gave_the_tag(study: tuple[Library, list[str]]) -> None:
    library, articles = study
    found = list(disagreements(library, choice=Choice(tags=frozenset({"好"}))))
    assert [(each.article, each.start, each.end) for each in sorted(found, key=lambda each: each.end)] == [
        (articles[0], 3, 4),
        (articles[1], 6, 7),
    ]
    first = next(each for each in found if each.article == articles[0])
    assert (first.given, first.withheld, first.tag) == (("lin", "zhou"), ("wu",), "好")
    more = disagreements(library, choice=Choice(tags=frozenset({"好"})), assigned={articles[2]: ["wu"]})
    assert {each.article for each in more} == set(articles)


# Against counting one by one

TEXT = "天气很好。我们出门了！\n\n“真的吗？”他问。\n没有回答。"
MARKS = st.lists(
    st.builds(
        lambda coder, tags, start, length: Mark(coder, tuple(tags), start, min(start + length, len(TEXT))),
        st.integers(0, 2),
        st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=2, unique=True),
        st.integers(0, len(TEXT) - 1),
        st.integers(1, 9),
    ),
    max_size=8,
)


def one_by_one(unit: Unit, marks: list[Mark]) -> list[tuple[int, int]]:
    """Return the ranges of the units."""
    if unit is Unit.CHARACTER:
        return [(place, place + 1) for place in range(len(TEXT))]
    ranges = sentences(TEXT) if unit is Unit.SENTENCE else paragraphs(TEXT)
    return [(start, end) for start, end in ranges if TEXT[start:end].strip()]


def overlaps(mark: Mark, unit: tuple[int, int]) -> bool:
    return mark.start < unit[1] and unit[0] < mark.end


@pytest.mark.parametrize("unit", [Unit.CHARACTER, Unit.SENTENCE, Unit.PARAGRAPH])
@given(marks=MARKS, coders=st.sampled_from([0b011, 0b111, 0b101]))
def test_runs_give_the_matrix_of_each_unit_by_itself(unit: Unit, marks: list[Mark], coders: int) -> None:
    marks = [mark for mark in marks if coders >> mark.coder & 1]
    coded = CodedArticle("id", coders, units_of(unit, TEXT, marks, 0.5), tuple(marks))
    tally = Tally(3, 0.5)
    tally.add(coded)
    ranges = one_by_one(unit, marks)
    assert coded.units.total == len(ranges)
    assert coded.units.covered == sum(any(overlaps(mark, each) for mark in marks) for each in ranges)
    there = [bool(coders >> coder & 1) for coder in range(3)]

    def tags(coder: int, each: tuple[int, int]) -> frozenset[str]:
        return frozenset(
            tag for mark in marks if mark.coder == coder and overlaps(mark, each) for tag in mark.tags
        )

    for tag, counted in tally.tags.items():
        plain = Counter(
            tuple(int(tag in tags(coder, each)) if there[coder] else None for coder in range(3))
            for each in ranges
        )
        assert +Counter(tally.matrix(counted)) == plain
    joint = Counter(
        tuple(tags(coder, each) if there[coder] else None for coder in range(3)) for each in ranges
    )
    assert joint_columns(coded.units.marks, there, len(ranges)) == joint
    assert tally.joint.alpha == krippendorff_alpha(joint)


@pytest.mark.parametrize("unit", list(Unit))
@given(marks=MARKS)
def test_the_blocks_of_an_article_add_up_to_it(unit: Unit, marks: list[Mark]) -> None:
    coded = CodedArticle("id", 0b111, units_of(unit, TEXT, marks, 0.5), tuple(marks))
    tally = Tally(3, 0.5)
    tally.add(coded)
    values, by_tag = in_blocks(coded)
    assert sum(values) == sum(tally.values)
    for tag, blocks in by_tag.items():
        whole = tally.tags[tag].blocks[0]
        assert sum(block.tagged for block in blocks.values()) == whole.tagged
        assert sum(block.disagreement for block in blocks.values()) == pytest.approx(whole.disagreement)


def test_a_million_characters_are_counted_by_their_runs() -> None:
    marks = [Mark(coder, ("一",), coder * 7, 1_000_000 - coder) for coder in range(8)]
    coded = CodedArticle("id", 0xFF, units_of(Unit.CHARACTER, "字" * 1_000_000, marks, 0.5), tuple(marks))
    assert sum(map(len, runs_by_tag(coded.units.marks).values())) == 15
    assert len(joint_columns(coded.units.marks, [True] * 8, 1_000_000)) <= 16


def test_annotations_of_the_same_place_are_one_span() -> None:
    marks = [Mark(0, ("一",), 0, 10), Mark(1, ("一",), 1, 10), Mark(1, ("二",), 40, 42)]
    units = units_of(Unit.SPAN, "字" * 50, marks, 0.5)
    assert (units.total, units.covered) == (2, 2)
    assert [(mark.start, mark.end) for mark in units.marks] == [(0, 1), (0, 1), (1, 2)]


def test_an_article_without_tags_has_no_coefficient_because_all_is_equal(
    study: tuple[Library, list[str]],
) -> None:
    library, articles = study
    rows = agreement(library, choice=Choice(by=By.ARTICLE, tags=frozenset({"坏/很坏"}))).rows
    first = row_of(rows, articles[0])
    assert (first.tags, first.alpha.undefined, first.observed) == (1, Undefined.ONE_VALUE, 1)


def test_a_coder_of_other_articles_is_no_missing_value_of_an_article(
    study: tuple[Library, list[str]],
) -> None:
    library, articles = study
    second = row_of(agreement(library, choice=Choice(by=By.ARTICLE)).rows, articles[1])
    alone = agreement(library, ["lin", "zhou"], articles[1:2]).rows[-1]
    assert second.coders == ("lin", "zhou")
    assert second.fleiss.value is not None
    assert (second.fleiss, second.ac1) == (alone.fleiss, alone.ac1)
