"""Offsets of other programs map to the same text in the stored text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats.shared.offsets import ForeignSelection, OffsetMap, guess_offset_map, normalise_newlines

pieces = st.lists(st.sampled_from(["\r\n", "\n", "\r", "山", "𠮷", "🙂", "a", " "]), max_size=30)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(pieces=pieces, at=st.integers(0, 30))
def test_an_offset_between_two_characters_has_the_same_ones_before_it(pieces: list[str], at: int) -> None:
    text, before = "".join(pieces), "".join(pieces[:at])
    # An offset between \r and \n is inside one line end of the stored text.
    if before.endswith("\r") and text[len(before) :].startswith("\n"):
        return
    stored = len(normalise_newlines(before))
    assert OffsetMap(text).to_stored(len(before)) == stored
    assert OffsetMap(text, astral_is_two=True).to_stored(units(before)) == stored
    assert OffsetMap(text, crlf_is_two=False).to_stored(stored) == stored
    single = normalise_newlines(before)
    assert OffsetMap(text, crlf_is_two=False, astral_is_two=True).to_stored(units(single)) == stored


@given(pieces=pieces, at=st.integers(-5, 100))
def test_any_offset_maps_into_the_text_in_order(pieces: list[str], at: int) -> None:
    text = "".join(pieces)
    for ends in (True, False):
        for wide in (True, False):
            to_stored = OffsetMap(text, crlf_is_two=ends, astral_is_two=wide).to_stored
            assert 0 <= to_stored(at) <= to_stored(at + 1) <= len(normalise_newlines(text))


TEXT = "一行。\r\n二行𠮷。\r\n三行🙂的话。"


@pytest.mark.parametrize("ends", [True, False])
@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("usual", [True, False])
def test_quotes_decide_how_a_program_counts(ends: bool, wide: bool, usual: bool) -> None:
    counted = TEXT if ends else normalise_newlines(TEXT)

    def count(words: str) -> ForeignSelection:
        start = counted.index(words)
        size = units if wide else len
        return ForeignSelection(size(counted[:start]), size(counted[: start + len(words)]), f"{words[:2]}...")

    selections = [count("三行🙂"), count("的话"), count("二行")]
    to_stored = guess_offset_map(TEXT, selections, crlf_is_two=usual).to_stored
    stored = normalise_newlines(TEXT)
    found = [stored[to_stored(each.start) : to_stored(each.end)] for each in selections]
    assert found == ["三行🙂", "的话", "二行"]


@pytest.mark.parametrize("usual", [True, False])
def test_without_quotes_the_usual_counting_of_the_program_is_used(usual: bool) -> None:
    stretch = ForeignSelection(5, 7)
    to_stored = guess_offset_map(TEXT, [stretch], crlf_is_two=usual).to_stored
    assert normalise_newlines(TEXT)[to_stored(5) : to_stored(7)] == ("二行" if usual else "行𠮷")
