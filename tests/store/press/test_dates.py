"""Dates as newspapers and websites print them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.press.byline import is_date
from store.press.dates import date, take_dates

DATES = {
    "2020-03-24": "2020-03-24",
    "2020年3月24日 星期二": "2020-03-24",
    "2020/3/24 10:00:33": "2020-03-24",
    "2020.03.24": "2020-03-24",
    "２０２０年３月２４日": "2020-03-24",
    "二〇二〇年三月二十四日": "2020-03-24",
    "二○二○年十二月三十一日": "2020-12-31",
    "20200324": "2020-03-24",
    "2020-03": "2020-03",
    "2020年3月": "2020-03",
    "中華民國113年3月5日": "2024-03-05",
    "112/05/13": "2023-05-13",
    "112年5月13日": "2023-05-13",
    "民國112.5.13": "2023-05-13",
    "民國廿五年十一月十二日": "1936-11-12",
    "民国元年元月": "1912-01",
    "三十六年二月十一日": "1947-02-11",
    "一九八三年春": "1983",
    "2017 年/2 月/14 日": "2017-02-14",
    "2005.08.2605:39": "2005-08-26",
    "2021-01-20 04:29:44": "2021-01-20",
    "2024-05-13T08:00:00+08:00": "2024-05-13",
    "22/05/2022": "2022-05-22",
    "05/13/2024": "2024-05-13",
    "发布: 6:30pm 22/05/2022": "2022-05-22",
    "March 5, 2024": "2024-03-05",
    "’24.3.5": "2024-03-05",
    "24年3月5日": "2024-03-05",
    "24.03.05": "2024-03-05",
    "98年12月31日": "1998-12-31",
    "九八年五月二日": "1998-05-02",
    "2024、3、5": "2024-03-05",
    "2 0 2 4 年 3 月 5 日": "2024-03-05",
    "5 March 2024": "2024-03-05",
    "发布时间：2024-03-05 11:00 来源：新华网 阅读：123": "2024-03-05",
    "2020-13-45": "",
    "2023-02-29": "",
    "3月24日": "",
}


@pytest.mark.parametrize(("line", "day"), DATES.items())
def test_a_date_line_gives_an_iso_date_or_nothing(line: str, day: str) -> None:
    assert date(line) == day
    assert is_date(line)


@pytest.mark.parametrize("line", ["电话 010-12345678-9", "120年", "第2020号", "3.14"])
def test_other_numbers_are_not_dates(line: str) -> None:
    assert date(line) == ""


def test_take_dates_removes_dates_times_and_labels() -> None:
    bare, dated = take_dates("发布时间:2020-03-24 10:00:33 星期二 陈小满")
    assert (bare.split(), dated) == (["陈小满"], True)
    assert take_dates("3月24日 陈小满")[1]
    assert take_dates("陈小满") == ("陈小满", False)


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_date_is_read_in_every_format(day: datetime.date) -> None:
    forms = ["{0}-{1:02}-{2:02}", "{0}年{1}月{2}日", "{0}/{1}/{2}", "{0}.{1:02}.{2:02}", "{0}{1:02}{2:02}"]
    assert {date(form.format(day.year, day.month, day.day)) for form in forms} == {day.isoformat()}


@given(st.text())
def test_parsing_any_line_never_raises(line: str) -> None:
    assert isinstance(date(line), str)
