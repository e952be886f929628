"""What the name of a file says about its article."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.importing.file_names import read_file_name
from store.importing.reading import read_file

NAMES = {
    "茶园的冬天.txt": ("茶园的冬天", "", ""),
    "茶园的冬天 (1).txt": ("茶园的冬天", "", ""),
    "茶园的冬天 - 副本.txt": ("茶园的冬天", "", ""),
    "01 茶园的冬天.txt": ("茶园的冬天", "", ""),
    "茶园——一个时代的背影.txt": ("茶园——一个时代的背影", "", ""),
    "2021-03-04-财新-茶园的冬天.txt": ("茶园的冬天", "2021-03-04", "财新"),
    "20210304_南方周末_旧书店.md": ("旧书店", "2021-03-04", "南方周末"),
    "20210304茶园的冬天.txt": ("茶园的冬天", "2021-03-04", ""),
    "茶园的冬天_青石日报_2021.03.04.txt": ("茶园的冬天", "2021-03-04", "青石日报"),
    "【青石晚报】茶园的冬天.txt": ("茶园的冬天", "", "青石晚报"),
    "青石晚报-2021年3月4日-茶园的冬天-陈小满.txt": ("茶园的冬天", "2021-03-04", "青石晚报"),
    "2020年3月24日的青石.txt": ("2020年3月24日的青石", "", ""),
    "2021-13-44 茶园的冬天.txt": ("2021-13-44 茶园的冬天", "", ""),
}


@pytest.mark.parametrize(("name", "said"), NAMES.items())
def test_a_name_says_title_date_and_source(name: str, said: tuple[str, str, str]) -> None:
    assert read_file_name(f"稿件/{name}", ("陈小满",)) == said


@pytest.mark.parametrize(
    "name",
    [
        "新建文本文档.txt",
        "新建 文本文档 (2).txt",
        "文档1.txt",
        "文章12.txt",
        "未命名.txt",
        "untitled.txt",
        "稿件-最终版.txt",
        "20210304.txt",
        "三.txt",
        "2024年10月12日 下午3.21.txt",
        "备忘录 2024-10-12.txt",
        "录音 20241012_153021.txt",
        "微信图片_20241012153021.txt",
        "南方周末.txt",
        "a\ufffd茶园.txt",
    ],
)
def test_a_name_that_is_none_of_an_article_says_nothing(name: str) -> None:
    assert not any(read_file_name(name))


TEXT = (
    "入冬以后，山下的茶园歇了工，茶农们聚在晒场上修竹匾。今年的春茶比往年晚了半个月。\n\n"
    "“价钱高是好事。”合作社的人说。"
)


def test_a_text_without_a_title_is_named_like_its_file(tmp_path: Path) -> None:
    file = tmp_path / "2021-03-04-财新-茶园的冬天.txt"
    file.write_text(TEXT)
    (piece,) = read_file(file)
    draft = piece.article.draft
    assert (draft.title, draft.date, draft.source) == ("茶园的冬天", "2021-03-04", "财新")
    assert piece.remarks == ("date and source read from the name of the file",)


def test_the_title_of_a_text_precedes_the_name_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "2021-03-04-财新-摘抄二则.txt"
    file.write_text(f"茶园的冬天\n作者：陈小满\n\n{TEXT}")
    draft = read_file(file)[0].article.draft
    assert (draft.title, draft.date, draft.source) == ("茶园的冬天", "", "")


def test_a_text_with_the_title_of_its_file_gets_its_date(tmp_path: Path) -> None:
    file = tmp_path / "2021-03-04-财新-茶园的冬天.md"
    file.write_text(f"# 茶园的冬天\n\n{TEXT}")
    draft = read_file(file)[0].article.draft
    assert (draft.title, draft.date, draft.source) == ("茶园的冬天", "2021-03-04", "财新")


def test_a_brief_report_keeps_its_own_title(tmp_path: Path) -> None:
    file = tmp_path / "青石快报.txt"
    file.write_text(f"【茶园今冬歇工】{TEXT}")
    assert read_file(file)[0].article.draft.title == "茶园今冬歇工"


def test_a_generic_name_leaves_the_first_words(tmp_path: Path) -> None:
    file = tmp_path / "新建文本文档.txt"
    file.write_text(TEXT)
    assert read_file(file)[0].article.draft.title.startswith("入冬以后")


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2021-茶园.txt", "2021-05-03"),
        ("2021年 茶园.txt", "2021-05-03"),
        ("茶园_2021.txt", "2021-05-03"),
        ("1984读后感.txt", ""),
        ("2019年的茶园.txt", ""),
        ("银翼杀手2049.txt", ""),
        ("银翼杀手 2049.txt", ""),
        ("唐山1976.txt", ""),
    ],
)
def test_the_year_of_a_day_is_read_where_a_name_is_dated(tmp_path: Path, name: str, date: str) -> None:
    file = tmp_path / name
    file.write_text(f"茶园的冬天\n陈小满\n5月3日\n\n{TEXT}")
    (piece,) = read_file(file)
    assert piece.article.draft.date == date


@pytest.mark.parametrize(
    ("remark", "date"),
    [
        ("（原载《青石文学》2019年第3期）", "2019-05-03"),
        ("（本文系2019年国家社科基金项目成果）", ""),
        ("（本文系2018年国家社科基金项目成果，原载《青石文学》2019年第3期）", "2019-05-03"),
    ],
)
def test_the_year_of_a_remark_is_that_of_a_publication(tmp_path: Path, remark: str, date: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"茶园的冬天\n陈小满\n5月3日\n\n{TEXT}\n\n{remark}\n")
    (piece,) = read_file(file)
    assert piece.article.draft.date == date
