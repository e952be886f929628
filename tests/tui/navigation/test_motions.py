"""Where the cursor goes, without a screen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.chinese.words import Segmenter
from store.model.article import Article, BlockKind, join_blocks
from tests.lengths import examples
from tui.navigation.jump_list import JumpList, Place
from tui.navigation.motions import Motion, Unit
from tui.navigation.reading_speed import HASTE, USUAL, ReadingSpeed
from tui.navigation.segments import LONGEST, Segments


def article(*parts: tuple[BlockKind, str]) -> Article:
    text, blocks = join_blocks(list(parts))
    return Article(text=text, blocks=blocks, title="题", id="0" * 16, added="", digest="")


def motion(text: str) -> Motion:
    return Motion(article(*((BlockKind.PARAGRAPH, line) for line in text.split("\n"))), Segmenter())


PIECE = article(
    (BlockKind.TITLE, "邮路"),
    (BlockKind.PARAGRAPH, "她走了，二十里。雨停了。"),
    (BlockKind.HEADING, "银行"),
    (BlockKind.PARAGRAPH, "门开着。"),
    (BlockKind.PARAGRAPH, "灯（和“火”）亮着。"),
)


@pytest.fixture
def moved() -> Motion:
    return Motion(PIECE, Segmenter())


def test_headings_are_gone_to_and_the_title_is_one(moved: Motion) -> None:
    first = PIECE.text.index("银行")
    assert moved.next_heading(0) == first
    assert moved.next_heading(first) == first
    assert moved.previous_heading(len(PIECE.text) - 1) == first
    assert moved.previous_heading(first) == 0


def test_a_letter_finds_the_characters_read_with_it(moved: Motion) -> None:
    assert PIECE.text[moved.next_read(0, ",")] == "，"
    assert PIECE.text[moved.next_read(0, "y")] == "雨"
    assert PIECE.text[moved.next_read(PIECE.text.index("雨"), "y")] == "银"
    assert moved.next_read(len(PIECE.text) - 1, "y") == len(PIECE.text) - 1
    assert PIECE.text[moved.previous_read(PIECE.text.index("银"), "y")] == "雨"
    assert PIECE.text[moved.next_read(0, "，")] == "，"


def test_the_other_of_a_pair_is_found_over_pairs_inside(moved: Motion) -> None:
    opening, closing = PIECE.text.index("（"), PIECE.text.index("）")
    assert moved.partner(opening) == closing
    assert moved.partner(closing) == opening
    assert moved.partner(opening - 1) == closing
    assert moved.partner(0) == 0


def test_a_selection_grows_and_shrinks_by_units(moved: Motion) -> None:
    at = PIECE.text.index("十")
    span, seen = (at, at), []
    while (grown := moved.grown(span)) != span:
        span = grown
        seen.append(PIECE.text[slice(*span)])
    assert seen[0] in ("十", "二十里")
    assert seen[-5:] == [
        "二十里。",
        "她走了，二十里。",
        "她走了，二十里。雨停了。",
        "邮路\n她走了，二十里。雨停了。",
        PIECE.text,
    ]
    assert PIECE.text[slice(*moved.shrunk((0, len(PIECE.text)), at))] == "邮路\n她走了，二十里。雨停了。"


@pytest.mark.parametrize("unit", Unit)
@given(data=st.data(), text=st.text("天地，。！“”a1 \n", max_size=60))
def test_a_unit_holds_the_offset_it_is_asked_at(unit: Unit, data: st.DataObject, text: str) -> None:
    offset = data.draw(st.integers(0, max(0, len(text) - 1)))
    if text and text[offset] != "\n":
        start, end = motion(text).unit_at(unit, offset)
        assert start <= offset < end
        assert unit in (Unit.SECTION, Unit.ARTICLE) or "\n" not in text[start:end]


@given(st.text("天地，。！“”a1 \n\u0301", max_size=60), st.data())
def test_every_motion_goes_its_way_or_stays(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, max(0, len(text) - 1)))
    here = motion(text)
    for name in ("right", "next_word", "word_end", "next_sentence", "next_paragraph", "next_heading"):
        assert offset <= getattr(here, name)(offset) <= len(text)
    for name in ("left", "previous_word", "previous_sentence", "previous_paragraph", "previous_heading"):
        assert 0 <= getattr(here, name)(offset) <= offset


@settings(deadline=None, max_examples=examples(30))
@given(
    st.lists(st.integers(0, 5 * LONGEST), min_size=1, max_size=4),
    st.sampled_from(["天地。", "天地，", "a。”"]),
)
def test_stretches_hold_the_text_once_from_wherever_one_comes(lengths: list[int], motif: str) -> None:
    blocks, text = [], ""
    for length in lengths:
        words = (motif * length)[:length]
        blocks.append((len(text), len(text) + length))
        text += words + "\n"
    text = text[:-1]
    stretches = Segments(text, blocks)
    forwards = [*stretches.after(0)]
    assert "".join(text[start:end] for start, end in forwards) == text.replace("\n", "")
    assert [*stretches.before(len(text))] == forwards[::-1]
    for start, end in forwards:
        assert end - start <= 3 * LONGEST
        assert {stretches.at(at) for at in (start, (start + end) // 2, end - 1)} == {(start, end)}


def test_words_of_a_very_long_paragraph_are_found_without_reading_it_all() -> None:
    asked: list[int] = []

    class Counting(Segmenter):
        def spans(self, text: str) -> list[tuple[int, int]]:
            asked.append(len(text))
            return super().spans(text)

    text = "天地玄黄，宇宙洪荒。" * 100_000
    here = Motion(article((BlockKind.PARAGRAPH, text)), Counting())
    assert here.next_word(500_000) == 500_001
    assert here.next_sentence(500_000) == 500_010
    assert sum(asked) < 3 * LONGEST


class TestTrail:
    def test_one_goes_back_and_forth_through_where_one_has_been(self) -> None:
        trail, (a, b, c) = JumpList(), (Place("x", 1), Place("x", 2), Place("y", 3))
        trail.leave(a)
        trail.leave(b)
        assert trail.go(c, -1) == b
        assert trail.go(b, -1) == a
        assert trail.go(a, -1) is None
        assert trail.go(a, 2) == c
        assert trail.go(c, 1) is None

    def test_where_nothing_was_left_there_is_nowhere_to_go(self) -> None:
        assert JumpList().go(Place("x", 1), -1) is None
        assert JumpList().go(Place("x", 1), 1) is None

    def test_a_jump_ends_the_way_forth(self) -> None:
        trail = JumpList()
        trail.leave(Place("x", 1))
        trail.go(Place("x", 9), -1)
        trail.leave(Place("x", 5))
        assert trail.go(Place("x", 7), 1) is None


class TestPace:
    def test_reading_on_teaches_it(self) -> None:
        pace = ReadingSpeed()
        assert pace.characters_a_minute == USUAL
        for step in range(200):
            pace.observe("a", step * 40, step * 4.0)
        assert 500 < pace.characters_a_minute <= 600
        assert pace.minutes_for(6000) in range(10, 13)

    def test_jumps_pauses_and_other_articles_are_not_reading(self) -> None:
        pace = ReadingSpeed()
        for name, offset, now in [
            ("a", 0, 0),
            ("a", 90_000, 9),
            ("a", 90_100, 900),
            ("b", 0, 910),
            ("b", 0, 920),
        ]:
            pace.observe(name, offset, float(now))
        assert pace.characters_a_minute == USUAL

    def test_keys_in_quick_succession_count_together_with_the_pause_after_them(self) -> None:
        pace = ReadingSpeed()
        now = 0.0
        for page in range(100):
            for key in range(10):
                pace.observe("a", page * 400 + key * 40, now + key * 0.05)
            now += 60
        assert 300 < pace.characters_a_minute < HASTE / 2

    def test_it_is_kept_for_the_next_time(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        file = tmp_path_factory.mktemp("pace") / "folder" / "pace.json"
        pace = ReadingSpeed(file)
        for step in range(200):
            pace.observe("a", step * 20, step * 6.0)
        pace.keep()
        assert ReadingSpeed(file).characters_a_minute == pytest.approx(pace.characters_a_minute)
        file.write_text("{not json")
        assert ReadingSpeed(file).characters_a_minute == USUAL
