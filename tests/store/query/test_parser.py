"""The syntax of queries: operators, signs, their full-width forms, fields, and what is said of mistakes."""

from __future__ import annotations

import pytest

from store.language import Language, use_language
from store.query.errors import QuerySyntaxError
from store.query.parser import parse
from store.query.tree import Attribute, Comparison, Field, Near, Or, Query, Term, Unit, Wildcard, words


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("甲 乙 OR 丙", "甲 乙 OR 丙"),
        ("甲 (乙 OR 丙)", "甲 (乙 OR 丙)"),
        ("NOT 甲 NEAR/5 乙".replace("NOT ", "-x "), "-x 甲 NEAR/5 乙"),
        ("（甲 或 乙）且 丙", "(甲 OR 乙) 丙"),
        ("（甲｜乙）＆！丙", "(甲 OR 乙) -丙"),
        ("甲 并且 乙 或者 丙", "甲 乙 OR 丙"),
        ("甲 與 乙", "甲 乙"),
        ("甲 不含 乙", "甲 -乙"),
        ("非 (甲 乙)", "-(甲 乙)"),
        ("NOT NOT 甲", "甲"),
        ("“两个 词”", '"两个 词"'),
        ("／甲.乙／", "/甲.乙/"),
        ("～“甲 乙”", '~"甲 乙"'),
        ("甲 近/5 乙", "甲 NEAR/5 乙"),
        ("甲 近／２句 乙", "甲 NEAR/2s 乙"),
        ('-＠"甲 乙" ＠丙', '-@"甲 乙" @丙'),
        ("@甲|@乙 a@b.cn", "@甲 OR @乙 a@b.cn"),
        ('"@甲" @', '"@甲" "@"'),
        ("(甲|乙) NEAR/3 丙", "(甲 OR 乙) NEAR/3 丙"),
        ("甲 NEAR 乙", "甲 NEAR/10 乙"),
        ("标签：服务｜金融", "tag:服务|金融"),
        ("ｔａｇ：服务", "tag:服务"),
        ("creator:林夏", "by:林夏"),
        ("状态:未读 有:批注", "is:unread has:mark"),
        ("語言：繁體", "lang:zh-Hant"),
        ("字数：＞３０００", "chars:>3000"),
        ("tag:a|tag:b", "tag:a|b"),
        ("甲＊乙", "甲*乙"),
    ],
)
def test_each_form_is_read_as_its_plain_one(typed: str, printed: str) -> None:
    assert str(parse(typed)) == printed


@pytest.mark.parametrize(
    "word",
    [
        "客户与网点",
        "且慢",
        "非常",
        "近视",
        "R&D",
        "大数据（上）",
        "and",
        "为什么？",
        "记者：某某",
        "12:30",
        "-",
        "near/x",
        "近",
    ],
)
def test_signs_and_keywords_within_a_word_are_part_of_it(word: str) -> None:
    assert parse(word) == Query((words(word),))


def test_a_word_in_quotation_marks_is_no_operator_and_no_pattern() -> None:
    assert parse('"或" "a*b" "tag:x" "-甲"') == Query(tuple(map(words, ["或", "a*b", "tag:x", "-甲"])))


def test_terms_are_nodes_of_a_tree() -> None:
    assert parse("(甲 OR tag:乙) 丙 NEAR/2s 丁 戊*己?").terms == (
        Or((words("甲"), Term(Field.TAG, ("乙",)))),
        Near(words("丙"), words("丁"), 2, Unit.SENTENCES),
        Wildcard(("戊", "*", "己", "?", "")),
    )


@pytest.mark.parametrize(
    ("typed", "comparison", "value"),
    [
        ("地区:华东", Comparison.IS, "华东"),
        ("地区：=华东", Comparison.IS, "华东"),
        ("地区:>=3", Comparison.AT_LEAST, "3"),
        ("地区:≤3", Comparison.AT_MOST, "3"),
        ("地区:1..3", Comparison.IS, "1..3"),
        ('地区:"<3"', Comparison.IS, "<3"),
    ],
)
def test_an_attribute_is_a_field_when_its_name_is_given(
    typed: str, comparison: Comparison, value: str
) -> None:
    assert parse(typed, attributes=["地区"]) == Query((Attribute("地区", comparison, value),))
    assert parse(typed).terms[0] != parse(typed, attributes=["地区"]).terms[0]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("has:地区", "地区:*"),
        ("有：地區", "地区:*"),
        ("-has:地区", "-地区:*"),
        ("has:地区|note|批注", "has:note|mark OR 地区:*"),
        ("has:note", "has:note"),
    ],
)
def test_an_article_has_an_attribute_that_has_a_value(typed: str, printed: str) -> None:
    assert str(parse(typed, attributes=["地区", "批注"])) == printed


def test_what_an_article_can_have_is_listed_with_the_attributes() -> None:
    with pytest.raises(QuerySyntaxError, match="note, mark, tag, remark, orphan, moved, 地区"):
        parse("has:发行量", attributes=["地区"])


@pytest.mark.parametrize(
    ("typed", "position", "message"),
    [
        ("甲 (乙 丙", 2, "not closed"),
        ("甲 乙) 丙", 3, "closes nothing"),
        ("甲 ()", 2, "nothing in these brackets"),
        ('甲 ""', 2, "empty quotation marks"),
        ("甲 “乙", 2, "unclosed quotation mark"),
        ("甲 /乙", 2, "has no end"),
        ("甲 //", 2, "between the slashes"),
        ("甲 /乙(/", 5, "not a regular expression"),
        ("甲 date:2020-13", 7, "not in the calendar"),
        ("date:2020 added:gestern", 16, "7d for the last 7 days"),
        ("甲 added:0d", 8, "write 1d to"),
        ("甲 added:2021..2020", 8, "earlier date first"),
        ("甲 date:2021..2020", 7, "earlier date first"),
        ("甲 date:2021-05-02..2021-04", 7, "earlier date first"),
        ("甲 chars:5..3", 8, "smaller number first"),
        ("甲 NEAR/abc 乙", 7, "number is missing after the slash"),
        ("甲 近/abc 乙", 4, "number is missing after the slash"),
        ("甲 近／ 乙", 4, "number is missing after the slash"),
        ("甲 NEAR/5x 乙", 7, "number is missing after the slash"),
        ("甲 NEAR/(乙)", 7, "number is missing after the slash"),
        ("甲 NEAR/12345678 乙", 2, "too far"),
        ("has:note|banana", 9, "moved"),
        ("甲 titel:乙", 2, "did you mean title:"),
        ("甲 xyzzy:乙", 2, "use one of tag"),
        ("is:unread|big", 10, "no is:big"),
        ("chars:>many", 6, "no number"),
        ("tag:", 4, "no value"),
        ("AND 甲", 0, "before AND"),
        ("甲 或", 2, "after 或"),
        ("甲 AND OR 乙", 2, "after AND"),
        ("NOT", 0, "after NOT"),
        ("(NOT) 甲", 1, "after NOT"),
        ("甲 NEAR/5 tag:乙", 9, "between words of the text"),
        ("-甲 近/5 乙", 1, "between words of the text"),
        ("甲 NEAR/5000 乙", 2, "too far"),
        ("甲 **", 2, "stands for any text"),
    ],
)
def test_an_error_points_at_its_place(typed: str, position: int, message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        parse(typed)
    assert caught.value.position == position


def test_the_caret_stands_below_the_place_in_cells() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse("标签：服务 titel:x")
    assert caught.value.excerpt() == "标签：服务 titel:x\n           ^"


def test_a_long_query_is_shown_around_the_place() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse("甲" * 200 + " titel:x " + "乙" * 200)
    line, caret = caught.value.excerpt().split("\n")
    assert line[31:37] == "titel:"
    assert len(line) < 70
    assert caret == " " * (1 + 2 * 29 + 1) + "^"


def test_errors_are_chinese_sentences_in_the_chinese_interface() -> None:
    use_language(Language.SIMPLIFIED)
    try:
        with pytest.raises(QuerySyntaxError) as caught:
            parse("甲 (乙")
    finally:
        use_language(Language.ENGLISH)
    assert str(caught.value).isascii() is False
