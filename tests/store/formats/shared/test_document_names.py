"""Titles from the names of documents, and times that are written for people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats.shared.document_names import without_suffix
from store.formats.shared.spoken_dates import spoken_timestamp


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("访谈.txt", "访谈"),
        (" 访谈.DOCX ", "访谈"),
        (".txt", ".txt"),
        ("3.1 版", "3.1 版"),
        ("a.b.pdf", "a.b"),
        ("", ""),
    ],
)
def test_the_suffix_of_a_file_is_no_part_of_a_title(name: str, title: str) -> None:
    assert without_suffix(name) == title


@given(st.text("0123456789年月日上下午:/-. AMPMayJun,", max_size=40))
def test_any_phrase_is_a_time_or_none(phrase: str) -> None:
    found = spoken_timestamp(phrase)
    assert found == "" or (found.endswith("Z") and spoken_timestamp(found) == found)
