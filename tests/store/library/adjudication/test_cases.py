"""Cases: which annotations belong together, how coders differ, and what they agree on."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.library.adjudication.cases import Case, CaseKind, Threshold, cases_of
from store.library.adjudication.linking import SAME_PLACE
from store.model.anchoring.overlap import jaccard
from store.model.annotation import Annotation
from store.model.stable_ids import guid

CODERS = ("林", "陈", "周")
TEXT = "站长在月台上种了一排油菜花，花开的时候，旅客都探出头来看。"

Mark = tuple[str, int, int, tuple[str, ...]]


def annotation(number: int, mark: Mark) -> Annotation:
    coder, start, end, tags = mark
    return Annotation(
        id=guid("test", str(number)),
        start=start,
        end=end,
        exact=TEXT[start:end],
        prefix="",
        suffix="",
        tags=tags,
        creator=coder,
        created="",
        modified="",
    )


def cases(*marks: Mark, coders: tuple[str, ...] = CODERS) -> tuple[Case, ...]:
    return cases_of([annotation(number, mark) for number, mark in enumerate(marks)], coders)


def marks() -> st.SearchStrategy[list[Mark]]:
    tags = st.sampled_from([(), ("甲",), ("乙",), ("甲", "乙")])
    place = st.integers(0, 24)
    one = st.builds(
        lambda coder, start, length, tags: (coder, start, start + length, tags),
        st.sampled_from([*CODERS, "别人"]),
        place,
        st.integers(1, 5),
        tags,
    )
    return st.lists(one, max_size=14)


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ([(0, 2, "甲"), (0, 2, "甲"), (0, 2, "甲")], CaseKind.AGREED),
        ([(0, 2, "甲"), (0, 3, "甲"), (0, 2, "甲")], CaseKind.ENDS),
        ([(0, 2, "甲"), (0, 2, "乙"), (0, 2, "甲")], CaseKind.TAGS),
        ([(0, 2, "甲"), (0, 3, "乙"), (0, 2, "甲")], CaseKind.ENDS_AND_TAGS),
        ([(0, 2, "甲"), (0, 2, "甲")], CaseKind.MISSING),
        ([(0, 2, "甲")], CaseKind.MISSING),
    ],
)
def test_a_case_says_how_coders_differ(marked: list[tuple[int, int, str]], kind: CaseKind) -> None:
    every = [(coder, start, end, (tag,)) for coder, (start, end, tag) in zip(CODERS, marked, strict=False)]
    (case,) = cases(*every)
    assert case.kind is kind


def test_two_annotations_on_the_same_words_say_as_much_as_one_with_both_tags() -> None:
    (case,) = cases(
        ("林", 0, 2, ("甲",)), ("林", 0, 2, ("乙",)), ("陈", 0, 2, ("乙", "甲")), coders=CODERS[:2]
    )
    assert case.kind is CaseKind.AGREED


def test_a_long_annotation_and_short_ones_with_other_tags_in_it_are_cases_of_their_own() -> None:
    found = cases(
        ("林", 0, 14, ("甲",)), ("陈", 0, 14, ("甲",)), ("林", 3, 5, ("乙",)), ("陈", 3, 5, ("乙",))
    )
    assert [(case.start, case.end) for case in found] == [(0, 14), (3, 5)]


def test_parts_with_the_tag_of_the_whole_belong_to_its_case() -> None:
    (case,) = cases(("林", 0, 10, ("甲",)), ("陈", 0, 4, ("甲",)), ("陈", 5, 10, ("甲",)))
    assert len(case.annotations) == 3


def test_orphans_results_and_other_peoples_annotations_are_in_no_case() -> None:
    assert not cases(("别人", 0, 2, ("甲",)))


@given(marks())
def test_every_annotation_of_a_coder_is_in_exactly_one_case(given_marks: list[Mark]) -> None:
    every = [annotation(number, mark) for number, mark in enumerate(given_marks)]
    found = [each.id for case in cases_of(every, CODERS) for each in case.annotations]
    assert sorted(found) == sorted(each.id for each in every if each.creator in CODERS)


@given(marks(), st.randoms())
def test_cases_do_not_depend_on_the_order_of_the_annotations(given_marks: list[Mark], random: object) -> None:
    every = [annotation(number, mark) for number, mark in enumerate(given_marks)]
    shuffled = list(every)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = cases_of(every, CODERS), cases_of(shuffled, CODERS)
    assert [case.key for case in one] == [case.key for case in other]
    assert [case.kind for case in one] == [case.kind for case in other]


@given(marks())
def test_annotations_are_in_one_case_exactly_if_a_chain_of_links_leads_from_one_to_the_other(
    given_marks: list[Mark],
) -> None:
    every = [annotation(number, mark) for number, mark in enumerate(given_marks) if mark[0] in CODERS]
    group = {each.id: each.id for each in every}
    for one, other in permutations(every, 2):
        overlap = jaccard((one.start, one.end), (other.start, other.end))
        if overlap >= SAME_PLACE or (overlap and (set(one.tags or [""]) & set(other.tags or [""]))):
            former = group[other.id]
            group = {each: group[one.id] if first == former else first for each, first in group.items()}
    expected = {frozenset(each for each, of in group.items() if of == first) for first in group.values()}
    assert {frozenset(each.id for each in case.annotations) for case in cases_of(every, CODERS)} == expected


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 5), st.sampled_from(["甲", "乙"])),
        min_size=1,
        max_size=6,
    )
)
def test_coders_who_mark_the_same_agree_at_every_threshold(places: list[tuple[int, int, str]]) -> None:
    every = [(coder, start, start + length, (tag,)) for coder in CODERS for start, length, tag in places]
    for case in cases(*every):
        assert case.kind is CaseKind.AGREED
        found = case.agreed(Threshold())
        assert found is not None
        assert found.coders == CODERS


@pytest.mark.parametrize(
    ("share", "overlap", "taken"),
    [
        (Fraction(1), 1.0, None),
        (Fraction(1), 0.6, ((0, 5), CODERS)),
        (Fraction(2, 3), 1.0, ((0, 5), ("林", "陈"))),
        (Fraction(2, 3), 0.6, ((0, 5), CODERS)),
    ],
)
def test_the_threshold_is_a_share_of_the_coders_and_an_overlap(
    share: Fraction, overlap: float, taken: tuple[tuple[int, int], tuple[str, ...]] | None
) -> None:
    (case,) = cases(("林", 0, 5, ("甲",)), ("陈", 0, 5, ("甲",)), ("周", 0, 3, ("甲",)))
    found = case.agreed(Threshold(share, overlap))
    assert (found and (found.answer[0][:2], found.coders)) == taken


def test_coders_who_marked_nothing_count_as_not_agreeing() -> None:
    (case,) = cases(("林", 0, 5, ("甲",)), ("陈", 0, 5, ("甲",)))
    assert case.agreed(Threshold(Fraction(2, 3))) is not None
    assert case.agreed(Threshold(Fraction(3, 4))) is None


def test_other_tags_are_never_the_same_answer() -> None:
    (case,) = cases(("林", 0, 5, ("甲",)), ("陈", 0, 5, ("乙",)), coders=CODERS[:2])
    assert case.agreed(Threshold(Fraction(2, 3), 0.1)) is None


def test_the_answer_in_the_middle_is_taken_of_several_that_are_alike() -> None:
    (case,) = cases(("林", 0, 8, ("甲",)), ("陈", 0, 10, ("甲",)), ("周", 0, 12, ("甲",)))
    found = case.agreed(Threshold(Fraction(2, 3), 0.75))
    assert found is not None
    assert found.answer[0][:2] == (0, 10)


def test_the_key_changes_with_every_annotation_and_not_when_all_move_together() -> None:
    (before,) = cases(("林", 3, 5, ("甲",)), ("陈", 3, 6, ("甲",)))
    assert before.key != cases(("林", 3, 5, ("乙",)), ("陈", 3, 6, ("甲",)))[0].key
    assert before.key != cases(("林", 3, 5, ("甲",)), ("陈", 3, 7, ("甲",)))[0].key
    assert before.key != cases(("林", 3, 5, ("甲",)))[0].key
    moved = [
        Annotation(
            **{
                **{name: getattr(each, name) for name in each.__struct_fields__},
                "start": each.start + 9,
                "end": each.end + 9,
            }
        )
        for each in before.annotations
    ]
    assert cases_of(moved, CODERS)[0].key == before.key
