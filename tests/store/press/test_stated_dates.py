"""Dates that a form, a command, a table or front matter states: nothing of them is dropped without a word."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.formats.markup.front_matter_reader import take_front_matter
from store.library.corrections import checked
from store.press.stated_dates import stated_date, what_is_not_kept

WHOLE = {
    "1890": "1890",
    "1890年": "1890",
    "AD 1640": "1640",
    "二〇二〇年": "2020",
    "2020/3": "2020-03",
    "２０２０／３／４": "2020-03-04",
    "20240513": "2024-05-13",
    "2020年3月24日星期二 08:30": "2020-03-24",
    "2024-05-13T08:00:00.123Z": "2024-05-13",
    "Tue, 5 Mar 2024 10:00:00 GMT": "2024-03-05",
    "March 5th, 2024": "2024-03-05",
    "March 2020": "2020-03",
    "发布时间：2024-03-05 11:00": "2024-03-05",
    "民国二十三年": "1934",
    "中華民國113年3月5日": "2024-03-05",
    "光绪十六年": "1890",
    "宣統元年": "1909",
    "昭和12年7月7日": "1937-07-07",
}
PARTLY = {
    "1890年春": ("1890", "春"),
    "2020年底": ("2020", "底"),
    "Spring 2020": ("2020", "Spring"),
    "光緒十六年三月初五": ("1890", "农历三月初五"),
    "2020年农历正月初一": ("2020", "农历正月初一"),
    "1985年農曆八月十五": ("1985", "農曆八月十五"),
    "2020年3月24日（农历三月初一）": ("2020-03-24", "农历三月初一"),
    "1937-1945": ("1937", "-1945"),
    "1937年7月—1945年8月": ("1937-07", "—1945年8月"),
    "2020-03-01/2020-03-05": ("2020-03-01", "/2020-03-05"),
    "2020年3月1日至5日": ("2020-03-01", "至5日"),
    "2020年3月上旬": ("2020-03", "上旬"),
    "c. 1920": ("1920", "c"),
    "约1920年": ("1920", "约"),
    "1920?": ("1920", "?"),
    "1920s": ("1920", "s"),
    "1920年代": ("1920", "年代"),
    "20世纪20年代": ("1920", "年代"),
    "2020Q3": ("2020", "Q3"),
    "2020年第三季度": ("2020", "第三季度"),
    "2020-3-24x": ("2020-03-24", "x"),
}
NONE = ("昨天", "春天", "123", "农历庚子年", "2020-13-45", "2020-02-30", "1716000000")


@pytest.mark.parametrize(("value", "iso"), WHOLE.items())
def test_a_date_is_read_whole(value: str, iso: str) -> None:
    assert stated_date(value) == (iso, "")
    assert checked({"date": value}) == {"date": iso}


@pytest.mark.parametrize(("value", "found"), PARTLY.items())
def test_what_a_date_cannot_hold_is_told(value: str, found: tuple[str, str]) -> None:
    assert stated_date(value) == found
    assert what_is_not_kept(value) == f"of the date “{value}” only {found[0]} is kept"
    with pytest.raises(UsageError, match=f"write {found[0]}, and the rest in a note"):
        checked({"date": value})


@pytest.mark.parametrize("value", NONE)
def test_what_is_no_date_is_told(value: str) -> None:
    assert stated_date(value) == ("", value)
    assert what_is_not_kept(value) == f"the date “{value}” is not understood"
    with pytest.raises(UsageError, match="is not a date"):
        checked({"date": value})


def test_front_matter_keeps_the_date_and_tells_the_rest() -> None:
    about, _ = take_front_matter("---\ntitle: 渡口\ndate: 1890年春\n---\n正文\n")
    assert (about.date, about.date_remark) == ("1890", "of the date “1890年春” only 1890 is kept")
    about, _ = take_front_matter("---\ntitle: 渡口\ndate: 昨天\ncreated: 2020-01-02\n---\n正文\n")
    assert (about.date, about.date_remark) == ("2020-01-02", "")


@given(st.text(alphabet="0123456789年月日-/.至约春农历光绪民国二十世纪代Q季度 ", max_size=24))
def test_each_digit_is_in_the_date_or_told(value: str) -> None:
    iso, left_out = stated_date(value)
    if iso:
        datetime.date.fromisoformat((iso + "-01-01")[:10])
    elif value.strip():
        assert left_out == " ".join(value.split())


@given(
    st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31)),
    st.text("春夏约前后", min_size=1, max_size=4),
)
def test_words_beside_any_date_are_told(day: datetime.date, words: str) -> None:
    found = stated_date(f"{day.isoformat()} {words}")
    assert found == (day.isoformat(), words)
