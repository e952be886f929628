"""Numbers of things in words."""

from __future__ import annotations

import pytest

from tui.looks.wording import duration


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 min"), (59, "59 min"), (60, "1 h"), (125, "2 h 5 min"), (5398, "90 h"), (90_000, "1,500 h")],
)
def test_minutes_are_told_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert duration(minutes) == words
