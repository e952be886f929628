from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model.anchoring.overlap import Range, jaccard
from store.tags.agreement.counts import Spans
from store.tags.agreement.matching import clusters, match_ranges


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
    first: list[Range], second: list[Range], overlap: float, found: Spans
) -> None:
    assert match_ranges(first, second, overlap) == found
    assert match_ranges(second, first, overlap) == Spans(found.both, found.second, found.first)


RANGES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=5
)
OVERLAPS = st.sampled_from([0.1, 0.3, 0.5, 0.7, 1.0])


def alike(one: Range, other: Range, overlap: float) -> bool:
    ours, theirs = set(range(*one)), set(range(*other))
    return len(ours & theirs) / len(ours | theirs) >= overlap


@given(RANGES, RANGES, OVERLAPS)
def test_the_number_of_matches_is_the_maximum(
    first: list[Range], second: list[Range], overlap: float
) -> None:
    fewer, more = sorted((first, second), key=len)
    best = max(
        sum(alike(*pair, overlap) for pair in zip(fewer, chosen, strict=True))
        for chosen in permutations(more, len(fewer))
    )
    assert match_ranges(first, second, overlap).both == best


@given(RANGES, OVERLAPS)
def test_ranges_that_match_mark_the_same_place(ranges: list[Range], overlap: float) -> None:
    places = clusters(ranges, overlap)
    assert places.keys() == set(ranges)
    for one, other in combinations(places, 2):
        if alike(one, other, overlap):
            assert places[one] == places[other]
    for place in set(places.values()):  # each is connected
        members = [each for each in places if places[each] == place]
        reached = members[:1]
        for each in reached:
            reached += [other for other in members if other not in reached and alike(each, other, overlap)]
        assert sorted(reached) == sorted(members)
    assert list(dict.fromkeys(places[each] for each in sorted(places))) == sorted(set(places.values()))


def test_many_annotations_side_by_side_are_matched_without_comparing_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from store.tags.agreement import matching

    compared = []
    measure = jaccard

    def counting(one: Range, other: Range) -> float:
        compared.append(one)
        return measure(one, other)

    monkeypatch.setattr(matching, "jaccard", counting)
    ranges = [(place, place + 10) for place in range(0, 20_000, 10)]
    assert match_ranges(ranges, ranges, 0.5) == Spans(2000, 0, 0)
    assert len(compared) < 4 * 2000
