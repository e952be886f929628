"""Which panes are visible."""

from __future__ import annotations

import pytest

from tui.panes.visibility import PaneName, neighbour, visible_panes

A, R, T, N = PaneName
NONE: frozenset[PaneName] = frozenset()


@pytest.mark.parametrize(
    ("width", "current", "hidden", "zoomed", "expected"),
    [
        (80, A, NONE, False, {A}),
        (80, N, NONE, False, {N}),
        (120, A, NONE, False, {A, R}),
        (120, R, NONE, False, {A, R}),
        (120, T, NONE, False, {R, T, N}),
        (200, A, NONE, False, {A, R, T, N}),
        (200, R, NONE, True, {R}),
        (200, R, frozenset({A, T}), False, {R, N}),
        (120, A, frozenset({A}), False, {A, R}),
    ],
)
def test_visible_panes(
    width: int, current: PaneName, hidden: frozenset[PaneName], zoomed: bool, expected: set[PaneName]
) -> None:
    assert visible_panes(width, current, hidden, zoomed=zoomed) == expected


def test_cycling_skips_hidden_panes() -> None:
    assert neighbour(A, 1, NONE) is R
    assert neighbour(N, 1, NONE) is A
    assert neighbour(A, -1, NONE) is N
    assert neighbour(A, 1, frozenset({R, T})) is N
    assert neighbour(A, 1, frozenset({R, T, N})) is A
