"""Line breaking, justification, ruby, widths and the galley."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import iter_graphemes

from store.model.article import Block, BlockKind, join_blocks, paragraphs
from tests.lengths import examples
from tests.paths import TEXTS
from tui.typesetting import (
    BASIC,
    GB_STYLE,
    STRICT,
    Galley,
    Line,
    Prohibitions,
    Ruby,
    TypesettingOptions,
    break_lines,
    cells,
    displayed,
)
from tui.typesetting.breaking import NOT_AT_LINE_END, NOT_AT_LINE_START
from tui.typesetting.galley import CHUNK_SIZE

STARTS_NO_LINE = "、，；：。！？”’」』）〉》】〕·–—～…‥％‰,.;:!?)]}%"
ENDS_NO_LINE = "“‘「『（《〈【〔([{"
SPACES = " \t\u3000\u200b"

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张𠮷"
WHOLE = [
    *(
        "GDP",
        "Textual",
        "don't",
        "state-of-the-art",
        "café",
        "AT&T",
        "C++",
        "COVID-19",
        "3D",
        "http://a.cn/b?c=d",
    ),
    *(
        "25.9",
        "1,500",
        "2020-03-24",
        "12:30",
        "25.9%",
        "100％",
        "37.2℃",
        "3.5‰",
        "8°C",
        "２０２０",
        "２５．９％",
    ),
    *("￥500", "$9.99", "US$20", "#100", "——", "————", "……", "…………", "‥‥"),
    *("👩\u200d💻", "👨\u200d👩\u200d👧", "🇨🇳", "☺\ufe0f", "葛\U000e0101", "e\u0301"),
]
"""Texts that are not broken if they fit on a line. Each is at most sixteen cells wide."""
LONG = "https://example.com/archive/2020/03/" + "x" * 100

widths = st.integers(20, 120)
han = st.text(HAN, min_size=1, max_size=12)
marks = st.sampled_from(STARTS_NO_LINE + ENDS_NO_LINE)
others = st.sampled_from([*WHOLE, *"😀 \t\u3000\u200b\"'-/", "   ", LONG])
prose = st.lists(han | marks | others, max_size=60).map("".join)
plain = st.lists(han | marks | st.sampled_from(" \u3000"), max_size=60).map("".join)
troublesome = st.sampled_from(
    "a1中，“\0\x1b\x7f\x9b\r\u200b\u200c\u200d\u202e\ufeff\ufe0f\ufe0e☺👩💻❤\u0301🏽🇨\u1100\u1161क\u094dष"
)
wild = st.text(troublesome | st.characters(exclude_characters="\n", exclude_categories=()), max_size=60)


def lines_of(text: str, measure: int, *, indent: int = 0, ambiguous: int = 1) -> list[str]:
    return read(text, break_lines(text, 0, len(text), measure, indent=indent, ambiguous=ambiguous))


def read(text: str, lines: list[Line]) -> list[str]:
    return [text[line.start : line.end] for line in lines]


def boundaries(text: str) -> list[int]:
    """The offsets between grapheme clusters, including 0 and the end."""
    found = [0]
    for cluster in iter_graphemes(text):
        found.append(found[-1] + len(cluster))
    return found


def is_clean(text: str, at: int, starts_no_line: str = STARTS_NO_LINE) -> bool:
    """Whether the marks on both sides allow a line to end before ``text[at]``."""
    before = text[:at].rstrip(SPACES)
    return text[at] not in starts_no_line + SPACES and not before.endswith(tuple(NOT_AT_LINE_END))


def clean_places(text: str, start: int, room: int) -> list[int]:
    """The places where a line from ``start`` that is at most ``room`` cells wide may end."""
    return [
        at
        for at in boundaries(text)
        if start < at < len(text)
        and cells(text[start:at].rstrip(SPACES)) <= room
        and is_clean(text, at, NOT_AT_LINE_START)
    ]


def avoidable_breaks(text: str, lines: list[Line], measure: int) -> list[str]:
    """Lines that end at a prohibited place although an allowed one was available."""
    return [
        text[line.start : line.end]
        for line in lines[:-1]
        if not is_clean(text, line.end) and clean_places(text, line.start, measure - line.indent)
    ]


class TestBreaking:
    def test_the_prohibitions_include_all_common_marks(self) -> None:
        assert set(STARTS_NO_LINE) <= set(NOT_AT_LINE_START)
        assert set(ENDS_NO_LINE) <= set(NOT_AT_LINE_END)

    @pytest.mark.long
    @settings(deadline=None)
    @given(prose | wild, st.integers(1, 120), st.sampled_from([0, 4]), st.sampled_from([1, 2]))
    def test_joined_lines_are_the_text(self, text: str, measure: int, indent: int, ambiguous: int) -> None:
        around = f"前{text}后"
        lines = break_lines(around, 1, len(around) - 1, measure, indent=indent, ambiguous=ambiguous)
        assert [lines[0].start, lines[-1].end] == [1, len(around) - 1]
        assert all(line.end == following.start for line, following in pairwise(lines))
        assert all(line.start < line.end for line in lines) or not text

    @settings(deadline=None)
    @given(prose | wild, widths, st.sampled_from([1, 2]))
    @example("，" * 100, 20, 1)
    @example("“" * 100, 21, 2)
    @example("a" * 100, 20, 1)
    def test_no_line_is_wider_than_the_measure(self, text: str, measure: int, ambiguous: int) -> None:
        for line in break_lines(text, 0, len(text), measure, indent=4, ambiguous=ambiguous):
            words = text[line.start : line.end].rstrip(SPACES)
            too_wide = line.indent + cells(words, ambiguous=ambiguous) > measure
            assert not too_wide or len(boundaries(words)) == 2, words

    @settings(deadline=None)
    @given(prose, widths)
    @example("天" * 9 + "（（（（「『" + "GDP" + "）。", 20)
    def test_no_line_starts_or_ends_with_a_prohibited_mark_if_it_can_end_elsewhere(
        self, text: str, measure: int
    ) -> None:
        lines = break_lines(text, 0, len(text), measure, indent=4)
        assert avoidable_breaks(text, lines, measure) == []

    @settings(deadline=None)
    @given(plain, widths)
    def test_lines_without_latin_words_end_at_the_last_allowed_place(self, text: str, measure: int) -> None:
        for line in break_lines(text, 0, len(text), measure, indent=4)[:-1]:
            allowed = clean_places(text, line.start, measure - line.indent)
            assert not allowed or line.end == allowed[-1]

    @settings(deadline=None)
    @given(
        st.lists(st.tuples(st.text(HAN, min_size=1, max_size=12), st.sampled_from(WHOLE)), max_size=20),
        widths,
    )
    def test_words_numbers_dashes_and_clusters_are_not_broken(
        self, pairs: list[tuple[str, str]], measure: int
    ) -> None:
        text, inside = "", set[int]()
        for between, whole in pairs:
            text += between
            inside |= set(range(len(text) + 1, len(text) + len(whole)))
            text += whole
        lines = break_lines(text, 0, len(text), measure, indent=4)
        assert inside.isdisjoint(line.start for line in lines)

    @settings(deadline=None)
    @given(prose | wild, widths)
    def test_grapheme_clusters_are_never_split(self, text: str, measure: int) -> None:
        lines = break_lines(text, 0, len(text), measure)
        assert {line.start for line in lines} <= set(boundaries(text))

    @pytest.mark.long
    @pytest.mark.parametrize("sample", TEXTS, ids=lambda path: path.stem)
    @pytest.mark.parametrize("ambiguous", [1, 2])
    def test_no_line_of_the_samples_starts_or_ends_with_a_prohibited_mark(
        self, sample: Path, ambiguous: int
    ) -> None:
        text = sample.read_text(encoding="utf-8")
        for measure in range(20, 121):
            for start, end in paragraphs(text):
                lines = break_lines(text, start, end, measure, indent=4, ambiguous=ambiguous)
                words = [line.rstrip(SPACES) for line in read(text, lines)]
                assert not [line for line in words[1:] if line[0] in STARTS_NO_LINE]
                assert not [line for line in words[:-1] if line.endswith(tuple(ENDS_NO_LINE))]
                assert measure >= max(
                    line.indent + cells(shown, ambiguous=ambiguous)
                    for line, shown in zip(lines, words, strict=True)
                )

    def test_a_closing_mark_moves_to_the_next_line_with_the_character_before_it(self) -> None:
        assert lines_of("天地玄黄宇，宙", 10) == ["天地玄黄", "宇，宙"]

    def test_an_opening_mark_moves_to_the_next_line_with_the_word_after_it(self) -> None:
        assert lines_of("天地玄黄《宇宙》", 10) == ["天地玄黄", "《宇宙》"]

    def test_an_opening_mark_moves_to_the_next_line_across_a_space(self) -> None:
        assert lines_of("天地玄黄（ 宇宙）", 11) == ["天地玄黄", "（ 宇宙）"]

    def test_a_text_of_marks_fills_the_measure(self) -> None:
        assert lines_of("，" * 100, 20) == ["，" * 10] * 10

    def test_a_dash_is_broken_only_if_it_is_longer_than_a_line(self) -> None:
        assert lines_of("天地——玄黄", 5) == ["天", "地——", "玄黄"]
        assert lines_of("—" * 50, 20) == ["—" * 20, "—" * 20, "—" * 10]

    def test_a_word_is_broken_rather_than_a_prohibition(self) -> None:
        assert lines_of("abcdefghij。", 10) == ["abcdefghi", "j。"]

    def test_a_word_longer_than_a_line_is_broken_at_the_measure(self) -> None:
        assert lines_of("天" + "a" * 25, 10) == ["天", "a" * 10, "a" * 10, "a" * 5]

    def test_a_long_url_is_broken_after_its_punctuation(self) -> None:
        assert lines_of("见https://example.com/news/2020/index?page=1。", 20) == [
            "见https://example.",
            "com/news/2020/index?",
            "page=1。",
        ]

    def test_a_url_that_fits_on_a_line_is_not_broken(self) -> None:
        assert lines_of("天地玄黄http://a.cn/b-c?d=e，宇宙", 22) == [
            "天地玄黄",
            "http://a.cn/b-c?d=e，",
            "宇宙",
        ]

    def test_a_currency_sign_is_kept_with_digits_only(self) -> None:
        assert lines_of("天地玄￥500", 10) == ["天地玄", "￥500"]
        assert lines_of("天地玄黄￥元", 10) == ["天地玄黄￥", "元"]

    def test_the_characters_beside_a_straight_quote_decide_whether_it_opens_or_closes(self) -> None:
        assert lines_of('天地玄"黄宇"宙洪', 7) == ["天地玄", '"黄宇"', "宙洪"]
        assert lines_of("天地玄 'ab', 黄", 7) == ["天地玄 ", "'ab', ", "黄"]
        assert lines_of('天地玄黄"', 8) == ["天地玄", '黄"']

    def test_spaces_at_the_end_of_a_line_may_exceed_the_measure(self) -> None:
        assert lines_of("天地玄黄   宇宙", 8) == ["天地玄黄   ", "宇宙"]
        assert lines_of("天地玄黄\u3000宇宙", 8) == ["天地玄黄\u3000", "宇宙"]
        assert lines_of(" " * 50, 20) == [" " * 50]

    def test_a_closing_mark_after_a_space_does_not_start_a_line(self) -> None:
        assert lines_of("天地玄黄 。宇", 8) == ["天地玄", "黄 。宇"]

    def test_the_indent_shortens_only_the_first_line(self) -> None:
        text = "天地玄黄宇宙洪荒"
        lines = break_lines(text, 0, len(text), 8, indent=4)
        assert read(text, lines) == ["天地", "玄黄宇宙", "洪荒"]
        assert [line.indent for line in lines] == [4, 0, 0]

    def test_an_indent_that_leaves_no_room_is_dropped(self) -> None:
        assert break_lines("天地", 0, 2, 4, indent=4) == [Line(0, 2, 0)]

    def test_an_empty_paragraph_is_one_empty_line(self) -> None:
        assert break_lines("天\n\n地", 2, 2, 20, indent=4) == [Line(2, 2, 4)]

    def test_ambiguous_characters_take_the_configured_number_of_cells(self) -> None:
        assert lines_of("天地“玄”", 8) == ["天地“玄”"]
        assert lines_of("天地“玄”", 8, ambiguous=2) == ["天地", "“玄”"]

    @pytest.mark.parametrize(
        "repeated",
        ["，", "“ ", "a.", '"', "http://,", "1,", "￥", "e\u0301", "（" + " " * 99_999, "天地玄黄，"],
        ids=lambda text: text[:8],
    )
    def test_a_very_long_paragraph_is_broken_in_linear_time(self, repeated: str) -> None:
        """A quadratic algorithm would take minutes."""
        text = repeated * (100_000 // len(repeated))
        assert "".join(read(text, break_lines(text, 0, len(text), 20))) == text


class TestDisplayed:
    @settings(deadline=None)
    @given(wild | st.text())
    def test_every_code_point_becomes_one_that_cannot_control_the_terminal(self, text: str) -> None:
        shown = displayed(text)
        assert len(shown) == len(text)
        assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")

    @settings(deadline=None)
    @given(prose)
    def test_harmless_text_is_unchanged(self, text: str) -> None:
        assert displayed(text) == text.replace("\t", " ")

    def test_control_characters_become_their_pictures(self) -> None:
        assert displayed("\x1b[31m\t\x00\n\x7f\x9b\u202e") == "␛[31m ␀␊␡�·"

    def test_only_joiners_that_have_an_effect_are_kept(self) -> None:
        assert displayed("👩\u200d💻") == "👩\u200d💻"
        assert displayed("天\u200d地") == "天\u200c地"
        assert displayed("\u200b\ufe0f") == "\u200b\u200c"

    @settings(deadline=None)
    @given(wild)
    @example("天\u200d地")
    @example("☺\u200b\ufe0f")
    def test_widths_equal_those_that_textual_draws(self, text: str) -> None:
        assert cells(text) == cell_len(displayed(text))
        assert cells(text) == sum(cells(cluster) for cluster in iter_graphemes(text))

    @settings(deadline=None)
    @given(wild | prose)
    def test_only_ambiguous_characters_become_wider(self, text: str) -> None:
        assert cells(text) <= cells(text, ambiguous=2) <= 2 * cells(text)

    def test_quotes_dashes_ellipses_and_interpuncts_are_ambiguous(self) -> None:
        assert [cells("“”‘’—…·"), cells("“”‘’—…·", ambiguous=2)] == [7, 14]
        assert [cells("天，a1。"), cells("天，a1。", ambiguous=2)] == [8, 8]


class TestProhibitionLevels:
    @pytest.mark.parametrize(
        ("level", "starts"),
        [(BASIC, ["——", "……", "/", "——", "/"]), (GB_STYLE, ["——", "……", "——"]), (STRICT, [])],
    )
    def test_the_level_decides_which_marks_may_start_a_line(
        self, level: Prohibitions, starts: list[str]
    ) -> None:
        texts = [f"天地玄黄宇宙洪荒日月{mark}盈昃" for mark in ("——", "……", "/", "——", "/", "，", "·", "～")]
        firsts = [text[break_lines(text, 0, len(text), 20, prohibitions=level)[1].start :] for text in texts]
        assert [first.rstrip("盈昃") for first in firsts if first[0] not in HAN] == starts

    def test_in_gb_style_a_slash_does_not_end_a_line(self) -> None:
        text = "天地玄黄宇宙洪荒日/月盈昃"
        lines = break_lines(text, 0, len(text), 19, prohibitions=GB_STYLE)
        assert read(text, lines) == ["天地玄黄宇宙洪荒", "日/月盈昃"]

    @settings(deadline=None)
    @given(prose, widths, st.sampled_from([BASIC, GB_STYLE, STRICT]))
    def test_at_each_level_no_line_starts_with_a_prohibited_mark_if_it_can_start_elsewhere(
        self, text: str, measure: int, level: Prohibitions
    ) -> None:
        lines = break_lines(text, 0, len(text), measure, prohibitions=level)
        assert "".join(read(text, lines)) == text
        for line in lines[1:]:
            if text[line.start] in "，。！”》" or text[line.start - 1] in "“《（":
                before = lines[lines.index(line) - 1]
                assert clean_places(text, before.start, measure) == []


class TestJustifying:
    @settings(deadline=None)
    @given(prose | plain, widths, st.sampled_from([0, 4]), st.sampled_from([1, 2]))
    def test_justification_does_not_move_line_ends_or_exceed_the_measure(
        self, text: str, measure: int, indent: int, ambiguous: int
    ) -> None:
        ragged = break_lines(text, 0, len(text), measure, indent=indent, ambiguous=ambiguous)
        filled = break_lines(text, 0, len(text), measure, indent=indent, ambiguous=ambiguous, justified=True)
        assert [line[:3] for line in filled] == [line[:3] for line in ragged]
        assert filled[-1].gaps == ()
        for line in filled:
            added = sum(width for _, width in line.gaps)
            words = text[line.start : line.end].rstrip(SPACES)
            if added:
                assert line.indent + cells(words, ambiguous=ambiguous) + added == measure
                assert all(line.start < place < line.start + len(words) for place, _ in line.gaps)

    def test_a_line_that_is_one_cell_short_is_filled(self) -> None:
        text = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。"
        (first, *_) = break_lines(text, 0, len(text), 21, justified=True)
        assert text[first.start : first.end] == "天地玄黄，宇宙洪荒。"
        assert first.gaps == ((5, 1),)

    def test_words_numbers_and_dashes_get_no_gaps(self) -> None:
        text = "天地Textual8.2，玄黄——宇宙" * 9
        for line in break_lines(text, 0, len(text), 31, justified=True):
            for place, _ in line.gaps:
                assert not (text[place - 1].isascii() and text[place].isascii())
                assert text[place - 1 : place + 1] != "——"


class TestRuby:
    @settings(deadline=None)
    @given(st.lists(st.tuples(han, st.integers(0, 14)), min_size=1, max_size=30), widths)
    def test_each_word_has_room_for_its_ruby_and_is_not_broken(
        self, words: list[tuple[str, int]], measure: int
    ) -> None:
        text, ruby = "", []
        for word, length in words:
            ruby.append(Ruby(len(text), len(text) + len(word), "n" * length))
            text += word
        lines = break_lines(text, 0, len(text), measure, ruby=ruby)
        assert "".join(read(text, lines)) == text
        for line in lines:
            gaps = dict(line.gaps)
            used = 0
            for note in ruby:
                if line.start <= note.start < note.end <= line.end:
                    room = cells(text[note.start : note.end]) + gaps.get(note.end, 0)
                    used += room
                    assert room > len(note.reading) or note.end == line.end
                elif note.start < line.end and note.end > line.start:
                    assert cells(text[note.start : note.end]) > measure
            assert used <= max(measure, cells(text[line.start : line.end]))


ARTICLE, BLOCKS = join_blocks(
    [
        (BlockKind.KICKER, "天地玄黄"),
        (BlockKind.TITLE, "宇宙洪荒"),
        (BlockKind.SUBTITLE, "日月盈昃"),
        (BlockKind.BYLINE, "辰宿"),
        (BlockKind.DATE, "2020-03-24"),
        (BlockKind.PARAGRAPH, "列张寒来暑往，秋收冬藏。闰余成岁，律吕调阳。"),
        (BlockKind.PARAGRAPH, ""),
        (BlockKind.CAPTION, "云腾致雨"),
    ]
)


def blocks_of(text: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, start, end) for start, end in paragraphs(text)]


def settled(text: str, blocks: Sequence[Block], options: TypesettingOptions) -> Galley:
    """A galley that is typeset completely."""
    galley = Galley(text, blocks, options)
    galley.settle(0, 1 << 30)
    return galley


def rows(galley: Galley) -> list[str | None]:
    return [
        None if row.line is None else " " * row.line.indent + galley.text[row.line.start : row.line.end]
        for row in map(galley.row, range(galley.height))
    ]


# CRLF is one cluster that contains a line end. Importers convert it, so no article contains it.
articles = (
    st.lists(prose | wild, min_size=1, max_size=5).map("\n".join).filter(lambda text: "\r\n" not in text)
)


class TestGalley:
    def test_an_article_has_blank_rows_and_indents(self) -> None:
        assert rows(settled(ARTICLE, BLOCKS, TypesettingOptions(20))) == [
            "天地玄黄",
            "宇宙洪荒",
            "日月盈昃",
            None,
            "辰宿",
            "2020-03-24",
            None,
            "    列张寒来暑往，秋",
            "收冬藏。闰余成岁，律",
            "吕调阳。",
            None,
            "    ",
            None,
            "云腾致雨",
        ]

    def test_lines_and_paragraphs_have_the_spacing_that_is_set(self) -> None:
        text = "天地玄黄，宇宙洪荒。\n日月盈昃。"
        options = TypesettingOptions(10, indent=0, line_spacing=2, paragraph_spacing=0)
        galley = settled(text, blocks_of(text), options)
        assert rows(galley) == [None, "天地玄黄，", None, "宇宙洪荒。", None, "日月盈昃。"]
        assert [galley.place(offset) for offset in (0, 5, 11)] == [(1, 0), (3, 0), (5, 0)]
        assert [galley.offset_at(y, 2) for y in range(6)] == [1, 1, 6, 6, 12, 12]

    def test_ruby_stays_above_its_line_whatever_the_spacing(self) -> None:
        options = TypesettingOptions(10, indent=0, line_spacing=2, ruby=lambda _start, _end: [])
        galley = settled("天地玄黄", (), options)
        assert [(row.line is not None, row.is_ruby) for row in map(galley.row, range(3))] == [
            (False, False), (True, True), (True, False),
        ]  # fmt: skip

    def test_a_row_has_the_index_of_its_block_and_a_blank_row_that_of_the_block_below(self) -> None:
        galley = settled(ARTICLE, BLOCKS, TypesettingOptions(20))
        assert [galley.row(y).block for y in range(galley.height)] == [
            0,
            1,
            2,
            3,
            3,
            4,
            5,
            5,
            5,
            5,
            6,
            6,
            7,
            7,
        ]

    def test_a_row_outside_the_galley_raises_an_error(self) -> None:
        galley = settled(ARTICLE, BLOCKS, TypesettingOptions(20))
        for y in (-1, galley.height):
            with pytest.raises(IndexError, match=str(y)):
                galley.row(y)

    def test_a_paragraph_that_starts_with_spaces_is_not_indented(self) -> None:
        assert rows(
            settled("\u3000\u3000天地", [Block(BlockKind.PARAGRAPH, 0, 4)], TypesettingOptions(20))
        ) == ["\u3000\u3000天地"]

    def test_the_indent_is_an_option(self) -> None:
        assert rows(settled("天地", blocks_of("天地"), TypesettingOptions(20, indent=0))) == ["天地"]

    def test_without_blocks_each_line_is_a_paragraph(self) -> None:
        assert rows(settled("天\n地", (), TypesettingOptions(20))) == ["    天", None, "    地"]
        assert settled("", (), TypesettingOptions(20)).place(0) == (0, 4)

    def test_only_the_blocks_that_are_needed_are_typeset(self, monkeypatch: pytest.MonkeyPatch) -> None:
        set_so_far: list[int] = []

        def counting(
            text: str, start: int, end: int, measure: int, *, indent: int, **others: Any
        ) -> list[Line]:
            set_so_far.append(start)
            return break_lines(text, start, end, measure, indent=indent, **others)

        monkeypatch.setattr("tui.typesetting.galley.break_lines", counting)
        text = "\n".join(["天地玄黄"] * 100)
        galley = Galley(text, blocks_of(text), TypesettingOptions(20))
        assert set_so_far == []
        assert galley.offset_at(4, 5) == 10
        assert galley.place(11) == (4, 6)
        assert len(set_so_far) <= 4
        assert galley.row_at(len(text)) == galley.height - 1
        assert len(set_so_far) <= 5

    def test_the_chunks_of_a_long_paragraph_have_the_same_lines_as_the_whole(self) -> None:
        text = "列张寒来暑往，秋收冬藏。闰余成岁，律吕调阳GDP增长25.9%。" * 1000
        galley = settled(text, blocks_of(text), TypesettingOptions(80))
        whole = break_lines(text, 0, len(text), 80, indent=4)
        assert [row.line for row in map(galley.row, range(galley.height))] == whole

    @pytest.mark.long
    @settings(deadline=None, max_examples=examples(20))
    @given(st.text("天地玄黄，。GDP \u200b", min_size=1, max_size=40), st.lists(st.floats(0, 1), max_size=6))
    def test_a_long_paragraph_is_complete_wherever_it_is_viewed_first(
        self, motif: str, visits: list[float]
    ) -> None:
        text = motif * (40 * CHUNK_SIZE // len(motif))
        galley = Galley(text, blocks_of(text), TypesettingOptions(80))
        for visit in visits:
            offset = int(visit * len(text))
            y, _ = galley.place(offset)
            line = galley.row(y).line
            assert line is not None
            assert line.start <= offset <= line.end
        galley.settle(0, 1 << 30)
        lines = [row.line for row in map(galley.row, range(galley.height)) if row.line]
        assert "".join(read(text, lines)) == text
        assert all(cells(words.rstrip(SPACES)) <= 80 for words in read(text, lines))

    def test_the_end_of_a_very_long_paragraph_is_reached_by_typesetting_a_part_of_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        characters: list[int] = []

        def counting(text: str, start: int, end: int, measure: int, **others: Any) -> list[Line]:
            characters.append(end - start)
            return break_lines(text, start, end, measure, **others)

        monkeypatch.setattr("tui.typesetting.galley.break_lines", counting)
        text = "天地玄黄，宇宙洪荒。" * 100_000
        galley = Galley(text, blocks_of(text), TypesettingOptions(80))
        assert galley.row_at(len(text)) == galley.height - 1
        assert sum(characters) <= 3 * CHUNK_SIZE

    @settings(deadline=None)
    @given(articles, widths, st.sampled_from([1, 2]))
    def test_the_lines_of_all_rows_joined_are_the_text(self, text: str, measure: int, ambiguous: int) -> None:
        galley = settled(text, blocks_of(text), TypesettingOptions(measure, ambiguous))
        lines = [row.line for row in map(galley.row, range(galley.height)) if row.line]
        assert "".join(read(text, lines)) == text.replace("\n", "")

    @settings(deadline=None)
    @given(articles, widths, st.sampled_from([1, 2]))
    def test_place_and_offset_at_are_inverses(self, text: str, measure: int, ambiguous: int) -> None:
        galley = settled(text, blocks_of(text), TypesettingOptions(measure, ambiguous))
        for start, end in pairwise(boundaries(text)):
            y, x = galley.place(start)
            width = cells(text[start:end], ambiguous=ambiguous)
            assert galley.row_at(start) == y
            if text[start] == "\n" or width == 0:
                continue
            line = galley.row(y).line
            assert line is not None
            hangs = line.indent + cells(text[line.start : end], ambiguous=ambiguous) > measure
            if not hangs:
                assert [galley.offset_at(y, cell) for cell in range(x, x + width)] == [start] * width
            else:
                assert x <= measure - 1

    @settings(deadline=None)
    @given(articles, widths)
    def test_every_cell_maps_to_a_character_of_its_row(self, text: str, measure: int) -> None:
        galley = settled(text, blocks_of(text), TypesettingOptions(measure))
        for y in range(galley.height):
            line = galley.row(y).line
            for x in range(-1, measure + 2):
                offset = galley.offset_at(y, x)
                if line is None:
                    assert galley.row_at(offset) == y + 1
                elif line.start < line.end:
                    assert line.start <= offset < line.end
                else:
                    assert offset == line.start

    @settings(deadline=None)
    @given(articles, widths)
    def test_an_offset_inside_a_cluster_has_the_place_of_the_cluster(self, text: str, measure: int) -> None:
        galley = settled(text, blocks_of(text), TypesettingOptions(measure))
        for start, end in pairwise(boundaries(text)):
            assert {galley.place(offset) for offset in range(start, end)} == {galley.place(start)}

    def test_newlines_and_the_end_of_the_text_are_placed_after_the_last_character(self) -> None:
        galley = settled("天地玄\n黄", blocks_of("天地玄\n黄"), TypesettingOptions(20))
        assert [galley.place(offset) for offset in (2, 3, 4, 5, 99)] == [
            (0, 8),
            (0, 10),
            (2, 4),
            (2, 6),
            (2, 6),
        ]

    def test_the_end_of_a_full_line_is_at_the_measure(self) -> None:
        text = "天地玄黄宇宙洪荒"
        assert settled(text, blocks_of(text), TypesettingOptions(20)).place(len(text)) == (0, 20)

    def test_hanging_spaces_are_placed_in_the_last_cell(self) -> None:
        text = "天地玄黄宇宙洪荒   日"
        galley = settled(text, blocks_of(text), TypesettingOptions(20))
        assert [galley.place(offset) for offset in (7, 8, 9, 10, 11)] == [
            (0, 18),
            (0, 19),
            (0, 19),
            (0, 19),
            (1, 0),
        ]

    def test_cells_beside_a_line_map_to_its_first_or_last_character(self) -> None:
        galley = settled("天地\n玄黄", blocks_of("天地\n玄黄"), TypesettingOptions(20))
        assert [galley.offset_at(0, x) for x in (-5, 0, 4, 5, 6, 7, 8, 19, 99)] == [0, 0, 0, 0, 1, 1, 1, 1, 1]
        assert [galley.offset_at(1, x) for x in (0, 6)] == [3, 4]
        assert [galley.offset_at(y, 0) for y in (-9, 3, 99)] == [0, 3, 3]

    def test_the_last_row_of_a_hundred_thousand_characters_is_reached(self) -> None:
        text = "\n".join(["列张寒来暑往，秋收冬藏。闰余成岁，律吕调阳。" * 9] * 500)
        galley = settled(text, blocks_of(text), TypesettingOptions(80))
        assert galley.height > 1000
        assert galley.row_at(len(text) - 1) == galley.height - 1
