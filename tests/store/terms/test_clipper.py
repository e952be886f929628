"""What fills the gap of a pattern."""

from __future__ import annotations

import pytest

from store.chinese.segmentation.shared import shared_segmenter
from store.errors import UsageError
from store.library import Library
from store.query.parser import parse
from store.terms.clipper import ClipPattern, Clipper, GapUnit, Omission, clip, known_names, tag_fillers
from tests.conftest import draft


def fillers(text: str, written: str, unit: GapUnit = GapUnit.WORD, most: int | None = None) -> list[str]:
    segmenter = None if unit is GapUnit.CHARACTERS else shared_segmenter()
    clipper = Clipper(ClipPattern.parse(written), unit, most, segmenter)
    return [text[slice(*each.filler)] for each in clipper.gaps(text) if each.filler is not None]


def omissions(
    text: str, written: str, unit: GapUnit = GapUnit.WORD, most: int | None = None
) -> list[Omission | None]:
    segmenter = None if unit is GapUnit.CHARACTERS else shared_segmenter()
    clipper = Clipper(ClipPattern.parse(written), unit, most, segmenter)
    return [each.omission for each in clipper.gaps(text)]


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("记者宋知远报道", "宋知远"),
        ("记者宋知远、李强摄", "宋知远"),
        ("记者林夏说", "林夏"),
        ("记者江一燕摄", "江一燕"),
        ("记者张立国在现场看到", "张立国"),
        ("记者雷海青摄", "雷海青"),
        ("记者夏丏尊从会上获悉", "夏丏尊"),
        ("记者李春来报道", "李春来"),
        ("记者李强当天", "李强"),
        ("记者欧阳小满说", "欧阳小满"),
        ("记者欧阳修来到", "欧阳修"),
        ("记者阿依古丽·买买提说", "阿依古丽·买买提"),
        ("记者和王明一起", ""),
        ("记者高兴地说", ""),
        ("记者都知道", ""),
        ("记者包括三人", ""),
        ("记者曾到过", ""),
        ("记者向读者介绍", ""),
    ],
)
def test_the_third_character_after_words_is_of_the_name_or_a_word(text: str, name: str) -> None:
    assert fillers(text, "记者*", GapUnit.NAME) == ([name] if name else [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("校长张立国表示", "张立国"),
        ("由李强表示", "李强"),
        ("据林夏表示", "林夏"),
        ("和高圆圆表示", "高圆圆"),
        ("欧阳小满表示", "欧阳小满"),
        ("专家高兴地表示", ""),
        ("有关方面表示", ""),
    ],
)
def test_a_name_before_words_begins_at_its_surname(text: str, name: str) -> None:
    assert fillers(text, "*表示", GapUnit.NAME) == ([name] if name else [])


def test_names_of_authors_are_known(library: Library) -> None:
    first = draft("记者石评报道。记者温如言说。记者马云飞赴现场。记者阿宝报道。", title="一")
    article, _ = library.articles.add(first)
    other, _ = library.articles.add(draft("甲", title="二"))
    library.articles.correct(other, {"authors": "温如言、马云飞、石评梅、阿宝"})
    library.articles.correct(article, {"authors": "石评"})
    pattern = ClipPattern.parse("记者*")
    clipper = Clipper(pattern, GapUnit.NAME, None, shared_segmenter(), known_names(library))
    found = {each.text for each in clip(library, pattern, clipper).fillers()}
    assert found == {"石评", "温如言", "马云飞"}


def test_places_that_are_left_out_are_told_with_the_reason(library: Library) -> None:
    assert omissions("担任务。担任。", "担任*") == [Omission.WITHIN_WORD]
    assert omissions("记者从会上获悉", "记者*", GapUnit.NAME) == [Omission.NO_NAME]
    assert omissions("在市里学校召开", "在*召开", most=1) == [Omission.TOO_LONG]
    assert omissions("在任务召开，在小学校召开", "在小*召开") == [Omission.WITHIN_WORD]
    assert omissions("在学校召开", "在*召开", GapUnit.CHARACTERS, 1) == [Omission.TOO_LONG]
    assert omissions("在学校召开", "在*召开", GapUnit.NAME) == [Omission.NO_NAME]
    library.articles.add(draft("担任务。担任校长。担任务。担任", title="一"))
    pattern = ClipPattern.parse("担任*")
    found = clip(library, pattern, Clipper(pattern, segmenter=shared_segmenter()))
    assert [each.text for each in found.fillers()] == ["校长"]
    assert found.omissions == {Omission.WITHIN_WORD: 2}


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
