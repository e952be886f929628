"""An update of the screen ends at the end of a character."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from tui.terminal.whole_characters import repaint_whole_characters


@pytest.mark.parametrize(
    ("end", "widened"), [(4, 5), (5, 5), (6, 7), (1, 1), (2, 2), (8, 8), (9, 9)], ids=str
)
def test_a_part_that_ends_in_a_wide_character_is_widened_by_a_cell(end: int, widened: int) -> None:
    strip = Strip([Segment("ab"), Segment("c渡口d")])  # cells 0 to 7
    update = ChopsUpdate([{0: strip, 8: Strip.blank(2)}], [(0, 0, end)], [[8, 10]])
    repaint_whole_characters(update)
    assert update.spans == [(0, 0, widened)]
