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
    Notation,
    Prohibitions,
    Setting,
    cells,
    displayed,
    galley,
    set_paragraph,
)
from tui.typesetting.breaking import NOT_AT_LINE_END, NOT_AT_LINE_START
from tui.typesetting.galley import PIECE

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
"""Never parted where it has room; each fits in sixteen cells."""
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
    return read(text, set_paragraph(text, 0, len(text), measure, indent=indent, ambiguous=ambiguous))


def read(text: str, lines: list[Line]) -> list[str]:
    return [text[line.start : line.end] for line in lines]


def boundaries(text: str) -> list[int]:
    """The offsets between grapheme clusters, 0 and the end among them."""
    found = [0]
    for cluster in iter_graphemes(text):
        found.append(found[-1] + len(cluster))
    return found


def is_clean(text: str, at: int, starts_no_line: str = STARTS_NO_LINE) -> bool:
    """Whether a line may end before ``text[at]``, going by the marks on both sides alone."""
    before = text[:at].rstrip(SPACES)
    return text[at] not in starts_no_line + SPACES and not before.endswith(tuple(NOT_AT_LINE_END))


def clean_places(text: str, start: int, room: int) -> list[int]:
    """The places where a line from ``start``, with ``room`` for so many cells, may end."""
    return [
        at
        for at in boundaries(text)
        if start < at < len(text)
        and cells(text[start:at].rstrip(SPACES)) <= room
        and is_clean(text, at, NOT_AT_LINE_START)
    ]


def avoidable_breaks(text: str, lines: list[Line], measure: int) -> list[str]:
    """Lines that end where the marks forbid it, though they had a place to end where nothing does."""
    return [
        text[line.start : line.end]
        for line in lines[:-1]
        if not is_clean(text, line.end) and clean_places(text, line.start, measure - line.indent)
    ]


class TestBreaking:
    def test_the_marks_of_the_house_rule_are_all_known(self) -> None:
        assert set(STARTS_NO_LINE) <= set(NOT_AT_LINE_START)
        assert set(ENDS_NO_LINE) <= set(NOT_AT_LINE_END)

    @settings(deadline=None)
    @given(prose | wild, st.integers(1, 120), st.sampled_from([0, 4]), st.sampled_from([1, 2]))
    def test_the_lines_put_together_are_the_text(
        self, text: str, measure: int, indent: int, ambiguous: int
    ) -> None:
        around = f"前{text}后"
        lines = set_paragraph(around, 1, len(around) - 1, measure, indent=indent, ambiguous=ambiguous)
        assert [lines[0].start, lines[-1].end] == [1, len(around) - 1]
        assert all(line.end == following.start for line, following in pairwise(lines))
        assert all(line.start < line.end for line in lines) or not text

    @settings(deadline=None)
    @given(prose | wild, widths, st.sampled_from([1, 2]))
    @example("，" * 100, 20, 1)
    @example("“" * 100, 21, 2)
    @example("a" * 100, 20, 1)
    def test_no_line_is_wider_than_the_measure(self, text: str, measure: int, ambiguous: int) -> None:
        for line in set_paragraph(text, 0, len(text), measure, indent=4, ambiguous=ambiguous):
            words = text[line.start : line.end].rstrip(SPACES)
            too_wide = line.indent + cells(words, ambiguous=ambiguous) > measure
            assert not too_wide or len(boundaries(words)) == 2, words

    @settings(deadline=None)
    @given(prose, widths)
    @example("天" * 9 + "（（（（「『" + "GDP" + "）。", 20)
    def test_no_line_starts_or_ends_with_a_forbidden_mark_while_it_has_another_place(
        self, text: str, measure: int
    ) -> None:
        lines = set_paragraph(text, 0, len(text), measure, indent=4)
        assert avoidable_breaks(text, lines, measure) == []

    @settings(deadline=None)
    @given(plain, widths)
    def test_lines_without_words_end_at_the_last_place_allowed(self, text: str, measure: int) -> None:
        for line in set_paragraph(text, 0, len(text), measure, indent=4)[:-1]:
            allowed = clean_places(text, line.start, measure - line.indent)
            assert not allowed or line.end == allowed[-1]

    @settings(deadline=None)
    @given(
        st.lists(st.tuples(st.text(HAN, min_size=1, max_size=12), st.sampled_from(WHOLE)), max_size=20),
        widths,
    )
    def test_words_numbers_dashes_and_clusters_stay_whole(
        self, pairs: list[tuple[str, str]], measure: int
    ) -> None:
        text, inside = "", set[int]()
        for between, whole in pairs:
            text += between
            inside |= set(range(len(text) + 1, len(text) + len(whole)))
            text += whole
        lines = set_paragraph(text, 0, len(text), measure, indent=4)
        assert inside.isdisjoint(line.start for line in lines)

    @settings(deadline=None)
    @given(prose | wild, widths)
    def test_grapheme_clusters_are_never_split(self, text: str, measure: int) -> None:
        lines = set_paragraph(text, 0, len(text), measure)
        assert {line.start for line in lines} <= set(boundaries(text))

    @pytest.mark.parametrize("sample", TEXTS, ids=lambda path: path.stem)
    @pytest.mark.parametrize("ambiguous", [1, 2])
    def test_samples_have_no_forbidden_mark_at_either_end_of_any_line(
        self, sample: Path, ambiguous: int
    ) -> None:
        text = sample.read_text(encoding="utf-8")
        for measure in range(20, 121):
            for start, end in paragraphs(text):
                lines = set_paragraph(text, start, end, measure, indent=4, ambiguous=ambiguous)
                words = [line.rstrip(SPACES) for line in read(text, lines)]
                assert not [line for line in words[1:] if line[0] in STARTS_NO_LINE]
                assert not [line for line in words[:-1] if line.endswith(tuple(ENDS_NO_LINE))]
                assert measure >= max(
                    line.indent + cells(shown, ambiguous=ambiguous)
                    for line, shown in zip(lines, words, strict=True)
                )

    def test_a_mark_takes_the_character_before_it_down(self) -> None:
        assert lines_of("天地玄黄宇，宙", 10) == ["天地玄黄", "宇，宙"]

    def test_an_opening_mark_goes_down_with_what_it_opens(self) -> None:
        assert lines_of("天地玄黄《宇宙》", 10) == ["天地玄黄", "《宇宙》"]

    def test_an_opening_mark_goes_down_over_a_space_too(self) -> None:
        assert lines_of("天地玄黄（ 宇宙）", 11) == ["天地玄黄", "（ 宇宙）"]

    def test_marks_alone_fill_the_measure(self) -> None:
        assert lines_of("，" * 100, 20) == ["，" * 10] * 10

    def test_a_dash_is_split_only_when_it_is_longer_than_a_line(self) -> None:
        assert lines_of("天地——玄黄", 5) == ["天", "地——", "玄黄"]
        assert lines_of("—" * 50, 20) == ["—" * 20, "—" * 20, "—" * 10]

    def test_a_word_is_broken_before_a_prohibition_is(self) -> None:
        assert lines_of("abcdefghij。", 10) == ["abcdefghi", "j。"]

    def test_a_word_longer_than_a_line_is_broken_anywhere(self) -> None:
        assert lines_of("天" + "a" * 25, 10) == ["天", "a" * 10, "a" * 10, "a" * 5]

    def test_a_long_address_is_broken_behind_its_own_marks(self) -> None:
        assert lines_of("见https://example.com/news/2020/index?page=1。", 20) == [
            "见https://example.",
            "com/news/2020/index?",
            "page=1。",
        ]

    def test_an_address_stays_whole_where_it_fits_in_a_line(self) -> None:
        assert lines_of("天地玄黄http://a.cn/b-c?d=e，宇宙", 22) == [
            "天地玄黄",
            "http://a.cn/b-c?d=e，",
            "宇宙",
        ]

    def test_a_sign_of_currency_stays_with_its_digits_only(self) -> None:
        assert lines_of("天地玄￥500", 10) == ["天地玄", "￥500"]
        assert lines_of("天地玄黄￥元", 10) == ["天地玄黄￥", "元"]

    def test_straight_quotes_open_and_close_by_what_stands_beside_them(self) -> None:
        assert lines_of('天地玄"黄宇"宙洪', 7) == ["天地玄", '"黄宇"', "宙洪"]
        assert lines_of("天地玄 'ab', 黄", 7) == ["天地玄 ", "'ab', ", "黄"]
        assert lines_of('天地玄黄"', 8) == ["天地玄", '黄"']

    def test_spaces_at_the_end_of_a_line_hang(self) -> None:
        assert lines_of("天地玄黄   宇宙", 8) == ["天地玄黄   ", "宇宙"]
        assert lines_of("天地玄黄\u3000宇宙", 8) == ["天地玄黄\u3000", "宇宙"]
        assert lines_of(" " * 50, 20) == [" " * 50]

    def test_a_space_before_a_mark_does_not_let_it_start_a_line(self) -> None:
        assert lines_of("天地玄黄 。宇", 8) == ["天地玄", "黄 。宇"]

    def test_the_indent_narrows_the_first_line_alone(self) -> None:
        text = "天地玄黄宇宙洪荒"
        lines = set_paragraph(text, 0, len(text), 8, indent=4)
        assert read(text, lines) == ["天地", "玄黄宇宙", "洪荒"]
        assert [line.indent for line in lines] == [4, 0, 0]

    def test_an_indent_that_leaves_no_room_is_dropped(self) -> None:
        assert set_paragraph("天地", 0, 2, 4, indent=4) == [Line(0, 2, 0)]

    def test_an_empty_paragraph_is_one_empty_line(self) -> None:
        assert set_paragraph("天\n\n地", 2, 2, 20, indent=4) == [Line(2, 2, 4)]

    def test_ambiguous_characters_take_the_cells_they_are_given(self) -> None:
        assert lines_of("天地“玄”", 8) == ["天地“玄”"]
        assert lines_of("天地“玄”", 8, ambiguous=2) == ["天地", "“玄”"]

    @pytest.mark.parametrize(
        "repeated",
        ["，", "“ ", "a.", '"', "http://,", "1,", "￥", "e\u0301", "（" + " " * 99_999, "天地玄黄，"],
        ids=lambda text: text[:8],
    )
    def test_even_one_endless_paragraph_is_set_whole(self, repeated: str) -> None:
        """Anything quadratic would take minutes here."""
        text = repeated * (100_000 // len(repeated))
        assert "".join(read(text, set_paragraph(text, 0, len(text), 20))) == text


class TestDisplayed:
    @settings(deadline=None)
    @given(wild | st.text())
    def test_every_code_point_is_shown_by_one_that_steers_no_terminal(self, text: str) -> None:
        shown = displayed(text)
        assert len(shown) == len(text)
        assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")

    @settings(deadline=None)
    @given(prose)
    def test_what_is_harmless_is_shown_as_it_is(self, text: str) -> None:
        assert displayed(text) == text.replace("\t", " ")

    def test_control_characters_are_shown_as_their_pictures(self) -> None:
        assert displayed("\x1b[31m\t\x00\n\x7f\x9b\u202e") == "␛[31m ␀␊␡�·"

    def test_a_joiner_is_left_only_where_it_joins(self) -> None:
        assert displayed("👩\u200d💻") == "👩\u200d💻"
        assert displayed("天\u200d地") == "天\u200c地"
        assert displayed("\u200b\ufe0f") == "\u200b\u200c"

    @settings(deadline=None)
    @given(wild)
    @example("天\u200d地")
    @example("☺\u200b\ufe0f")
    def test_the_cells_are_those_that_textual_draws(self, text: str) -> None:
        assert cells(text) == cell_len(displayed(text))
        assert cells(text) == sum(cells(cluster) for cluster in iter_graphemes(text))

    @settings(deadline=None)
    @given(wild | prose)
    def test_ambiguous_characters_may_take_two_cells_and_others_stay(self, text: str) -> None:
        assert cells(text) <= cells(text, ambiguous=2) <= 2 * cells(text)

    def test_the_ambiguous_characters_of_chinese_print_are_known(self) -> None:
        assert [cells("“”‘’—…·"), cells("“”‘’—…·", ambiguous=2)] == [7, 14]
        assert [cells("天，a1。"), cells("天，a1。", ambiguous=2)] == [8, 8]


class TestLevels:
    @pytest.mark.parametrize(
        ("level", "starts"),
        [(BASIC, ["——", "……", "/", "——", "/"]), (GB_STYLE, ["——", "……", "——"]), (STRICT, [])],
    )
    def test_what_may_start_a_line_is_a_setting(self, level: Prohibitions, starts: list[str]) -> None:
        texts = [f"天地玄黄宇宙洪荒日月{mark}盈昃" for mark in ("——", "……", "/", "——", "/", "，", "·", "～")]
        firsts = [
            text[set_paragraph(text, 0, len(text), 20, prohibitions=level)[1].start :] for text in texts
        ]
        assert [first.rstrip("盈昃") for first in firsts if first[0] not in HAN] == starts

    def test_in_gb_style_a_slash_ends_no_line_either(self) -> None:
        text = "天地玄黄宇宙洪荒日/月盈昃"
        lines = set_paragraph(text, 0, len(text), 19, prohibitions=GB_STYLE)
        assert read(text, lines) == ["天地玄黄宇宙洪荒", "日/月盈昃"]

    @settings(deadline=None)
    @given(prose, widths, st.sampled_from([BASIC, GB_STYLE, STRICT]))
    def test_at_each_level_nothing_forbidden_starts_a_line_that_could_start_elsewhere(
        self, text: str, measure: int, level: Prohibitions
    ) -> None:
        lines = set_paragraph(text, 0, len(text), measure, prohibitions=level)
        assert "".join(read(text, lines)) == text
        for line in lines[1:]:
            if text[line.start] in "，。！”》" or text[line.start - 1] in "“《（":
                before = lines[lines.index(line) - 1]
                assert clean_places(text, before.start, measure) == []


class TestJustifying:
    @settings(deadline=None)
    @given(prose | plain, widths, st.sampled_from([0, 4]), st.sampled_from([1, 2]))
    def test_the_lines_are_the_same_and_none_is_wider_than_the_measure(
        self, text: str, measure: int, indent: int, ambiguous: int
    ) -> None:
        ragged = set_paragraph(text, 0, len(text), measure, indent=indent, ambiguous=ambiguous)
        filled = set_paragraph(
            text, 0, len(text), measure, indent=indent, ambiguous=ambiguous, justified=True
        )
        assert [line[:3] for line in filled] == [line[:3] for line in ragged]
        assert filled[-1].gaps == ()
        for line in filled:
            added = sum(width for _, width in line.gaps)
            words = text[line.start : line.end].rstrip(SPACES)
            if added:
                assert line.indent + cells(words, ambiguous=ambiguous) + added == measure
                assert all(line.start < place < line.start + len(words) for place, _ in line.gaps)

    def test_a_line_that_lacks_a_cell_or_two_is_filled(self) -> None:
        text = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。"
        (first, *_) = set_paragraph(text, 0, len(text), 21, justified=True)
        assert text[first.start : first.end] == "天地玄黄，宇宙洪荒。"
        assert first.gaps == ((5, 1),)

    def test_nothing_is_put_inside_a_word_a_number_or_a_dash(self) -> None:
        text = "天地Textual8.2，玄黄——宇宙" * 9
        for line in set_paragraph(text, 0, len(text), 31, justified=True):
            for place, _ in line.gaps:
                assert not (text[place - 1].isascii() and text[place].isascii())
                assert text[place - 1 : place + 1] != "——"


class TestNotation:
    @settings(deadline=None)
    @given(st.lists(st.tuples(han, st.integers(0, 14)), min_size=1, max_size=30), widths)
    def test_each_word_has_room_for_what_stands_above_it_and_stays_whole(
        self, words: list[tuple[str, int]], measure: int
    ) -> None:
        text, notation = "", []
        for word, length in words:
            notation.append(Notation(len(text), len(text) + len(word), "n" * length))
            text += word
        lines = set_paragraph(text, 0, len(text), measure, notation=notation)
        assert "".join(read(text, lines)) == text
        for line in lines:
            gaps = dict(line.gaps)
            used = 0
            for note in notation:
                if line.start <= note.start < note.end <= line.end:
                    room = cells(text[note.start : note.end]) + gaps.get(note.end, 0)
                    used += room
                    assert room > len(note.words) or note.end == line.end
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


def settled(text: str, blocks: Sequence[Block], setting: Setting) -> Galley:
    """A galley of which everything is set."""
    proof = Galley(text, blocks, setting)
    proof.settle(0, 1 << 30)
    return proof


def rows(proof: Galley) -> list[str | None]:
    return [
        None if row.line is None else " " * row.line.indent + proof.text[row.line.start : row.line.end]
        for row in map(proof.row, range(proof.height))
    ]


# The one cluster that a line end is part of never stands in an article: importers end lines there.
articles = (
    st.lists(prose | wild, min_size=1, max_size=5).map("\n".join).filter(lambda text: "\r\n" not in text)
)


class TestGalley:
    def test_an_article_is_set_with_its_spacing_and_indents(self) -> None:
        assert rows(settled(ARTICLE, BLOCKS, Setting(20))) == [
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

    def test_a_row_names_its_block_and_a_blank_one_the_block_below(self) -> None:
        proof = settled(ARTICLE, BLOCKS, Setting(20))
        assert [proof.row(y).block for y in range(proof.height)] == [0, 1, 2, 3, 3, 4, 5, 5, 5, 5, 6, 6, 7, 7]

    def test_a_row_outside_is_refused(self) -> None:
        proof = settled(ARTICLE, BLOCKS, Setting(20))
        for y in (-1, proof.height):
            with pytest.raises(IndexError, match=str(y)):
                proof.row(y)

    def test_a_paragraph_that_brings_its_own_spaces_is_not_indented_again(self) -> None:
        assert rows(settled("\u3000\u3000天地", [Block(BlockKind.PARAGRAPH, 0, 4)], Setting(20))) == [
            "\u3000\u3000天地"
        ]

    def test_the_indent_is_a_setting(self) -> None:
        assert rows(settled("天地", blocks_of("天地"), Setting(20, indent=0))) == ["天地"]

    def test_without_blocks_each_line_is_a_paragraph(self) -> None:
        assert rows(settled("天\n地", (), Setting(20))) == ["    天", None, "    地"]
        assert settled("", (), Setting(20)).place(0) == (0, 4)

    def test_only_the_blocks_asked_for_are_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        set_so_far: list[int] = []

        def counting(
            text: str, start: int, end: int, measure: int, *, indent: int, **others: Any
        ) -> list[Line]:
            set_so_far.append(start)
            return set_paragraph(text, start, end, measure, indent=indent, **others)

        monkeypatch.setattr(galley, "set_paragraph", counting)
        text = "\n".join(["天地玄黄"] * 100)
        proof = Galley(text, blocks_of(text), Setting(20))
        assert set_so_far == []
        assert proof.offset_at(4, 5) == 10
        assert proof.place(11) == (4, 6)
        assert len(set_so_far) <= 4
        assert proof.line_of(len(text)) == proof.height - 1
        assert len(set_so_far) <= 5

    def test_a_long_paragraph_read_from_its_start_has_the_lines_it_would_have_as_a_whole(self) -> None:
        text = "列张寒来暑往，秋收冬藏。闰余成岁，律吕调阳GDP增长25.9%。" * 1000
        proof = settled(text, blocks_of(text), Setting(80))
        whole = set_paragraph(text, 0, len(text), 80, indent=4)
        assert [row.line for row in map(proof.row, range(proof.height))] == whole

    @settings(deadline=None, max_examples=examples(20))
    @given(st.text("天地玄黄，。GDP \u200b", min_size=1, max_size=40), st.lists(st.floats(0, 1), max_size=6))
    def test_a_long_paragraph_looked_at_anywhere_first_still_has_all_its_text(
        self, motif: str, visits: list[float]
    ) -> None:
        text = motif * (40 * PIECE // len(motif))
        proof = Galley(text, blocks_of(text), Setting(80))
        for visit in visits:
            offset = int(visit * len(text))
            y, _ = proof.place(offset)
            line = proof.row(y).line
            assert line is not None
            assert line.start <= offset <= line.end
        proof.settle(0, 1 << 30)
        lines = [row.line for row in map(proof.row, range(proof.height)) if row.line]
        assert "".join(read(text, lines)) == text
        assert all(cells(words.rstrip(SPACES)) <= 80 for words in read(text, lines))

    def test_the_end_of_a_very_long_paragraph_is_reached_by_setting_a_part_of_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        characters: list[int] = []

        def counting(text: str, start: int, end: int, measure: int, **others: Any) -> list[Line]:
            characters.append(end - start)
            return set_paragraph(text, start, end, measure, **others)

        monkeypatch.setattr(galley, "set_paragraph", counting)
        text = "天地玄黄，宇宙洪荒。" * 100_000
        proof = Galley(text, blocks_of(text), Setting(80))
        assert proof.line_of(len(text)) == proof.height - 1
        assert sum(characters) <= 3 * PIECE

    @settings(deadline=None)
    @given(articles, widths, st.sampled_from([1, 2]))
    def test_the_lines_of_all_rows_are_the_text(self, text: str, measure: int, ambiguous: int) -> None:
        proof = settled(text, blocks_of(text), Setting(measure, ambiguous))
        lines = [row.line for row in map(proof.row, range(proof.height)) if row.line]
        assert "".join(read(text, lines)) == text.replace("\n", "")

    @settings(deadline=None)
    @given(articles, widths, st.sampled_from([1, 2]))
    def test_the_way_to_a_cell_and_back_leads_to_the_same_character(
        self, text: str, measure: int, ambiguous: int
    ) -> None:
        proof = settled(text, blocks_of(text), Setting(measure, ambiguous))
        for start, end in pairwise(boundaries(text)):
            y, x = proof.place(start)
            width = cells(text[start:end], ambiguous=ambiguous)
            assert proof.line_of(start) == y
            if text[start] == "\n" or width == 0:
                continue
            line = proof.row(y).line
            assert line is not None
            hangs = line.indent + cells(text[line.start : end], ambiguous=ambiguous) > measure
            if not hangs:
                assert [proof.offset_at(y, cell) for cell in range(x, x + width)] == [start] * width
            else:
                assert x <= measure - 1

    @settings(deadline=None)
    @given(articles, widths)
    def test_every_cell_has_a_character_that_is_placed_at_it_or_near(self, text: str, measure: int) -> None:
        proof = settled(text, blocks_of(text), Setting(measure))
        for y in range(proof.height):
            line = proof.row(y).line
            for x in range(-1, measure + 2):
                offset = proof.offset_at(y, x)
                if line is None:
                    assert proof.line_of(offset) == y + 1
                elif line.start < line.end:
                    assert line.start <= offset < line.end
                else:
                    assert offset == line.start

    @settings(deadline=None)
    @given(articles, widths)
    def test_an_offset_inside_a_cluster_has_the_place_of_its_start(self, text: str, measure: int) -> None:
        proof = settled(text, blocks_of(text), Setting(measure))
        for start, end in pairwise(boundaries(text)):
            assert {proof.place(offset) for offset in range(start, end)} == {proof.place(start)}

    def test_newlines_and_the_end_are_placed_behind_the_last_character(self) -> None:
        proof = settled("天地玄\n黄", blocks_of("天地玄\n黄"), Setting(20))
        assert [proof.place(offset) for offset in (2, 3, 4, 5, 99)] == [
            (0, 8),
            (0, 10),
            (2, 4),
            (2, 6),
            (2, 6),
        ]

    def test_the_end_of_a_full_line_is_at_the_measure(self) -> None:
        text = "天地玄黄宇宙洪荒"
        assert settled(text, blocks_of(text), Setting(20)).place(len(text)) == (0, 20)

    def test_spaces_that_hang_are_placed_in_the_last_cell(self) -> None:
        text = "天地玄黄宇宙洪荒   日"
        proof = settled(text, blocks_of(text), Setting(20))
        assert [proof.place(offset) for offset in (7, 8, 9, 10, 11)] == [
            (0, 18),
            (0, 19),
            (0, 19),
            (0, 19),
            (1, 0),
        ]

    def test_cells_beside_a_line_belong_to_its_first_and_last_character(self) -> None:
        proof = settled("天地\n玄黄", blocks_of("天地\n玄黄"), Setting(20))
        assert [proof.offset_at(0, x) for x in (-5, 0, 4, 5, 6, 7, 8, 19, 99)] == [0, 0, 0, 0, 1, 1, 1, 1, 1]
        assert [proof.offset_at(1, x) for x in (0, 6)] == [3, 4]
        assert [proof.offset_at(y, 0) for y in (-9, 3, 99)] == [0, 3, 3]

    def test_a_hundred_thousand_characters_are_set_to_the_last(self) -> None:
        text = "\n".join(["列张寒来暑往，秋收冬藏。闰余成岁，律吕调阳。" * 9] * 500)
        proof = settled(text, blocks_of(text), Setting(80))
        assert proof.height > 1000
        assert proof.line_of(len(text) - 1) == proof.height - 1
