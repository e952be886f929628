from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.chinese.folding import simplified
from store.chinese.keywords import keywords
from store.chinese.words import Segmenter
from tests.lengths import examples


@pytest.fixture(scope="module")
def segmenter(words_folder: Path) -> Segmenter:
    made = Segmenter(words_folder, engine="jieba")
    made.load()
    return made


def found(text: str, segmenter: Segmenter, most: int = 10) -> list[str]:
    return [keyword.word for keyword in keywords(text, [(0, len(text))], segmenter, most=most)]


def test_words_frequent_here_and_rare_elsewhere_come_first(segmenter: Segmenter) -> None:
    text = "雨燕回到鼓楼。雨燕在鼓楼的檐下做窝。我们看到雨燕，我们知道春天到了。"
    assert found(text, segmenter)[:2] == ["雨燕", "鼓楼"]


def test_stop_words_amounts_and_single_characters_are_not_keywords(segmenter: Segmenter) -> None:
    text = "我们没有三条船，因为它们已经在第二天的2020年3月开走，而且 the 10 kg 的鱼也一样。"
    assert found(text, segmenter) == ["开走"]


def test_a_word_in_two_scripts_is_one_keyword_in_its_first_spelling(segmenter: Segmenter) -> None:
    (first, *_) = keywords("銀行開門，银行关门。", [(0, 10)], segmenter, most=5)
    assert (first.word, first.times) == ("銀行", 2)


def test_words_of_the_user_dictionary_can_be_keywords(segmenter: Segmenter, words_folder: Path) -> None:
    own = Segmenter(words_folder, engine="jieba")
    own.learn({"乡邮路": 100_000})
    own.load()
    assert "乡邮路" in found("她走的是乡邮路。", own)
    assert "乡邮路" not in found("她走的是乡邮路。", segmenter)


def test_text_outside_the_spans_is_ignored(segmenter: Segmenter) -> None:
    text = "油菜花\n记者林夏"
    assert [each.word for each in keywords(text, [(0, 3)], segmenter, most=9)] == ["油菜花"]


@settings(max_examples=examples(20), deadline=None)
@given(text=st.text(alphabet="银行銀行邮路郵路ＡＩai的三条,。 \n", max_size=60), most=st.integers(0, 5))
def test_keywords_are_unique_words_of_the_text_by_descending_weight(
    text: str, most: int, segmenter: Segmenter
) -> None:
    made = keywords(text, [(0, len(text))], segmenter, most=most)
    assert len(made) <= most
    assert all(each.word in text and each.times > 0 and each.weight > 0 for each in made)
    assert len({each.word for each in made}) == len(made)
    assert [each.weight for each in made] == sorted((each.weight for each in made), reverse=True)


def test_jiebas_analyse_module_is_never_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from store.chinese.words import Segmenter; from store.chinese.keywords import keywords\n"
        "s = Segmenter(engine='jieba'); s.load(); keywords('油菜花', [(0, 3)], s, most=3)\n"
        "print([name for name in sys.modules if name.startswith(('jieba.analyse', 'jieba.posseg'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_a_traditional_text_has_the_keywords_and_weights_of_the_simplified_one(segmenter: Segmenter) -> None:
    one, other = "銀行在重慶調整業務，乾隆來了。", "银行在重庆调整业务，乾隆来了。"
    pairs = zip(
        keywords(one, [(0, len(one))], segmenter, most=9),
        keywords(other, [(0, len(other))], segmenter, most=9),
        strict=True,
    )
    assert {simplified(first.word): first.weight for first, _ in pairs} == {
        second.word: second.weight for second in keywords(other, [(0, len(other))], segmenter, most=9)
    }
