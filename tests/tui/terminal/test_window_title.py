"""The title of the terminal's window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.window_title import LONGEST, titled


def test_a_title_is_set_by_one_sequence() -> None:
    assert titled("门开着，灯亮着") == "\x1b]2;门开着，灯亮着\x07"


@given(st.text())
def test_no_title_can_end_the_sequence_or_begin_another(title: str) -> None:
    inside = titled(title).removeprefix("\x1b]2;").removesuffix("\x07")
    assert len(inside) <= LONGEST
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in inside)
