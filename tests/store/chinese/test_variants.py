"""Variants of words: quotation marks, dots and spaces within them are ignored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese.folding import fold
from store.chinese.variants import JOINING, MOST_BETWEEN, PARTING, SPELLING, Variants
from store.errors import UsageError
from store.index.search import hits
from store.library import Library
from tests.conftest import draft

HAN = st.text(st.sampled_from("大数据银行廣廣哈学習"), min_size=1, max_size=6)
BETWEEN = st.text(st.sampled_from(JOINING), max_size=MOST_BETWEEN)
ANYTHING = st.text(st.sampled_from("大数据銀廣哈。，“”· -\nAi3𠀀"), max_size=40)


@pytest.mark.parametrize(
    ("words", "text", "places"),
    [
        ("大数据", "用“大”数据，大·数据和大 數據。", ["大”数据", "大·数据", "大 數據"]),
        ("“大数据”", "大数据", ["大数据"]),
        ("大 · 数据", "大数据", ["大数据"]),
        ("大数据", "很大。数据", []),
        ("大数据", "大\n数据", []),
        ("天下大势，分久必合", "天下大势 分久必合", ["天下大势 分久必合"]),
        ("天下大势分久必合", "天下大势，分久必合", []),
        ("哈哈", "哈哈“哈”", ["哈哈", "哈“哈"]),
        ("therapist", "the rapist", []),
        ("New York", "NewYork, new-york, NEW  YORK", ["new-york", "NEW  YORK"]),
        ("3.5", "3.5 35 3-5 ３．５", ["3.5", "３．５"]),
        ("35", "3.5 3·5", []),
        ("GDP增长", "GDP 增长，ＧＤＰ“增长”", ["GDP 增长", "ＧＤＰ“增长"]),
        ("C++", "C++ 和 C", ["C++"]),
        ("50%", "50% 50", ["50%"]),
        ("——", "他——走了", ["——"]),
        ("", "什么", []),
    ],
)
def test_variants_differ_in_script_width_case_and_inner_marks(
    words: str, text: str, places: list[str]
) -> None:
    assert [text[start:end] for start, end in Variants(words, kinds=SPELLING).places(text)] == places


@given(HAN, st.data(), ANYTHING, ANYTHING)
def test_marks_within_and_around_words_are_ignored_in_query_and_text(
    letters: str, data: st.DataObject, before: str, after: str
) -> None:
    def marked() -> str:
        return letters[0] + "".join(data.draw(BETWEEN) + letter for letter in letters[1:])

    there = marked()
    text = f"{before}。{there}。{after}"
    start = len(before) + 1
    sought = data.draw(BETWEEN) + marked() + data.draw(BETWEEN)
    assert (start, start + len(there)) in set(Variants(sought, kinds=SPELLING).places(text))


@given(HAN, ANYTHING)
def test_matches_equal_the_words_without_marks_and_begin_and_end_with_a_letter(words: str, text: str) -> None:
    marks = str.maketrans("", "", JOINING + PARTING + "\n")
    for start, end in Variants(words, kinds=SPELLING).places(text):
        assert fold(text[start:end]).translate(marks) == fold(words)
        assert fold(text[start]) == fold(words[0])
        assert fold(text[end - 1]) == fold(words[-1])


@given(HAN, ANYTHING)
def test_matches_include_every_exact_occurrence(words: str, text: str) -> None:
    exact = {(hit.start, hit.end) for hit in hits(text, fold(words))}
    assert exact <= set(Variants(words, kinds=SPELLING).places(text))


@given(st.text(max_size=12), st.text(max_size=40))
def test_matches_are_ordered_and_within_the_text(words: str, text: str) -> None:
    places = list(Variants(words, kinds=SPELLING).places(text))
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


def test_library_search_for_variants_lists_exact_matches_first(library: Library) -> None:
    split_urls, _ = library.articles.add(draft("说的是“大”数据。", title="引号"))
    exact, _ = library.articles.add(draft("说的是大數據。", title="原样"))
    library.articles.add(draft("数据很大。", title="别的"))
    found = list(library.texts.search_variants("大数据"))
    assert [each.id for each in found] == [exact, split_urls]
    assert [hit.snippet[hit.snippet.index("大") :] for each in found for hit in each.hits] == [
        "大數據。",
        "大”数据。",
    ]
    with pytest.raises(UsageError):
        library.texts.search_variants("“ ”")
