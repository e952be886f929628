"""Titles are found by beginnings of words, synonyms, Chinese, pinyin and initials, and by nothing else."""

from __future__ import annotations

import pytest

from tui.palette.matching import Title

EXPORT = Title("Export…", "导出…", "save as")
RENAME = Title("Rename tag…", "重命名标签…")


@pytest.mark.parametrize(
    "typed", ["export", "EXP", "导出", "導出", "导", "daochu", "daoc", "dao chu", "dc", "sav", ""]
)
def test_a_title_is_found_by_what_users_type(typed: str) -> None:
    assert EXPORT.match(typed)


@pytest.mark.parametrize("typed", ["xport", "ept", "exit", "dcu", "chudao", "export now", "出導", "e.", "[/"])
def test_a_title_is_not_found_by_letters_that_are_only_somewhere_in_it(typed: str) -> None:
    assert EXPORT.match(typed) is None


@pytest.mark.parametrize(
    "typed", ["rename tag", "tag ren", "biaoqian", "chongm", "改名", "label", "重命名 biao"]
)
def test_all_words_typed_match_in_any_order(typed: str) -> None:
    assert RENAME.match(typed)


def test_a_whole_title_is_nearer_than_a_beginning_and_that_than_another_word() -> None:
    titles = [Title("Undo"), Title("Undo edit"), Title("Never undo"), Title("Back", words="undo")]
    found = [match.distance for title in titles if (match := title.match("undo"))]
    assert found == sorted(set(found))
    assert len(found) == len(titles)
