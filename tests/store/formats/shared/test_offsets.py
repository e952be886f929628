r"""Positions as other programs count them lead to the same words in the text as it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats.shared.offsets import Count, Stretch, count_of, with_newlines
from store.importing.verbatim_text import verbatim_draft
from store.model.article import join_blocks
from store.press.parts import find_parts

pieces = st.lists(st.sampled_from(["\r\n", "\n", "\r", "山", "𠮷", "🙂", "a", " "]), max_size=30)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(pieces=pieces, at=st.integers(0, 30))
def test_a_position_between_two_characters_is_after_the_same_ones(pieces: list[str], at: int) -> None:
    text, before = "".join(pieces), "".join(pieces[:at])
    # What ends in \r and goes on with \n would be cut inside one line end.
    if before.endswith("\r") and text[len(before) :].startswith("\n"):
        return
    kept = len(with_newlines(before))
    assert Count(text).place(len(before)) == kept
    assert Count(text, double_units=True).place(units(before)) == kept
    assert Count(text, double_ends=False).place(kept) == kept
    single = with_newlines(before)
    assert Count(text, double_ends=False, double_units=True).place(units(single)) == kept


@given(pieces=pieces, at=st.integers(-5, 100))
def test_any_position_is_somewhere_in_the_text(pieces: list[str], at: int) -> None:
    text = "".join(pieces)
    for ends in (True, False):
        for wide in (True, False):
            place = Count(text, double_ends=ends, double_units=wide).place
            assert 0 <= place(at) <= place(at + 1) <= len(with_newlines(text))


TEXT = "一行。\r\n二行𠮷。\r\n三行🙂的话。"


@pytest.mark.parametrize("ends", [True, False])
@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("usual", [True, False])
def test_the_words_of_selections_tell_how_a_program_counts(ends: bool, wide: bool, usual: bool) -> None:
    counted = TEXT if ends else with_newlines(TEXT)

    def count(words: str) -> Stretch:
        start = counted.index(words)
        size = units if wide else len
        return Stretch(size(counted[:start]), size(counted[: start + len(words)]), f"{words[:2]}...")

    stretches = [count("三行🙂"), count("的话"), count("二行")]
    place = count_of(TEXT, stretches, double_ends=usual).place
    kept = with_newlines(TEXT)
    found = [kept[place(each.start) : place(each.end)] for each in stretches]
    assert found == ["三行🙂", "的话", "二行"]


@pytest.mark.parametrize("usual", [True, False])
def test_where_nothing_tells_a_program_counts_as_it_is_known_to(usual: bool) -> None:
    stretch = Stretch(5, 7)
    place = count_of(TEXT, [stretch], double_ends=usual).place
    assert with_newlines(TEXT)[place(5) : place(7)] == ("二行" if usual else "行𠮷")


lines = st.lists(
    st.text(st.sampled_from("春天的小站，列车停两分钟。记者陈小满 2020年3月4日\u3000 #-"), max_size=40),
    max_size=12,
)


@given(lines=lines, gap=st.sampled_from(["\n", "\n\n", "\n  "]))
def test_a_whole_text_is_an_article_without_a_character_moved(lines: list[str], gap: str) -> None:
    text = gap.join(lines)
    draft = verbatim_draft(text, "")
    assert draft.text == text
    if draft.blocks or text:
        assert "\n".join(text[block.start : block.end] for block in draft.blocks) == text


def test_a_whole_text_has_the_parts_of_a_press_piece_where_they_leave_it_as_it_is() -> None:
    text = "春天的小站\n记者 陈小满\n列车每天只停两分钟，站长在月台上种了一排油菜花。\n旅客都探出头来看。"
    assert join_blocks(find_parts(text))[0] == text
    draft = verbatim_draft(text, "文件一")
    assert (draft.title, draft.authors) == ("文件一", ("陈小满",))
    assert verbatim_draft(text, "").title == "春天的小站"


def test_a_text_that_begins_with_an_empty_line_is_called_by_its_first_words() -> None:
    assert verbatim_draft("\n\n  话。\n\n别的话。", "").title == "话。"
