"""Durations in words."""

from __future__ import annotations

import pytest

from tui.looks.wording import minutes_left


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (5, "5 min left"),
        (60, "1 h left"),
        (65, "1 h 5 min left"),
        (3715, "62 h left"),
        (599, "9 h 59 min left"),
    ],
)
def test_many_minutes_are_hours(minutes: int, words: str) -> None:
    assert minutes_left(minutes) == words
