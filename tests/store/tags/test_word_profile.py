from __future__ import annotations

import sys

import pytest

from store.chinese.glosses import Gloss, glosses
from store.library import Library
from store.tags.word_profile import word_card
from tests.conftest import draft


def test_a_word_card_counts_occurrences_and_tags(library: Library) -> None:
    first, _ = library.articles.add(draft("银行在东边。银行很大。", title="一"))
    library.articles.add(draft("銀行在西邊。", title="二"))
    library.articles.add(draft("没有。", title="三"))
    library.annotations.annotate_quote(first, "银行很大", tags=["地方"])
    library.annotations.annotate_quote(first, "东边", tags=["方向"])
    card = word_card(library, "银行", library.articles.get(first).text)
    assert (card.pinyin, card.here, card.articles, card.tags) == ("yínháng", 2, 2, {"地方": 1})


def test_the_count_of_a_word_that_repeats_itself_takes_linear_time(library: Library) -> None:
    assert word_card(library, "哈" * 50_000, "哈" * 1_000_000).here == 20


def test_removed_articles_are_not_counted(library: Library) -> None:
    first, _ = library.articles.add(draft("银行在东边。"))
    library.articles.remove([first])
    assert word_card(library, "银行").articles == 0


def test_meanings_come_from_the_dictionary_with_tone_marks() -> None:
    (gloss,) = glosses("银行")
    assert gloss == Gloss("yínháng", gloss.senses)
    assert "bank" in gloss.senses
    assert len({gloss.pinyin for gloss in glosses("行")}) > 1
    assert glosses("绿")[0].pinyin == "lǜ"
    assert glosses("銀行") == glosses("银行")
    assert glosses("⽤户") == glosses("用户")
    assert glosses("女儿")[0].pinyin == "nǚ'ér"
    assert glosses("西安")[0].pinyin == "Xī'ān"
    assert glosses("不是一个词的词") == ()


def test_without_the_dictionary_there_are_no_meanings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.chinese.glosses.find_spec", lambda _: None)
    assert glosses("银行") == ()
    assert sys.modules
