"""Whether words are near each other in a text, as SQLite's FTS5 says it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.index.postgres.nearness import are_near

runs = st.text("渡船a", min_size=1, max_size=3)


@given(st.text("渡船a。", max_size=14), runs, runs, st.integers(0, 5))
def test_two_are_near_if_none_ends_too_long_before_the_other_begins(
    text: str, one: str, other: str, reach: int
) -> None:
    def places(run: str) -> list[int]:
        return [place for place in range(len(text)) if text.startswith(run, place)]

    expected = any(
        max(here, there) - (here + len(one)) <= reach and max(here, there) - (there + len(other)) <= reach
        for here in places(one)
        for there in places(other)
    )
    assert are_near(text, [one, other], reach) is expected
    assert are_near(text, [one, other, other], reach) is expected
