from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.chinese.sentences import clauses, sentence_at, sentences
from tests.lengths import by_length

texts = st.lists(
    st.sampled_from([*"天地。！？!?…，；：,;:.”’」）)\"' \n\t1aA/", "……", "U.S.", "25.9", "他说"]),
    max_size=40,
).map("".join)


def read(text: str, ranges: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in ranges]


@pytest.mark.parametrize(
    "parts",
    [
        ["天地玄黄。", "宇宙洪荒！", "日月？", "盈昃……", "辰宿"],
        ["天地!?", "玄黄！！！", "宇宙。。。", "洪荒……！", "日"],
        ["他说：“天地玄黄！”", "然后走了。"],
        ["（天地。）", "【玄黄。】", "《宇宙？》", "「『洪荒！』」", "日"],
        ["“天地！”。", "玄黄"],
        ["“天地！”，他说。", "玄黄"],
        ["天地.", "玄黄.", "Then a dog. ", "Next one."],
        ["增长25.9%，共1,500人。", "在12:30。"],
        ["Mr. Li came from the U.S. in Jan. 2020, i.e. late. ", "He left."],
        ["1. 天地玄黄。", "宇宙"],
        ["天地3.5.", "玄黄"],
        ["见http://a.cn/b?c=d!e。", "天地"],
        ['他说"天地!"', "玄黄.", '"宇宙."'],
        ["天地。", '"玄黄"宇宙。'],
        ["It isn't. ", "'No!' ", "OK."],
        ["  天地。  ", "玄黄。\u3000", "宇宙 "],
        ["Wait... ", "天地......", "玄黄"],
    ],
    ids=lambda parts: parts[0],
)
def test_sentences_end_at_final_marks_and_closing_quotes(parts: list[str]) -> None:
    text = "".join(parts)
    assert read(text, sentences(text)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["天地，", "玄黄；", "宇宙：", "“洪荒。”", "日"],
        ["天地,", "玄黄;", "宇宙:", "洪荒"],
        ["共1,500人，", "在12:30，", "2020,", "见http://a.cn/b?c=d:e，", "日"],
        ["“天地，”", "他说，", "“玄黄。”"],
        ["天地、玄黄，", "宇宙"],
    ],
    ids=lambda parts: parts[0],
)
def test_clauses_end_at_pauses_too(parts: list[str]) -> None:
    text = "".join(parts)
    assert read(text, clauses(text)) == parts


@settings(deadline=None)
@given(texts, st.data())
def test_sentences_and_clauses_cover_the_requested_range_without_gaps(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for ranges in (sentences(text, start, end), clauses(text, start, end)):
        assert "".join(read(text, ranges)) == text[start:end]
        assert all(a < b for a, b in ranges)
        assert all(before[1] == after[0] for before, after in pairwise(ranges))
        assert not ranges or (ranges[0][0], ranges[-1][1]) == (start, end)


@settings(deadline=None)
@given(texts)
def test_sentences_and_clauses_never_extend_beyond_a_newline(text: str) -> None:
    for part in read(text, sentences(text)) + read(text, clauses(text)):
        assert part == "\n" or "\n" not in part


@settings(deadline=None)
@example("，1.天")
@given(texts)
def test_clauses_subdivide_sentences(text: str) -> None:
    assert {start for start, _ in sentences(text)} <= {start for start, _ in clauses(text)}


@settings(deadline=None)
@given(texts)
def test_sentence_at_returns_one_of_the_sentences(text: str) -> None:
    for start, end in sentences(text):
        for offset in range(start, end):
            if text[offset] != "\n":
                assert sentence_at(text, offset) == (start, end)


def test_the_sentence_at_a_newline_is_the_one_before_it() -> None:
    text = "天地。玄黄。\n\n宇宙"
    assert [sentence_at(text, offset) for offset in (6, 7, 8, 10, 99)] == [
        (3, 6),
        (7, 7),
        (8, 10),
        (8, 10),
        (8, 10),
    ]
    assert sentence_at("", 0) == (0, 0)


REPEATED = ["天地。", "U.S. ", '."', "\n", "1.", "，", "。 ", "'"]


@pytest.mark.longer
@pytest.mark.parametrize("repeated", by_length(short=REPEATED[:2], long=REPEATED))
def test_texts_of_100_000_characters_are_split(repeated: str) -> None:
    text = repeated * (100_000 // len(repeated))
    assert "".join(text[start:end] for start, end in clauses(text)) == text
