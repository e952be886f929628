"""HTML becomes paragraphs with kinds, and nothing that a browser shows is lost."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.formats.html.blocks import attribute, blocks_of, read_fragment, tokens
from store.model.article import BlockKind
from tests.lengths import by_length, examples


def lines(source: str) -> list[str]:
    return [words for _, words in blocks_of(source)]


def kinds(source: str) -> list[tuple[str, str]]:
    return [(kind.value, words) for kind, words in blocks_of(source)]


def test_headings_paragraphs_quotes_lists_captions_and_tables_become_blocks() -> None:
    assert kinds(
        "<h2>渡口</h2><p>船到了。</p><blockquote>水涨了。</blockquote><ul><li>桨<li>缆绳</ul>"
        "<ol start=3><li>上船<li>过河</ol><figure><img src=a><figcaption>傍晚的渡口</figcaption></figure>"
        "<table><caption>班次</caption><tr><th>时间<th>船<tr><td><p>八点</p></td><td>二号</td></tr></table>"
    ) == [
        ("heading", "渡口"),
        ("paragraph", "船到了。"),
        ("paragraph", "水涨了。"),
        ("paragraph", "桨"),
        ("paragraph", "缆绳"),
        ("paragraph", "3. 上船"),
        ("paragraph", "4. 过河"),
        ("caption", "傍晚的渡口"),
        ("caption", "班次"),
        ("paragraph", "时间　船"),
        ("paragraph", "八点　二号"),
    ]


def test_a_number_that_is_written_is_not_repeated() -> None:
    assert lines("<ol><li>1、上船<li>二、过河</ol>") == ["1、上船", "二、过河"]


def test_a_short_paragraph_in_bold_type_above_text_is_a_heading() -> None:
    assert kinds("<p><b>渡口</b></p><p>船到了，人都站起来。</p><p>水涨了，风也大。</p>")[0] == (
        "heading",
        "渡口",
    )
    assert kinds("<p><b>船到了，人都站起来。</b></p><p>水涨了。</p>")[0][0] == "paragraph"


@pytest.mark.parametrize("gap", ["<br><br>", "<br/>\n<br />", "</p><p>", "<div></div>", "<br>"])
def test_breaks_separate_paragraphs(gap: str) -> None:
    assert lines(f"<p>船到了。{gap}水涨了。</p>") == ["船到了。", "水涨了。"]


def test_lines_of_one_width_are_joined() -> None:
    row = "河边的柳树又绿了一年渡口的老人还坐在那块石头上看水"
    assert lines(f"<div>{row}<br>{row}<br>{row}<br>等船。</div>") == [row * 3 + "等船。"]


def test_a_line_break_of_the_source_is_a_space_only_between_words() -> None:
    assert lines("<p>船到\n  了。\n(the\nferry)</p>") == ["船到了。 (the ferry)"]


def test_what_a_browser_does_not_show_is_counted() -> None:
    found = read_fragment(
        "<style>p{}</style><p>船<script>x<b>y</script>到<!-- 藏 -->了</p><p style='display:none'>藏<p>岸"
        "<ruby>渡<rp>(</rp><rt>du</rt><rp>)</rp></ruby><div hidden><div>藏</div>着</div>边"
    )
    assert [words for _, words in found.parts] == ["船到了", "岸渡", "边"]
    assert found.left_out > 10


def test_references_and_attributes_are_decoded() -> None:
    assert lines("<p>&lt;船&gt;&amp;&#33337;&#x8239;&nbsp;a &copy</p>") == ["<船>&船船 a ©"]
    (start, *_) = tokens("<a HREF='x&amp;y' data-b=\"1>2\" c>z</a>")
    assert [attribute(start.attributes, name) for name in ("href", "data-b", "c", "d")] == [
        "x&y",
        "1>2",
        "",
        None,
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a < b", "a < b"),
        ("a <3 b", "a <3 b"),
        ("船<b 到", "船<b 到"),
        ("<p>船<![CDATA[<到>]]></p>", "船<到>"),
        ("<?xml version='1.0'?><p><title/>船</p>", "船"),
        ("<p>船</p", "船</p"),
        ("<!--船", "<!--船"),
        ('<p title="x>船</p><p>到', "船到"),
        ("&#" + "9" * 5000 + ";船", "\ufffd船"),
    ],
)
def test_damaged_markup_loses_no_text(source: str, text: str) -> None:
    assert "".join(lines(source)) == text


@settings(max_examples=examples(40))
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<b>",
                "<br>",
                "<td>",
                "<tr>",
                "<li>",
                "<ol>",
                "<h2>",
                "<pre>",
                "<div",
                "</a>",
                "船",
                "到",
                "a",
                "&amp;",
                "<",
                ">",
                '"',
                "'",
            ]
        )
    )
)
def test_no_character_between_tags_is_lost(pieces: list[str]) -> None:
    source = "".join(pieces)
    shown = "".join(re.sub(r"[\s\d.]", "", words) for words in lines(source))
    assert [char for char in shown if char in "船到"] == [
        char for token in tokens(source) if token.kind == "text" for char in token.value if char in "船到"
    ]


@settings(max_examples=examples(20))
@given(st.text())
def test_any_text_comes_back_from_a_paragraph(text: str) -> None:
    def visible(words: str) -> str:
        return re.sub(r"[\s\x00-\x1f\x7f-\x9f\xad\u200b\u2028\u2029\u2060\ufeff]", "", words)

    assert visible("".join(lines(f"<p>{html.escape(text)}</p>"))) == visible(text)


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<p hidden>",
        "<script>",
        "<!--",
        "<a b='",
        "<a b=\"'>",
        "<td>船",
        "<br><td>",
        "&#",
        "<",
        "<li><ol>",
        "</b>",
    ],
)
def test_repeated_pieces_cost_time_in_proportion(piece: str) -> None:
    count = by_length(short=2_000, long=200_000)
    assert isinstance(blocks_of(piece * count + "<p>船</p>"), list)


def test_kinds_are_those_of_articles() -> None:
    assert {kind for kind, _ in blocks_of("<h1>船</h1><p>到</p>")} == {BlockKind.HEADING, BlockKind.PARAGRAPH}


def test_a_cell_with_several_lines_is_not_run_into_the_next() -> None:
    rows = "<tr><td>小说<br>散文</td><td>最后一个渡口</td></tr><tr><td>八点<br></td><td>二号</td></tr>"
    words = [words for _, words in blocks_of(f"<table>{rows}</table>")]
    assert words == ["小说", "散文", "最后一个渡口", "八点\u3000二号"]


def test_inline_elements_that_a_stylesheet_sets_apart_are_apart() -> None:
    spans = '<span class="post-meta">原创</span><span class="x rich_media_meta y">陈小满</span>'
    source = f'<div>{spans}</div><p>a<span class="metal">b</span></p>'
    assert [words for _, words in blocks_of(source)] == ["原创 陈小满", "ab"]
