"""The lines of a text area: where they are broken, and which cell each place in the text has."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.document._document import Document
from textual.geometry import Offset

from tests.tui.typesetting.test_typesetting import LONG, STARTS_NO_LINE, boundaries, prose, wild
from tui.note_editing.line_breaks import CURSOR_WIDTH, BrokenDocument, ClusterNavigator, line_breaks
from tui.typesetting import break_lines, cells

widths = st.integers(4, 40)
notes = st.lists(prose | wild, min_size=1, max_size=4).map("\n".join)


def document(text: str, width: int) -> BrokenDocument:
    """Return a document that is broken into lines."""
    return BrokenDocument(Document(text), width)


def rows_of(text: str) -> list[str]:
    """Return the rows as Textual splits a text."""
    return Document(text).lines


def test_no_line_begins_with_a_mark() -> None:
    text = "春天的小站，油菜花开了。站长说：“今年的花比去年早，游客也多。”" * 3
    for width in range(8, 40):
        (lines,) = document(text, width).lines
        assert not [line for line in lines if line[0] in STARTS_NO_LINE]


def test_the_lines_are_those_of_the_reading_view() -> None:
    text = "老站长在 2020-03-24 写道：列车晚点了 25.9 分钟，旅客都在等；月台上的灯，亮着。"
    expected = [line.end for line in break_lines(text, 0, len(text), 20)]
    assert line_breaks(text, 20) == expected[:-1]


@given(notes, widths)
@example("列列\t", 4)
@example("GDP\u3000", 4)
def test_the_lines_joined_are_the_text_and_fit_the_width(text: str, width: int) -> None:
    lines = document(text, width).lines
    assert ["".join(sections) for sections in lines] == rows_of(text)
    for sections in lines:
        for section in sections:
            assert len(boundaries(section)) == 2 or cells(section) <= width + CURSOR_WIDTH
            assert len(boundaries(section)) == 2 or cells(section.rstrip(" \t\u3000")) <= width


@given(notes, widths)
def test_every_place_has_a_cell_and_is_found_by_it(text: str, width: int) -> None:
    lines = document(text, width)
    for row, words in enumerate(rows_of(text)):
        places = boundaries(words)
        for place, following in zip(places, [*places[1:], len(words)], strict=True):
            cell = lines.location_to_offset((row, place))
            found = lines.offset_to_location(cell)
            assert lines.location_to_offset(found) == cell
            assert found[1] in places
            if cells(words[place:following]):
                assert found == (row, place)


@given(notes, widths, st.data())
def test_an_edit_breaks_the_text_as_if_it_were_new(text: str, width: int, data: st.DataObject) -> None:
    lines = document(text, width)
    ends = [
        (row, data.draw(st.integers(0, len(rows_of(text)[row]))))
        for row in data.draw(st.lists(st.integers(0, len(rows_of(text)) - 1), min_size=2, max_size=2))
    ]
    start, end = sorted(ends)
    result = lines.document.replace_range(start, end, data.draw(notes | st.just("")))
    lines.wrap_range(start, end, result.end_location)
    fresh = BrokenDocument(lines.document, width)
    assert lines.lines == fresh.lines
    assert lines.height == fresh.height
    for y in range(fresh.height):
        assert lines.offset_to_location(Offset(3, y)) == fresh.offset_to_location(Offset(3, y))


@given(notes, widths)
def test_down_and_up_go_through_every_line_once(text: str, width: int) -> None:
    lines = document(text, width)
    keys = ClusterNavigator(lines)
    place, seen = (0, 0), [0]
    while (below := keys.get_location_below(place)) != place:
        place = below
        seen.append(lines.location_to_offset(place).y)
    assert sorted(set(seen)) == list(range(lines.height))
    assert place == lines.document.end
    while (above := keys.get_location_above(place)) != place:
        assert lines.location_to_offset(above).y >= lines.location_to_offset(place).y - 1
        place = above
    assert place == (0, 0)


@given(notes, widths)
def test_left_right_home_and_end_stay_between_characters(text: str, width: int) -> None:
    lines = document(text, width)
    keys = ClusterNavigator(lines)
    place, places = (0, 0), []
    while (following := keys.get_location_right(place)) != place:
        assert keys.get_location_left(following) == place
        place = following
        places.append(place)
    assert place == lines.document.end
    rows = rows_of(text)
    assert places == [(row, at) for row, words in enumerate(rows) for at in boundaries(words)][1:]
    for each in places:
        y = lines.location_to_offset(each).y
        for end in (keys.get_location_home(each), keys.get_location_end(each)):
            assert lines.location_to_offset(end).y == y
            assert end[1] in boundaries(rows[end[0]])


def test_a_click_behind_a_line_is_on_its_last_character() -> None:
    lines = document("春天的小站，油菜花开了。", 10)
    (sections,) = lines.lines
    assert lines.offset_to_location(Offset(30, 0)) == (0, len(sections[0]) - 1)
    assert lines.offset_to_location(Offset(30, 30)) == (0, 12)


@pytest.mark.parametrize("text", ["", " " * 50, "　" * 50, LONG, "春" + " " * 30 + "天"])
def test_spaces_and_addresses_that_are_longer_than_a_line_are_broken(text: str) -> None:
    (sections,) = document(text, 10).lines
    assert "".join(sections) == text
    assert all(cells(section) <= 11 for section in sections)


@pytest.mark.parametrize("end", ["", "，", "\u0301"])
def test_a_row_of_spaces_of_any_length_is_broken_at_once(end: str) -> None:
    assert line_breaks("　" * 200_000 + end, 20)[:19_999] == list(range(10, 200_000, 10))


@pytest.mark.long
def test_rows_of_spaces_between_words_are_broken_at_once() -> None:
    assert len(line_breaks(("春" + "　" * 50) * 4_000, 20)) == 4_000 * 51 // 10 - 1
