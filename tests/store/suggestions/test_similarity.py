from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese.folding import comparison_form
from store.suggestions.similarity import SimilarityKind, similarity


@pytest.mark.parametrize(
    ("quote", "words", "how"),
    [
        ("電子商務，", "电子商务", SimilarityKind.SAME),
        ("ＡＩ", "ai", SimilarityKind.SAME),
        ("县里的电子商务", "电子商务", SimilarityKind.CONTAINING),
        ("商务", "电子商务服务", SimilarityKind.CONTAINED),
        ("电子政务", "电子商务", SimilarityKind.SIMILAR),
        ("油菜花", "电子商务", None),
        ("电", "电子商务", None),
    ],
)
def test_phrases_are_equal_parts_or_similar(quote: str, words: str, how: SimilarityKind | None) -> None:
    found = similarity(comparison_form(quote), comparison_form(words))
    assert (found and found.how) == how


def test_closer_phrases_score_higher() -> None:
    def degree(quote: str) -> float:
        found = similarity(quote, "电子商务")
        return found.degree if found else 0.0

    degrees = [
        degree(quote) for quote in ("电子商务", "电子商务处", "县里办的电子商务处", "电子政务", "邮路")
    ]
    assert degrees == sorted(degrees, reverse=True)
    assert len(set(degrees)) == 5


def test_bare_keeps_text_that_is_only_punctuation() -> None:
    assert comparison_form(" ，。 ") == fold_of("，。")
    assert comparison_form("「银\n行」！") == "银 行"


def fold_of(text: str) -> str:
    from store.chinese.folding import fold

    return fold(text)


WORDS = st.text(alphabet="电子商务政邮路 ，", min_size=1, max_size=8).map(comparison_form).filter(bool)


@given(one=WORDS, other=WORDS)
def test_similarity_is_symmetric_and_1_only_for_equal_phrases(one: str, other: str) -> None:
    there, back = similarity(one, other), similarity(other, one)
    assert (there is None) == (back is None)
    if there and back:
        assert there.degree == pytest.approx(back.degree)
        assert 0 < there.degree <= 1
        assert (there.degree == 1) == (one == other)
    assert comparison_form(one) == one
