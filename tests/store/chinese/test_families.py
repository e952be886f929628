"""Families of formulas: function characters, numbers and some words may differ."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese.segmentation.shared import share_segmenter, shared_segmenter
from store.chinese.variants import FAMILY, SPELLING, VariantKind, Variants, marked
from store.chinese.words import Segmenter
from store.index.search import Found
from store.library import Library
from tests.conftest import draft

FUNCTION = frozenset({VariantKind.FUNCTION})
WORDS = ("想", "客户", "服务", "群众", "解决", "困难")
BETWEEN = ("", "", "", "之", "所", "的", "和", "“", "”", "了。", "，", "不", "\n", "之所", "之所以的")
VOCABULARY = (
    *WORDS,
    "企业",
    "办好",
    "发展",
    "了",
    "之",
    "所",
    "的",
    "不",
    "，",
    "。",
    "“",
    "”",
    "\n",
    "三",
    "5%",
    "百分之八",
)


@pytest.fixture(scope="module", autouse=True)
def _words_by_the_dictionary() -> None:
    segmenter = Segmenter()
    share_segmenter(lambda: segmenter)


def found(words: str, text: str, kinds: frozenset[VariantKind] = FAMILY) -> list[str]:
    """The variants of words in a text, their differences written out."""
    return [
        "".join(piece for piece, _ in marked(text, each.start, each.end, each.differences))
        for each in Variants(words, kinds=kinds).matches(text)
    ]


@pytest.mark.parametrize(
    ("words", "text", "variants"),
    [
        (
            "想客户所想",
            "想客户所想，想客户之所想，想了客户所想",
            ["想客户所想", "想客户[之]所想", "想[了]客户所想"],
        ),
        ("想客户之所想", "想客户所想，想客戶想", ["想客户[-之]所想", "想客戶[-之所]想"]),
        ("急客户所急", "急客户之所急", ["急客户[之]所急"]),
        ("想客户所想", "想客户“之”所想", ["想客户[“][之][”]所想"]),
        ("发展和稳定", "发展与稳定，发展稳定", ["发展[和→与]稳定", "发展[-和]稳定"]),
        ("增长5%", "增长百分之八，增长了 8.3%，增长5倍", ["增长[5%→百分之八]", "增长[了][ ][5%→8.3%]"]),
        ("清点51万余枚硬币", "清點三十万余枚硬币", ["清點[51万→三十万]余枚硬币"]),
        ("三个月完成", "五个月完成", ["[三→五]个月完成"]),
        ("坚持以人民为中心", "秉持以人民为中心", ["[坚持→秉持]以人民为中心"]),
        ("坚持以人民为中心", "坚持以群众为中心", ["坚持以[人民→群众]为中心"]),
        ("坚持以人民为中心", "坚持以人民为重点", ["坚持以人民为[中心→重点]"]),
    ],
)
def test_differences_between_words_are_found_and_told(words: str, text: str, variants: list[str]) -> None:
    assert found(words, text) == variants


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("想客户所想", "想客户不所想，想不客户所想"),
        ("想客户所想", "想客户。所想；想客户\n所想"),
        ("想客户所想", "想群众所想"),  # fewer than five words
        ("坚持以人民为中心", "坚持以群众为重点"),  # two of five
        ("坚持以人民为中心", "坚持以非人为中心，坚持不以人民为中心"),
        ("不以人民为中心的思想", "都以人民为中心的思想"),
        ("不转让", "不得转让"),
        ("不得转让", "不转让"),
        ("维护和平稳定", "维护平稳定"),
        ("及时服务客户", "同时服务客户"),
        ("中国发展", "其中的国家发展"),  # nothing is inserted within a word
        ("我的", "我，的"),
        ("增长5%", "增长5倍"),
        ("5G网络建设", "4G网络建设"),
    ],
)
def test_what_turns_the_meaning_or_is_within_a_word_does_not_differ(words: str, text: str) -> None:
    assert found(words, text) == []


@pytest.mark.parametrize("words", ["之所", "的", "的地得", "之，所"])
def test_function_characters_alone_are_found_as_they_are(words: str) -> None:
    assert found(words, f"他{words}说，的地") == [words] * f"他{words}说，的地".count(words)
    assert Variants(words).kinds <= SPELLING


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (VariantKind.NUMBERS, "投资8亿解决客户困难"),
        (VariantKind.FUNCTION, "投资5亿解决了客户困难"),
        (VariantKind.MARKS, "投资5亿解决“客户”困难"),
        (VariantKind.WORDS, "投资5亿解决群众困难"),
    ],
)
def test_each_kind_is_switched_by_itself(kind: VariantKind, text: str) -> None:
    words = "投资5亿解决客户困难"
    (match,) = Variants(words).matches(text)
    assert match.kinds == {kind}
    assert len(found(words, f"{words}，{text}", frozenset({kind}))) == 2
    assert found(words, f"{words}，{text}", FAMILY - {kind}) == [words]


def test_an_accent_at_the_end_belongs_to_the_match() -> None:
    text = "解决客户的cafe\u0301"
    assert [text[start:end] for start, end in Variants("解决客户cafe").places(text)] == [text]


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4), st.data())
def test_places_are_those_of_a_plain_scan(words: list[str], data: st.DataObject) -> None:
    between = st.sampled_from(BETWEEN)
    piece = st.sampled_from((*words, *WORDS))
    text = "".join(data.draw(between) + data.draw(piece) for _ in range(8))
    formula = "".join(words)
    if len(formula) >= 3:
        places = set(Variants(formula, kinds=FUNCTION).places(text))
        assert places == set(_scan(_parts(formula), text))


def _parts(formula: str) -> list[str]:
    return [formula[start:end] for start, end in shared_segmenter().spans(formula)]


def _scan(words: list[str], text: str) -> Iterator[tuple[int, int]]:
    """The places of words with at most two function characters between two of them."""
    for start in range(len(text)):
        ends = {start + len(words[0])} if text.startswith(words[0], start) else set()
        for word in words[1:]:
            ends = {
                end + more + len(word)
                for end in ends
                for more in range(3)
                if all(char in "之的地得了着过所以而和与及等" for char in text[end : end + more])
                and text.startswith(word, end + more)
            }
        yield from ((start, end) for end in ends)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    chance = random.Random(5)
    return ["".join(chance.choices(VOCABULARY, k=150)) for _ in range(24)]


FORMULAS = [
    "想客户", "服务群众", "解决客户困难", "解决了群众的困难", "想群众之所想", "群众，客户",
    "服务客户发展企业解决困难", "解决“困难”", "发展百分之八", "三企业", "解决群众困难服务企业发展办好",
    "服务群众解决困难发展企业办好客户想群众服务", "之所", "不服务客户", "，客户。",
]  # fmt: skip


def test_the_library_finds_what_a_scan_of_all_texts_finds(library: Library, texts: list[str]) -> None:
    for number, text in enumerate(texts):
        library.articles.add(draft(*filter(None, text.split("\n")), title=str(number)))
    stored = {row.id: library.articles.get(row.id).text for row in library.articles.rows()}
    counts = []
    for formula in FORMULAS:
        for kinds in (FAMILY, SPELLING, FAMILY - SPELLING):
            variants = Variants(formula, kinds=kinds)
            scanned = {id_: places for id_, text in stored.items() if (places := list(variants.places(text)))}
            hits = {each.id: _places(each) for each in library.texts.search_variants(formula, kinds=kinds)}
            assert hits == scanned
            counts.append(sum(map(len, scanned.values())))
    assert sum(counts) > 150


def _places(each: Found) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in each.hits]


@pytest.mark.parametrize("words", ["哈" * 500, "想客户所想，" * 83, "解决困难发展" * 83, "的" * 500])
def test_long_words_take_bounded_time(words: str) -> None:
    assert list(Variants(words).places("哈想客户所想，解决困难发展的" * 200)) == []
    assert list(Variants(words).places(words)) == [(0, len(words.rstrip("，")))]


def test_a_formula_that_nearly_matches_everywhere_takes_bounded_time() -> None:
    words = "哈 " * 50 + "嘿 嘿 嘿"
    assert list(Variants(words).places("哈 " * 300)) == []
