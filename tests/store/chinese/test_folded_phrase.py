"""A phrase is found in a text as it is where that finds what is found in the folded text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese import folded_phrase
from store.chinese.folded_phrase import FoldedPhrase
from store.chinese.folding import Effort, fold, other_forms
from store.model.anchoring import occurrences

_FORMS = "国國囯发發髮髪着著了瞭用⽤aAａＡ𝐚,，︐。ßİ中乾干𠀀\ud800"


def found(words: str, text: str) -> list[int]:
    phrase = FoldedPhrase(words)
    return list(occurrences(phrase.searched(text), phrase.folded))


@pytest.fixture
def _looks_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folded_phrase, "_PAYS_AFTER", 0)


@pytest.mark.usefixtures("_looks_up")
@given(st.text(_FORMS, min_size=1, max_size=3), st.text(_FORMS, max_size=30))
def test_a_phrase_is_found_where_it_is_after_folding(words: str, text: str) -> None:
    assert found(words, text) == list(occurrences(fold(text), fold(words)))


@pytest.mark.usefixtures("_looks_up")
@given(st.characters(), st.characters())
def test_any_character_is_found_in_its_other_forms(char: str, other: str) -> None:
    text = f"{other}{char}{fold(char)}{other_forms().get(fold(char), '')}"
    assert found(char, text) == list(occurrences(fold(text), fold(char)))


def test_texts_are_folded_until_it_pays_to_look_up_all_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folded_phrase, "_EFFORT", Effort(folded_phrase._PAYS_AFTER))  # noqa: SLF001
    monkeypatch.setattr(folded_phrase, "other_forms", lambda: pytest.fail("they were looked up"))
    assert found("国", "國，国") == [0, 2]


def test_all_other_forms_of_a_character_are_known() -> None:
    assert set(other_forms()["发"]) == {*"發髮髪発"}
    assert all(fold(form) == char for char, forms in other_forms().items() for form in forms)
