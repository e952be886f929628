"""Word lists, n-grams, key items and collocates of a library."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese.words import Segmenter
from store.corpus import frequency
from store.corpus.collocates import CollocateSort, collocates
from store.corpus.frequency import FrequencySort, WordList, frequency_table, joined, ngrams_of, word_list
from store.corpus.keyness import KeynessSort, key_items
from store.corpus.stop_words import FUNCTION_WORDS, stop_words
from store.corpus.tokens import TokenReader, Unit
from store.errors import UsageError
from store.library import Library
from tests.conftest import draft


def put(library: Library, *texts: str) -> list[str]:
    """Add an article for each text, with a title without letters, and return the IDs."""
    return [library.articles.add(draft(*text.split("\n"), title="——"))[0] for text in texts]


def characters(library: Library) -> TokenReader:
    return TokenReader(library, Unit.CHARACTER)


def latin_words(library: Library) -> TokenReader:
    """Without a dictionary, a segmenter still finds words of letters."""
    return TokenReader(library, Unit.WORD, Segmenter())


def test_a_word_list_counts_characters_in_any_form_and_no_punctuation(library: Library) -> None:
    articles = put(library, "廣告，广告。", "广场！")
    table = frequency_table(characters(library), articles)
    assert [(line.item, line.count, line.articles) for line in table.lines] == [
        ("广", 3, 2),
        ("告", 2, 1),
        ("场", 1, 1),
    ]
    assert (table.tokens, table.types, table.articles) == (6, 3, 2)


def test_a_line_of_a_word_list_says_where_the_item_occurs(library: Library) -> None:
    articles = put(library, "花花", "草草")
    flower = frequency_table(characters(library), articles).lines[0]
    assert flower.item in "花草"
    assert sorted(flower.parts) == [0, 2]
    assert flower.dispersion == pytest.approx(0.5)
    assert flower.per_million == 500_000


def test_a_word_list_is_sorted_by_what_is_asked_for(library: Library) -> None:
    articles = put(library, "甲甲甲乙", "乙丙")
    lists = {
        sort: "".join(line.item for line in frequency_table(characters(library), articles, sort=sort).lines)
        for sort in FrequencySort
    }
    assert lists == {"count": "甲乙丙", "articles": "乙甲丙", "dispersion": "乙甲丙", "item": "丙甲乙"}


def test_equal_lines_stay_as_they_are_in_the_reversed_order(library: Library) -> None:
    articles = put(library, "甲甲甲乙", "乙丙丁")
    for sort in FrequencySort:
        lines = frequency_table(characters(library), articles, sort=sort, is_reversed=True).lines
        assert "".join(line.item for line in lines) == {
            "count": "丁丙乙甲", "articles": "甲丁丙乙", "dispersion": "丁丙甲乙", "item": "乙甲丁丙",
        }[sort]  # fmt: skip


def test_stop_words_are_not_listed_and_still_counted(library: Library) -> None:
    articles = put(library, "我的书")
    table = frequency_table(characters(library), articles, without=FUNCTION_WORDS)
    assert [line.item for line in table.lines] == ["书"]
    assert table.tokens == 3


def test_a_stop_list_has_a_word_a_line_and_comments() -> None:
    assert stop_words(["\ufeff記者\n", "# names\n", "\n", " 报道 "]) == {"记者", "报道"}


def test_ngrams_do_not_reach_beyond_a_clause_or_a_paragraph(library: Library) -> None:
    articles = put(library, "春天来，春“天”\n来了")
    table = frequency_table(characters(library), articles, ngrams_of(2))
    assert {line.item: line.count for line in table.lines} == {"春天": 2, "天来": 1, "来了": 1}


def test_words_of_letters_are_joined_with_spaces() -> None:
    assert joined(["open", "source", "软", "件"]) == "open source软件"


def test_ngrams_of_words_of_letters_have_spaces(library: Library) -> None:
    articles = put(library, "open source open source")
    table = frequency_table(latin_words(library), articles, ngrams_of(2))
    assert {line.item: line.count for line in table.lines} == {"open source": 2, "source open": 1}


def test_too_many_different_items_are_refused_with_the_remedy(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frequency, "MOST_DIFFERENT", 3)
    with pytest.raises(UsageError, match="choose fewer articles"):
        frequency_table(characters(library), put(library, "甲乙丙丁"))


def test_a_removed_article_is_left_out(library: Library) -> None:
    articles = put(library, "甲", "乙")
    library.articles.remove([articles[0]])
    reader = characters(library)
    assert word_list(reader, articles).counts == Counter("乙")
    assert reader.unread == [articles[0]]


def test_key_items_are_those_that_are_more_frequent_here(library: Library) -> None:
    here = WordList(Counter({"邮": 40, "的": 50}), 1000, 1)
    elsewhere = WordList(Counter({"邮": 2, "的": 50, "船": 30}), 1000, 1)
    assert [key.item for key in key_items(here, elsewhere)] == ["邮"]
    assert [key.item for key in key_items(here, elsewhere, rarer=True)] == ["船"]


def test_key_items_are_sorted_by_likelihood_or_by_difference() -> None:
    here = WordList(Counter({"常": 300, "稀": 12}), 1000, 1)
    elsewhere = WordList(Counter({"常": 100, "稀": 1}), 1000, 1)
    assert [key.item for key in key_items(here, elsewhere)] == ["常", "稀"]
    by_difference = key_items(here, elsewhere, sort=KeynessSort.DIFFERENCE)
    assert [key.item for key in by_difference] == ["稀", "常"]


def places_of(word: str, text: str) -> list[tuple[int, int]]:
    return [(place, place + len(word)) for place in range(len(text)) if text.startswith(word, place)]


def test_collocates_are_counted_on_both_sides_within_the_paragraph(library: Library) -> None:
    articles = put(library, "红花，绿叶\n白云")
    table = collocates(
        characters(library), articles, lambda text: places_of("花", text), left=2, right=3, least=1
    )
    assert {line.item: (line.left, line.right) for line in table.lines} == {
        "红": (1, 0),
        "绿": (0, 1),
        "叶": (0, 1),
    }
    assert (table.nodes, table.tokens) == (1, 6)


def test_the_figures_of_a_collocate_are_those_of_its_counts(library: Library) -> None:
    """茶 twice, 水 twice, always next to each other, among eight characters: E = 2·2·1/8 = 0.5."""
    articles = put(library, "茶水甲乙\n茶水丙丁")
    table = collocates(
        characters(library), articles, lambda text: places_of("茶", text), left=0, right=1, least=1
    )
    (water,) = table.lines
    assert (water.item, water.together, water.count) == ("水", 2, 2)
    assert water.mutual_information == pytest.approx(2)
    assert water.t_score == pytest.approx(1.5 / 2**0.5)
    assert water.log_dice == 14


def test_collocates_are_sorted_by_the_figure_that_is_asked_for(library: Library) -> None:
    articles = put(library, "茶水茶的茶的茶的茶的甲乙丙丁的戊己的庚辛")
    by = {
        sort: collocates(
            characters(library),
            articles,
            lambda text: places_of("茶", text),
            left=0,
            right=1,
            least=1,
            sort=sort,
        )
        .lines[0]
        .item
        for sort in CollocateSort
    }
    assert by == dict.fromkeys(CollocateSort, "的") | {"mi": "水"}


texts = st.lists(st.text("甲乙丙，。\n", min_size=1, max_size=30), min_size=1, max_size=4, unique=True)


@given(texts)
def test_counts_are_those_of_a_plain_count(several: list[str]) -> None:
    from store.corpus.tokens import TokenizedText

    tokenized = [
        TokenizedText("", text, [(place, place + 1) for place in range(len(text))], Unit.CHARACTER)
        for text in several
    ]
    plain = Counter(char for text in several for char in text if char.isalnum())
    assert Counter(word for text in tokenized for word in text.words()) == plain
    assert Counter(token.text for text in tokenized for token in text.tokens()) == plain
    assert all(text.text[t.start : t.end] == t.text for text in tokenized for t in text.tokens())
