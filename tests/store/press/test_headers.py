"""Lines above the text say who, when and where, in the forms that people write."""

from __future__ import annotations

import pytest

from store.importing.plain_text import read_text

TEXT = (
    "六月的第一场雨落下来时，渡口的吊机已经停了三天。老船工坐在缆桩上，数着江面上的水纹，谁叫他也不应。\n" * 3
)


@pytest.mark.parametrize(
    ("header", "authors", "date", "source"),
    [
        ("撰文 · 许砚秋\n摄影 · 何大川\n2024.3.1", ("许砚秋",), "2024-03-01", ""),
        ("◎许砚秋 ◎何大川", ("许砚秋", "何大川"), "", ""),
        ("采访、撰文：许砚秋\nTue, 05 Mar 2024 08:00:00 +0800", ("许砚秋",), "2024-03-05", ""),
        ("口述：袁有根\n来源：新华网 2024-01-02 08:00", ("袁有根",), "2024-01-02", "新华网"),
        ("作者｜许砚秋\n编辑｜何大川\n二〇二四年三月一日", ("许砚秋",), "2024-03-01", ""),
        ("許硯秋\n中華民國一一三年三月一日", ("許硯秋",), "2024-03-01", ""),
        ("作者：\n许砚秋\n来源：\n江城日报\n时间：\n2024-01-02", ("许砚秋",), "2024-01-02", "江城日报"),
    ],
)
def test_forms_of_headers(header: str, authors: tuple[str, ...], date: str, source: str) -> None:
    draft, _ = read_text(f"渡口的第九场雨\n{header}\n\n{TEXT}".encode(), "a.txt")
    assert (draft.title, draft.authors, draft.date, draft.source) == ("渡口的第九场雨", authors, date, source)


@pytest.mark.parametrize(
    "lines",
    [
        "引题：水位上涨\n标题：渡口的第九场雨\n副标题：老船工的六月",
        "【引题】水位上涨\n【主题】渡口的第九场雨\n【副题】老船工的六月",
        "眉题 水位上涨\n主标题 渡口的第九场雨\n副标题 老船工的六月",
    ],
)
def test_lines_of_a_headline_are_known_by_their_labels(lines: str) -> None:
    draft, _ = read_text(f"{lines}\n\n{TEXT}".encode(), "a.txt")
    assert (draft.kicker, draft.title, draft.subtitle) == ("水位上涨", "渡口的第九场雨", "老船工的六月")
    assert draft.text.startswith(lines.split("\n", 1)[0])


def test_a_date_without_a_year_takes_the_year_that_its_file_tells() -> None:
    header = "渡口的第九场雨\n江城日报 3月1日\n2024年 第12期"
    draft, _ = read_text(f"{header}\n\n{TEXT}".encode(), "a.txt")
    assert draft.date == "2024-03-01"
