"""PDFs become articles: columns, vertical lines, running heads, torn paragraphs, document info."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.formats.pdf.messages import Page
from store.formats.pdf.paragraphs import join_lines
from store.formats.pdf.process import read_pages
from store.importing.piece import Source
from store.importing.reading import read_data
from store.model.article import BlockKind
from tests.lengths import examples
from tests.store.formats.pdf.pdf_writer import Text, content, lines, pdf, wrapped
from tests.store.formats.pdf.pieces import parts, piece_of, texts

BRIDGE = (
    "镇上的木匠修好了那座旧桥，桥面铺了新的松木，走上去还会轻轻地响。"
    "孩子们放学以后都从这里回家，有的停下来看水，有的往河里扔石子。"
)
FERRY = (
    "老人说桥修好了路就近了，去县城不用再绕过东边的山口。"
    "渡口的船夫把船卖给了下游的渔民，自己在桥头开了一家卖米粉的小店。"
)


@pytest.mark.long
def test_lines_become_paragraphs_again() -> None:
    page = lines(wrapped(BRIDGE, 30) + wrapped(FERRY, 30))
    assert texts(pdf([page])) == [BRIDGE, FERRY]


def test_paragraphs_without_indent_end_with_a_short_line_or_a_gap() -> None:
    rows = [BRIDGE[at : at + 30] for at in range(0, len(BRIDGE), 30)]
    more = lines([FERRY[at : at + 30] for at in range(0, len(FERRY), 30)], top=760 - 16 * len(rows) - 16)
    assert texts(pdf([[*lines(rows), *more]])) == [BRIDGE, FERRY]


def test_the_lines_of_a_poem_stay_lines() -> None:
    poem = ["桥下的水慢慢流，", "桥上的人不回头，", "三月的船七月回，", "八月的信九月到。"]
    assert texts(pdf([lines(poem)])) == poem


def test_a_line_that_reaches_into_the_margin_does_not_tear_the_others() -> None:
    rows = wrapped(BRIDGE * 3, 30)
    page = lines([*rows[:2], rows[2] + "，，，", *rows[3:]])
    assert texts(pdf([page])) == ["".join(line.words for line in page)]


def test_short_paragraphs_with_indent_stay_apart() -> None:
    speeches = [f"\u3000\u3000“{FERRY[at : at + 24]}。”" for at in range(8)]
    page = lines([*wrapped(BRIDGE, 30), *speeches, *wrapped(FERRY, 30)])
    assert len(texts(pdf([page]))) == 10


QUOTED = [
    "\u3000\u3000“桥修好了，”她说，“可是——”他没有回答……只听见",
    "“‘谁？’我问。‘算了。’”这样的话·像风一样，过去了3年。",
    "报告（“十三五”期间）说：‘一带一路’——65个国家都在",
    "用A4纸写着“好”、“坏”……最后一行比较短。",
]


def with_other_marks(rows: list[str], mark: Text, *, at_end: bool) -> list[Text]:
    """Return a page whose marks and digits are like those of another text, after the others or not."""
    runs: list[Text] = []
    for row, words in enumerate(rows):
        for found in re.finditer(r"[“”‘’—…·0-9A-Z]+|[^“”‘’—…·0-9A-Z\u3000]+", words):
            x, y = 60 + 12 * found.start(), 760 - 20 * row
            is_mark = found[0][0] in "“”‘’—…·" or found[0].isascii()
            placed = mark if is_mark else Text(0, 0, "", 12)
            runs += [
                placed._replace(x=x + placed.x + 12 * at, y=y + placed.y, words=char)
                for at, char in enumerate(found[0])
            ]
    return sorted(runs, key=lambda one: one[3:] == mark[3:]) if at_end else runs


@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize(
    "mark",
    [
        Text(0, 0, "", 11.5, "M"),
        Text(0, 3, "", 11.5, "H"),
        Text(1, 4, "", 8, "M"),
        Text(0, -2, "", 9, "H"),
        Text(0, 0, "", 14, "M"),
        Text(3, 0, "", 12, "M", "0.5 0 0 1"),
    ],
    ids=["box", "raised", "small", "lowered", "large", "narrow"],
)
def test_marks_of_another_font_stay_in_their_place(mark: Text, at_end: bool) -> None:
    page = with_other_marks(QUOTED, mark, at_end=at_end)
    (words,) = texts(pdf([page]))
    assert words.replace(" ", "") == "".join(QUOTED).strip("\u3000")


def test_what_is_printed_again_over_itself_counts_once() -> None:
    rows = lines(wrapped(BRIDGE, 30))
    again = [row._replace(x=row.x + 0.3, matrix="1 Tr 1 0 0 1") for row in rows]
    assert texts(pdf([[*rows, *again]])) == [BRIDGE]


def test_a_type_3_dash_of_any_stated_size_is_kept() -> None:
    dashes = "".join(f"BT /D 1 Tf 1000 0 0 1000 {x} 700 Tm (A) Tj ET " for x in (120, 132))
    around = [Text(60, 700, "桥上的人说", 12), Text(144, 700, "不回头。", 12)]
    assert texts(pdf([content(around[:1]) + " " + dashes + content(around[1:])])) == ["桥上的人说——不回头。"]


def test_a_type_3_dash_of_a_form_that_is_scaled_is_kept() -> None:
    dashes = "".join(f"BT /D 1 Tf 1000 0 0 1000 {x} 700 Tm (A) Tj ET " for x in (120, 132))
    form = (
        content([Text(60, 700, "桥上的人说", 12)]) + " " + dashes + content([Text(144, 700, "不回头。", 12)])
    )
    assert texts(pdf(["q .6 0 0 1 40 20 cm /X0 Do Q"], forms=[form])) == ["桥上的人说——不回头。"]


@pytest.mark.parametrize("outer", ["q 1 0 0 1 0 0 cm", "q .5 0 0 .5 9 9 cm", "q 0 1 -1 0 690 0 cm"])
def test_what_stands_for_text_in_forms_keeps_its_place(outer: str) -> None:
    span = f"/Span <</ActualText <feff20142014>>> BDC {content([Text(110, 60, '一一', 10)])} EMC "
    form = content([Text(60, 60, "桥上的人说")]) + " " + span + content([Text(130, 60, "不回头，也不说话。")])
    page = f"{outer} q .6 0 0 1 40 600 cm /X0 Do Q q 1.4 0 0 .9 40 500 cm /X0 Do Q Q"
    assert texts(pdf([page], forms=[form])) == ["桥上的人说——不回头，也不说话。"] * 2


_MARKS_LEFT_OUT = "4 emphasis marks beside characters left out"


@pytest.mark.parametrize(
    ("beside", "remark"),
    [
        (
            [Text(104.5 + 10 * at, 752, "·", 5) for at in range(4)],
            "4 emphasis marks beside characters left out",
        ),
        (
            [Text(104.5 + 10 * at, 771, "●", 5) for at in range(4)],
            "4 emphasis marks beside characters left out",
        ),
        ([Text(100 + 10 * at, 752, "．", 10) for at in range(4)], _MARKS_LEFT_OUT),
        ([Text(100, 757, "﹏﹏﹏﹏")], _MARKS_LEFT_OUT),
        ([Text(101, 771, "ㄐㄧㄡˋ", 4)], "1 reading beside characters left out: “ㄐㄧㄡˋ”"),
        ([Text(101, 771, "qiao", 4, "L")], "1 reading beside characters left out: “qiao”"),
        ([Text(101, 771, "はし", 5)], "1 reading beside characters left out: “はし”"),
    ],
)
def test_what_stands_beside_characters_is_left_out_and_told(beside: list[Text], remark: str) -> None:
    page = lines(wrapped(BRIDGE, 30), leading=24)
    piece = piece_of(pdf([[page[0], *beside, *page[1:]]]))
    assert piece.remarks == (remark,)
    assert [words for _, words in parts(piece.article.draft)] == [BRIDGE]


@pytest.mark.parametrize("line", ["read_me_now", "• 松木 • 石板", "http://a.example/b~c_d", "— · —"])
def test_marks_in_a_line_are_text(line: str) -> None:
    words = [*wrapped(BRIDGE, 30), line]
    piece = piece_of(pdf([lines(words, leading=12)]))
    assert "".join(line.split()) in "".join(piece.article.draft.text.split())


def test_a_page_that_was_scanned_askew_is_read_in_lines() -> None:
    sine, cosine = 0.0209, 0.9998  # 1.2 degrees
    page = [
        row._replace(
            x=row.x * cosine - row.y * sine,
            y=row.x * sine + row.y * cosine,
            matrix=f"{cosine} {sine} -{sine} {cosine}",
        )
        for line in lines(wrapped(BRIDGE, 30) + wrapped(FERRY, 30))
        for row in (line._replace(words=line.words[:9]), line._replace(x=line.x + 90, words=line.words[9:]))
    ]
    assert texts(pdf([page])) == [BRIDGE, FERRY]


def test_an_initial_stands_before_the_first_of_its_lines() -> None:
    rows = [BRIDGE[1:25], BRIDGE[25:49], *(BRIDGE[at : at + 27] for at in range(49, len(BRIDGE), 27))]
    page = [
        Text(60, 736, BRIDGE[0], 28),
        *(Text(90 if row < 2 else 60, 752 - 16 * row, words, 10) for row, words in enumerate(rows)),
    ]
    assert texts(pdf([page])) == [BRIDGE]


def test_a_character_between_sideways_words_stays_in_its_vertical_line() -> None:
    page = [Text(500, 760, BRIDGE[:40], 12, "V"), Text(476, 760, "增长", 12, "V")]
    page += [Text(472, 733, "GDP", 12, "L", "0 -1 1 0"), Text(476, 706, "与", 12, "V")]
    page += [Text(472, 692, "CPI", 12, "L", "0 -1 1 0"), Text(476, 668, FERRY[:40], 12, "V")]
    assert "".join(texts(pdf([page]))) == f"{BRIDGE[:40]}增长GDP与CPI{FERRY[:40]}"


def test_chinese_quotation_marks_at_the_ends_of_lines_get_no_space() -> None:
    words = "她问：“这座桥真的已经修好了吗，走上去还会不会响？”“当然修好了，镇上的人都知道。”"
    at = words.index("“当然")
    assert texts(pdf([lines(["\u3000\u3000" + words[:at], words[at:]])])) == [words]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the ferryman", "— an old man", "the ferryman — an old man"),
        ("Smith &", "Wang", "Smith & Wang"),
        ("miss it.”", "“Not even I,”", "miss it.” “Not even I,”"),
        ("他说“好。”", "“好”", "他说“好。”“好”"),
        ("他说——", "“好”", "他说——“好”"),
    ],
)
def test_lines_are_joined_with_a_space_in_latin_text(before: str, after: str, joined: str) -> None:
    assert join_lines(before, after) == joined


def test_columns_are_read_one_after_the_other_below_their_title() -> None:
    left = lines(wrapped(BRIDGE, 16) + wrapped(FERRY, 16), x=60, top=740)
    right = lines(wrapped(FERRY[::-1], 16), x=260, top=735)
    title = Text(180, 800, "旧桥新路", 20)
    interleaved = [title, *(line for pair in zip(left, right, strict=False) for line in pair)]
    page = [*interleaved, *left[len(right) :], *right[len(left) :]]
    draft = piece_of(pdf([page])).article.draft
    assert parts(draft)[0] == (BlockKind.TITLE, "旧桥新路")
    assert [words for _, words in parts(draft)[1:]] == [BRIDGE, FERRY, FERRY[::-1]]


@pytest.mark.parametrize(("higher", "lower"), [(749, 740), (740, 748), (740, 660), (700, 747)])
def test_columns_may_begin_at_different_heights(higher: float, lower: float) -> None:
    head = [Text(60, 800, "旧桥新路", 20), Text(200, 775, "本报记者 周小满", 10)]
    left = lines(wrapped(BRIDGE, 16) + wrapped(FERRY, 16), x=60, top=higher)
    right = lines(wrapped(FERRY, 16) + wrapped(BRIDGE, 16), x=240, top=lower)
    draft = piece_of(pdf([[*head, *left, *right]])).article.draft
    assert [words for _, words in parts(draft)[2:]] == [BRIDGE, FERRY, FERRY, BRIDGE]
    assert draft.authors == ("周小满",)


@pytest.mark.parametrize("first", [True, False])
def test_a_quotation_set_into_the_text_tears_no_line(first: bool) -> None:
    quotation = lines(["桥修好了", "船卖掉了"], x=62, top=736, leading=20, size=15)
    narrow = lines([FERRY[at : at + 16] for at in range(0, 48, 16)], x=150, top=744)
    left = [*narrow, *lines([FERRY[at : at + 25] for at in range(48, len(FERRY), 25)], top=692)]
    right = lines(wrapped(BRIDGE, 20), x=340, top=744)
    page = [*quotation, *left, *right] if first else [*left, *right, *quotation]
    found = texts(pdf([[Text(60, 800, "旧桥新路", 20), *page]]))
    assert {BRIDGE, "桥修好了船卖掉了"} <= set(found)
    assert FERRY in "".join(found)


def test_a_byline_above_columns_is_no_part_of_their_text() -> None:
    page = [Text(60, 800, "旧桥新路", 20), Text(200, 775, "本报记者 周小满", 10)]
    for column in range(3):
        page += lines(
            [BRIDGE[at : at + 12] for at in range(0, len(BRIDGE), 12)], x=60 + 150 * column, top=740
        )
    assert parts(piece_of(pdf([page])).article.draft)[1] == (BlockKind.BYLINE, "本报记者 周小满")


def test_the_rows_of_a_table_stay_together() -> None:
    cells = [("年份", "吨位", "车次"), ("2019", "300", "15"), ("2020", "450", "18"), ("2021", "500", "21")]
    table = [
        Text(60 + 120 * column, 600 - 20 * row, cell, 10, "L" if cell.isascii() else "H")
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
    ]
    assert texts(pdf([[*lines(wrapped(BRIDGE, 30)), *table]]))[1:3] == ["年份 吨位 车次", "2019 300 15"]


def test_the_cells_of_a_table_are_read_one_by_one_however_near() -> None:
    rows = [["镇上的旧桥去年修好", "桥面铺了新的松木", "走上去会响"], ["渡口的船夫卖了船", "在桥头卖米粉"]]
    others = [["孩子们放学以后", "都从这里回家"], ["老人说路近了", "去县城不用绕过", "东边的山口"]]
    page: list[Text] = lines(wrapped(FERRY, 30))
    for at, (cell, other) in enumerate(zip(rows, others, strict=True)):
        page += lines(cell, top=680 - 60 * at) + lines(other, x=152, top=680 - 60 * at)
    page += lines(wrapped(BRIDGE, 30), top=540)
    cells = ["".join(cell) for pair in zip(rows, others, strict=True) for cell in pair]
    assert texts(pdf([page])) == [FERRY, *cells, BRIDGE]


def test_text_of_no_size_is_read() -> None:
    assert texts(pdf([lines([BRIDGE, FERRY], size=0.01, leading=0.02)])) != []


def test_a_heading_below_columns_follows_them() -> None:
    left, right = ([BRIDGE[at : at + 14] for at in range(0, 56, 14)] for _ in range(2))
    page = [*lines(left), *lines(right, x=250), Text(60, 660, "桥头的米粉店", 16)]
    assert texts(pdf([page]))[-1] == "桥头的米粉店"


def test_vertical_lines_are_read_from_right_to_left() -> None:
    rows = wrapped(BRIDGE, 24) + wrapped(FERRY, 24)
    page = [
        Text(500 - 20 * at, 760 - 12 * (len(row) - len(row.lstrip("\u3000"))), row.strip("\u3000"), 12, "V")
        for at, row in enumerate(rows)
    ]
    assert texts(pdf([page])) == [BRIDGE, FERRY]
    shuffled = sorted(page, key=lambda line: line.x)
    assert texts(pdf([shuffled])) == [BRIDGE, FERRY]


def test_a_page_that_lies_on_its_side_is_read_like_an_upright_one() -> None:
    rows = wrapped(BRIDGE, 30)
    page = [
        Text(
            100 + 16 * at,
            100 + 10 * (len(row) - len(row.lstrip("\u3000"))),
            row.strip("\u3000"),
            10,
            "H",
            "0 1 -1 0",
        )
        for at, row in enumerate(rows)
    ]
    assert texts(pdf([page], page_extra="/Rotate 90")) == [BRIDGE]


def test_running_heads_and_page_numbers_are_left_out_and_told() -> None:
    pages = [
        [
            Text(60, 810, "青石镇志　卷三", 9),
            *lines(wrapped(BRIDGE, 30) + wrapped(FERRY, 30), top=740 - 20 * number),
            Text(290, 30, f"— {number + 11} —", 9),
        ]
        for number in range(4)
    ]
    piece = piece_of(pdf(pages))
    assert [words for _, words in parts(piece.article.draft)] == [BRIDGE, FERRY] * 4
    assert piece.remarks == ("8 running heads and page numbers left out: “青石镇志\u3000卷三”, “— 11 —”, …",)


@pytest.mark.parametrize("gap", [16, 40])
def test_heads_of_left_and_right_pages_and_chinese_page_numbers_are_left_out(gap: int) -> None:
    pages = [
        [
            Text(60, 760 + gap, "旧桥　" + "一二三四"[number] if number % 2 else "青石镇志", 10),
            *lines(wrapped(BRIDGE[number:] + FERRY, 30)),
            Text(290, 30, "一二三四"[number], 9),
        ]
        for number in range(4)
    ]
    piece = piece_of(pdf(pages))
    found = [words for _, words in parts(piece.article.draft)]
    assert found == [BRIDGE[number:] + FERRY for number in range(4)]
    assert piece.remarks[0].startswith("8 running heads and page numbers left out")


def test_the_same_text_on_several_pages_is_no_running_head() -> None:
    pages = [lines(wrapped(BRIDGE * 20, 30), top=800, leading=17)] * 4
    piece = piece_of(pdf(pages))
    assert "".join(words for _, words in parts(piece.article.draft)) == BRIDGE * 80
    assert piece.remarks == ()


def test_what_a_browser_prints_around_a_page_is_left_out_and_its_address_kept() -> None:
    page = [
        Text(25, 822, "2026/11/26 04:53", 8, "L"),
        Text(300, 822, "旧桥新路_青石网", 8),
        Text(200, 780, "旧桥新路", 20),
        *lines(wrapped(BRIDGE, 30), top=740),
        Text(25, 15, "https://a.example/bridge", 8, "L"),
        Text(560, 15, "1/1", 8, "L"),
    ]
    piece = piece_of(pdf([page], {"Title": "旧桥新路_青石网", "CreationDate": "D:20261126"}))
    draft = piece.article.draft
    assert [words for _, words in parts(draft)] == ["旧桥新路", BRIDGE]
    assert (draft.title, draft.url, draft.date) == ("旧桥新路", "https://a.example/bridge", "2026-11-26")
    assert piece.remarks == (
        "4 running heads and page numbers left out: “2026/11/26 04:53”, “旧桥新路_青石网”, …",
        "the date is the day on which the PDF was made",
    )


def test_a_paragraph_torn_by_a_page_is_joined() -> None:
    rows = wrapped(BRIDGE * 2, 30)
    assert texts(pdf([lines(rows[:2]), lines(rows[2:])])) == [BRIDGE * 2]


def test_a_word_divided_at_the_end_of_a_line_is_joined() -> None:
    page = lines(["The old bridge was reo-", "pened before the winter of", "2021, and nobody complained."])
    assert texts(pdf([page])) == [
        "The old bridge was reopened before the winter of 2021, and nobody complained."
    ]


def test_larger_lines_are_title_and_headings() -> None:
    page = [
        Text(200, 800, "旧桥新路", 20),
        *lines(wrapped(BRIDGE, 30), top=760),
        Text(60, 680, "渡口的往事", 13),
        *lines(wrapped(FERRY, 30), top=660),
    ]
    draft = piece_of(pdf([page])).article.draft
    assert draft.title == "旧桥新路"
    assert [kind for kind, _ in parts(draft)] == [
        BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH,
    ]  # fmt: skip


def test_footnotes_follow_the_text() -> None:
    first = [
        *lines(wrapped(BRIDGE, 30)),
        Text(60, 120, "①　见《青石镇志》第三卷。", 8),
        Text(60, 105, "②　渡口的旧名是柳湾。", 8),
    ]
    piece = piece_of(pdf([first, lines(wrapped(FERRY, 30))]))
    words = [words for _, words in parts(piece.article.draft)]
    assert words == [BRIDGE, FERRY, "①　见《青石镇志》第三卷。", "②　渡口的旧名是柳湾。"]
    assert piece.remarks == ("2 footnotes put after the text",)


def test_kangxi_radicals_and_compatibility_forms_stay() -> None:
    words = "⼤桥与⽔，豈不美哉。"
    assert texts(pdf([lines([words])])) == [words]


@pytest.mark.parametrize(
    ("info", "title", "authors", "date"),
    [
        (
            {"Title": "旧桥新路", "Author": "陈小满; 李明", "CreationDate": "D:20210304120000+08'00'"},
            "旧桥新路",
            ("陈小满", "李明"),
            "2021-03-04",
        ),
        (
            {"Title": "Microsoft Word - 稿子.doc", "Author": "Administrator"},
            "镇上的木匠修好了那座旧桥",
            (),
            "",
        ),
        (
            {"Title": "untitled", "Author": "微软用户", "CreationDate": "D:20219999"},
            "镇上的木匠修好了那座旧桥",
            (),
            "2021",
        ),
        ({"Title": "Ä«×ÀµÄ×ÖÌõ"}, "墨桌的字条", (), ""),
    ],
)
def test_document_info_counts_unless_a_program_made_it_up(
    info: dict[str, str], title: str, authors: tuple[str, ...], date: str
) -> None:
    draft = piece_of(pdf([lines(wrapped(BRIDGE, 30))], info)).article.draft
    assert draft.title.startswith(title)
    assert (draft.authors, draft.date) == (authors, date)


def test_pages_without_text_are_told() -> None:
    piece = piece_of(pdf([lines(wrapped(BRIDGE, 30)), "0 0 100 100 re f", "0 0 100 100 re f", ""]))
    assert piece.remarks == ("pages 2–3 without text: recognise it with an OCR program",)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf(["0 0 100 100 re f"]), "recognise it with an OCR program first"),
        (pdf([""]), "recognise it with an OCR program first"),
        (
            pdf(
                [lines(["好"])],
                trailer_extra=(
                    f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'00' * 32}>/U<{'11' * 32}>/P -4>>/ID[<00><00>]"
                ),
            ),
            "needs a password",
        ),
        (b"%PDF-1.7\nnothing", "is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=f"^b.pdf: this PDF .*{sentence}"):
        piece_of(data, "b.pdf")


@pytest.mark.long
def test_text_outside_of_the_page_is_left_out_and_told() -> None:
    piece = piece_of(pdf([[*lines(wrapped(BRIDGE, 30)), Text(60, 900, "裁切标记", 10)]]))
    assert piece.remarks == ("4 characters outside of the pages left out",)


def with_other_characters(page: list[Text]) -> list[Text]:
    """Return texts that share no Han character: what is printed again over itself counts once."""
    return [
        text._replace(
            words="".join(
                chr(ord(each) + 64 * number) if "\u4e00" <= each <= "\u9fff" else each for each in text.words
            )
        )
        for number, text in enumerate(page)
    ]


@pytest.mark.long
@given(
    st.lists(
        st.builds(
            Text,
            st.integers(400, 950),
            st.integers(400, 1200),
            st.text("春天的小站，。（）abc12", min_size=1, max_size=12),
            st.sampled_from([6, 10, 24]),
            st.sampled_from("HV"),
            st.sampled_from(["1 0 0 1", "0 1 -1 0", "0.8 0.6 -0.6 0.8"]),
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda text: (text.x // 5, text.y // 5),
    ).map(with_other_characters)
)
@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_character_of_a_page_is_lost(page: list[Text]) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    data = pdf([page], size=(2000, 2000))
    document = pypdfium2.PdfDocument(data)
    whole = Counter(
        char for char in document[0].get_textpage().get_text_range() if "\u4e00" <= char <= "\u9fff"
    )
    document.close()
    found: Counter[str] = Counter()
    for page_read in read_pages(data, "a.pdf"):
        if isinstance(page_read, Page):
            found.update(char for line in page_read.lines for char in line.text)
            found.update(whole if page_read.outside else ())
    assert not whole - found


@pytest.mark.long
@given(st.data())
@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_changed_file_gives_pieces_or_a_sentence(data: st.DataObject) -> None:
    valid = bytearray(
        pdf([lines(wrapped(BRIDGE, 30)), [Text(300, 700, FERRY[:20], 12, "V")]], {"Title": "桥"})
    )
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(8, len(valid) - 1))
        valid[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        assert all(piece.article.draft.title for piece in read_data(bytes(valid), Source(name="c.pdf")))
    except BadInput as error:
        assert str(error).startswith("c.pdf: ")  # noqa: PT017 - it may also succeed
