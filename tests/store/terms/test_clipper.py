"""What fills the gap of a pattern."""

from __future__ import annotations

import pytest

from store.chinese.segmentation.shared import shared_segmenter
from store.errors import UsageError
from store.library import Library
from store.query.parser import parse
from store.terms.clipper import ClipPattern, Clipper, GapUnit, clip, tag_fillers
from tests.conftest import draft


def fillers(text: str, written: str, unit: GapUnit = GapUnit.WORD, most: int | None = None) -> list[str]:
    segmenter = None if unit is GapUnit.CHARACTERS else shared_segmenter()
    clipper = Clipper(ClipPattern.parse(written), unit, most, segmenter)
    return [text[start:end] for start, end, _whole in clipper.fillers(text)]


def test_a_gap_at_the_end_is_filled_by_the_word_after_the_words() -> None:
    assert fillers("他担任校长，又担任 “主任”，不再担任。", "担任*") == ["校长", "主任"]


def test_a_gap_at_the_beginning_is_filled_by_the_word_before_them() -> None:
    assert fillers("校长表示同意。主任 表示反对，表示", "*表示") == ["校长", "主任"]


def test_words_that_only_begin_with_the_pattern_do_not_count() -> None:
    assert fillers("担任务", "担任*") == []


def test_several_words_end_at_a_mark_or_a_function_word() -> None:
    assert fillers("担任小学校长，担任主任和教师", "担任*", most=3) == ["小学校长", "主任"]


def test_names_of_persons_are_joined_of_their_words() -> None:
    assert fillers("记者王小明报道，记者从学校获悉，记者 李强 摄", "记者*", GapUnit.NAME) == [
        "王小明",
        "李强",
    ]
    assert fillers("记者和邮储局", "记者*", GapUnit.NAME) == []
    assert fillers("王小明表示，学校表示", "*表示", GapUnit.NAME) == ["王小明"]


def test_characters_are_counted() -> None:
    assert fillers("甲乙丙丁戊。甲乙，", "甲*", GapUnit.CHARACTERS, 3) == ["乙丙丁", "乙"]
    assert fillers("丙乙甲，", "*甲", GapUnit.CHARACTERS, 9) == ["丙乙"]


def test_a_mark_within_a_number_does_not_end_a_gap() -> None:
    assert fillers("参加56.6万人次，参加1,500人。参加", "参加*") == ["56.6万人次", "1,500"]


def test_a_gap_within_the_words_is_filled_by_what_stands_between() -> None:
    assert fillers("在学校召开，在市里学校召开。在，召开", "在*召开") == ["学校", "市里学校"]
    assert fillers("在学校召开，在市里学校召开。", "在*召开", most=1) == ["学校"]


@pytest.mark.parametrize("written", ["记者", "*", "*记者*", "记*者＊", ""])
def test_a_pattern_has_one_gap_and_words(written: str) -> None:
    with pytest.raises(UsageError):
        ClipPattern.parse(written)


def test_fillers_are_counted_over_scripts_and_articles_and_tagged_in_one_step(library: Library) -> None:
    library.articles.add(draft("甲广乙，甲廣丙", title="一"))
    library.articles.add(draft("甲广丁，甲东", title="二"))
    pattern = ClipPattern.parse("甲*")
    clipper = Clipper(pattern, GapUnit.CHARACTERS, 1)
    found = clip(library, pattern, clipper)
    assert [(each.text, each.places, each.articles) for each in found.fillers()] == [
        ("广", 3, 2), ("东", 1, 1),
    ]  # fmt: skip
    assert tag_fillers(library, found, ["广"], ("方",)) == 3
    assert tag_fillers(library, found, ["广"], ("方",)) == 0
    library.undo()
    assert not library.codebook.uses()
    assert len(clip(library, pattern, clipper, parse("title:二")).fillers()) == 2
