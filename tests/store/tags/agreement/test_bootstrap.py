from __future__ import annotations

from random import Random

import pytest

from store.errors import Stopped
from store.tags.agreement.bootstrap import Block, Interval, Variable, binary_alpha, intervals
from store.tags.agreement.coefficients import Matrix, krippendorff_alpha

VALUES = [200, 100, 300, 100, 200, 100]
BLOCKS = {0: Block(40, 8.0), 1: Block(20, 10.0), 3: Block(10, 2.0), 5: Block(30, 6.0)}


def test_alpha_of_a_tag_equals_that_of_its_matrix() -> None:
    matrix: Matrix = {(1, 1, 0): 4, (1, 0, 0): 3, (0, 0, 0): 20}
    disagreement = 4 * 2 * 2 * 1 / 2 + 3 * 2 * 1 * 2 / 2
    assert binary_alpha(81, 11, disagreement) == krippendorff_alpha(matrix).value


def test_the_same_seed_gives_the_same_interval() -> None:
    one, same, other = (intervals(VALUES, [Variable(BLOCKS)], 200, seed) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_the_interval_has_the_percentiles_of_samples_of_articles() -> None:
    random, alphas = Random(7), []
    for _sample in range(400):
        drawn = random.choices(range(len(VALUES)), k=len(VALUES))
        tagged = sum(BLOCKS.get(each, Block()).tagged for each in drawn)
        disagreement = sum(BLOCKS.get(each, Block()).disagreement for each in drawn)
        alpha = binary_alpha(sum(VALUES[each] for each in drawn), tagged, disagreement)
        if alpha is not None:
            alphas.append(alpha)
    alphas.sort()
    (found,) = intervals(VALUES, [Variable(BLOCKS)], 400, 7)
    assert found is not None
    assert alphas[int(0.025 * len(alphas)) - 1] <= found.low <= alphas[int(0.025 * len(alphas)) + 1]
    assert alphas[int(0.975 * len(alphas)) - 2] <= found.high <= alphas[int(0.975 * len(alphas))]


def test_coders_who_agree_everywhere_have_an_interval_without_width() -> None:
    agreeing = {0: Block(40), 2: Block(20)}
    assert intervals(VALUES, [Variable(agreeing)], 100, 0) == [Interval(1, 1)]


@pytest.mark.parametrize(
    ("values", "blocks", "samples"),
    [(VALUES, {0: Block(4, 2.0)}, 100), ([100], BLOCKS, 100), (VALUES, BLOCKS, 0)],
)
def test_too_few_articles_give_no_interval(values: list[int], blocks: dict[int, Block], samples: int) -> None:
    assert intervals(values, [Variable(blocks)], samples, 0) == [None]


def test_taking_samples_can_be_stopped() -> None:
    def stop(done: int, _total: int) -> None:
        if done > 50:
            raise Stopped

    with pytest.raises(Stopped):
        intervals(VALUES, [Variable(BLOCKS)], 1000, 0, stop)


def test_several_tags_counted_together_have_as_many_values_of_each_unit() -> None:
    together = intervals(VALUES, [Variable(BLOCKS, tags=3)], 200, 0)
    assert together == intervals([3 * each for each in VALUES], [Variable(BLOCKS)], 200, 0)
    assert together != intervals(VALUES, [Variable(BLOCKS)], 200, 0)
