"""Motions, segments, the jump list and the reading speed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.chinese.words import Segmenter
from store.model.article import Article, BlockKind, join_blocks
from tests.lengths import examples
from tui.navigation.jump_list import JumpList, Place
from tui.navigation.motions import Motions, Unit
from tui.navigation.reading_speed import DEFAULT_SPEED, MAX_SPEED, ReadingSpeed
from tui.navigation.segments import SEGMENT_SIZE, Segments


def article(*parts: tuple[BlockKind, str]) -> Article:
    text, blocks = join_blocks(list(parts))
    return Article(text=text, blocks=blocks, title="题", id="0" * 16, added="", digest="")


def motions_in(text: str) -> Motions:
    return Motions(article(*((BlockKind.PARAGRAPH, line) for line in text.split("\n"))), Segmenter())


ARTICLE = article(
    (BlockKind.TITLE, "邮路"),
    (BlockKind.PARAGRAPH, "她走了，二十里。雨停了。"),
    (BlockKind.HEADING, "银行"),
    (BlockKind.PARAGRAPH, "门开着。"),
    (BlockKind.PARAGRAPH, "灯（和“火”）亮着。"),
)


@pytest.fixture
def motions() -> Motions:
    return Motions(ARTICLE, Segmenter())


def test_heading_motions_include_the_title(motions: Motions) -> None:
    first = ARTICLE.text.index("银行")
    assert motions.next_heading(0) == first
    assert motions.next_heading(first) == first
    assert motions.previous_heading(len(ARTICLE.text) - 1) == first
    assert motions.previous_heading(first) == 0


def test_a_letter_finds_characters_whose_pinyin_starts_with_it(motions: Motions) -> None:
    assert ARTICLE.text[motions.next_with_initial(0, ",")] == "，"
    assert ARTICLE.text[motions.next_with_initial(0, "y")] == "雨"
    assert ARTICLE.text[motions.next_with_initial(ARTICLE.text.index("雨"), "y")] == "银"
    assert motions.next_with_initial(len(ARTICLE.text) - 1, "y") == len(ARTICLE.text) - 1
    assert ARTICLE.text[motions.previous_with_initial(ARTICLE.text.index("银"), "y")] == "雨"
    assert ARTICLE.text[motions.next_with_initial(0, "，")] == "，"


def test_the_matching_mark_is_found_across_nested_pairs(motions: Motions) -> None:
    opening, closing = ARTICLE.text.index("（"), ARTICLE.text.index("）")
    assert motions.matching_mark(opening) == closing
    assert motions.matching_mark(closing) == opening
    assert motions.matching_mark(opening - 1) == closing
    assert motions.matching_mark(0) == 0


def test_a_selection_grows_and_shrinks_by_units(motions: Motions) -> None:
    at = ARTICLE.text.index("十")
    span, seen = (at, at), []
    while (grown := motions.larger_unit(span)) != span:
        span = grown
        seen.append(ARTICLE.text[slice(*span)])
    assert seen[0] in ("二十", "二十里")
    assert seen[-5:] == [
        "二十里。",
        "她走了，二十里。",
        "她走了，二十里。雨停了。",
        "邮路\n她走了，二十里。雨停了。",
        ARTICLE.text,
    ]
    assert (
        ARTICLE.text[slice(*motions.smaller_unit((0, len(ARTICLE.text)), at))]
        == "邮路\n她走了，二十里。雨停了。"
    )


@pytest.mark.parametrize("unit", Unit)
@settings(deadline=None)
@given(data=st.data(), text=st.text("天地，。！“”a1 \n", max_size=60))
def test_a_unit_contains_its_offset(unit: Unit, data: st.DataObject, text: str) -> None:
    offset = data.draw(st.integers(0, max(0, len(text) - 1)))
    if text and text[offset] != "\n":
        start, end = motions_in(text).unit_at(unit, offset)
        assert start <= offset < end
        assert unit in (Unit.SECTION, Unit.ARTICLE) or "\n" not in text[start:end]


@settings(deadline=None)
@given(st.text("天地，。！“”a1 \n\u0301", max_size=60), st.data())
def test_no_motion_goes_in_the_wrong_direction(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, max(0, len(text) - 1)))
    here = motions_in(text)
    for name in ("right", "next_word", "word_end", "next_sentence", "next_paragraph", "next_heading"):
        assert offset <= getattr(here, name)(offset) <= len(text)
    for name in ("left", "previous_word", "previous_sentence", "previous_paragraph", "previous_heading"):
        assert 0 <= getattr(here, name)(offset) <= offset


@settings(deadline=None, max_examples=examples(30))
@given(
    st.lists(st.integers(0, 5 * SEGMENT_SIZE), min_size=1, max_size=4),
    st.sampled_from(["天地。", "天地，", "a。”"]),
)
def test_segments_cover_the_text_exactly_once_in_both_directions(lengths: list[int], motif: str) -> None:
    blocks, text = [], ""
    for length in lengths:
        words = (motif * length)[:length]
        blocks.append((len(text), len(text) + length))
        text += words + "\n"
    text = text[:-1]
    segments = Segments(text, blocks)
    forwards = [*segments.after(0)]
    assert "".join(text[start:end] for start, end in forwards) == text.replace("\n", "")
    assert [*segments.before(len(text))] == forwards[::-1]
    for start, end in forwards:
        assert end - start <= 3 * SEGMENT_SIZE
        assert {segments.at(at) for at in (start, (start + end) // 2, end - 1)} == {(start, end)}


def test_words_of_a_very_long_paragraph_are_found_without_analysing_all_of_it() -> None:
    asked: list[int] = []

    class Counting(Segmenter):
        def spans(self, text: str, *, guess: bool = True) -> list[tuple[int, int]]:
            asked.append(len(text))
            return super().spans(text)

    text = "天地玄黄，宇宙洪荒。" * 100_000
    here = Motions(article((BlockKind.PARAGRAPH, text)), Counting())
    assert here.next_word(500_000) == 500_001
    assert here.next_sentence(500_000) == 500_010
    assert sum(asked) < 3 * SEGMENT_SIZE


class TestJumpList:
    def test_it_goes_back_and_forward_through_the_places(self) -> None:
        jumps, (a, b, c) = JumpList(), (Place("x", 1), Place("x", 2), Place("y", 3))
        jumps.push(a)
        jumps.push(b)
        assert jumps.go(c, -1) == b
        assert jumps.go(b, -1) == a
        assert jumps.go(a, -1) is None
        assert jumps.go(a, 2) == c
        assert jumps.go(c, 1) is None

    def test_an_empty_list_has_no_place_to_go_to(self) -> None:
        assert JumpList().go(Place("x", 1), -1) is None
        assert JumpList().go(Place("x", 1), 1) is None

    def test_a_jump_discards_the_places_forward(self) -> None:
        jumps = JumpList()
        jumps.push(Place("x", 1))
        jumps.go(Place("x", 9), -1)
        jumps.push(Place("x", 5))
        assert jumps.go(Place("x", 7), 1) is None


class TestReadingSpeed:
    def test_it_approaches_the_observed_speed(self) -> None:
        speed = ReadingSpeed()
        assert speed.characters_per_minute == DEFAULT_SPEED
        for step in range(200):
            speed.observe("a", step * 40, step * 4.0)
        assert 500 < speed.characters_per_minute <= 600
        assert speed.minutes_for(6000) in range(10, 13)

    def test_jumps_pauses_and_changes_of_article_do_not_count(self) -> None:
        speed = ReadingSpeed()
        for name, offset, now in [
            ("a", 0, 0),
            ("a", 90_000, 9),
            ("a", 90_100, 900),
            ("b", 0, 910),
            ("b", 0, 920),
        ]:
            speed.observe(name, offset, float(now))
        assert speed.characters_per_minute == DEFAULT_SPEED

    def test_keys_in_quick_succession_count_with_the_pause_after_them(self) -> None:
        speed = ReadingSpeed()
        now = 0.0
        for page in range(100):
            for key in range(10):
                speed.observe("a", page * 400 + key * 40, now + key * 0.05)
            now += 60
        assert 300 < speed.characters_per_minute < MAX_SPEED / 2

    def test_it_is_saved_and_loaded(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        file = tmp_path_factory.mktemp("pace") / "folder" / "speed.json"
        speed = ReadingSpeed(file)
        for step in range(200):
            speed.observe("a", step * 20, step * 6.0)
        speed.save()
        assert ReadingSpeed(file).characters_per_minute == pytest.approx(speed.characters_per_minute)
        file.write_text("{not json")
        assert ReadingSpeed(file).characters_per_minute == DEFAULT_SPEED
