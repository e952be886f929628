"""Numbers of lists are written as they are printed."""

from __future__ import annotations

import pytest

from store.formats.documents.numbering import printed_number


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (3, "decimal", "3"), (28, "lowerLetter", "bb"), (1994, "upperRoman", "MCMXCIV"),
        (10, "chineseCounting", "十"), (110, "chineseCounting", "一百一十"),
        (12, "chineseCounting", "十二"), (103, "chineseCountingThousand", "一百零三"),
        (21, "一, 二, 三, ...", "二十一"), (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"), (7, "decimalZero", "07"), (10_000, "chineseCounting", "10000"),
    ],
)  # fmt: skip
def test_a_number_is_written_in_its_form(number: int, form: str, printed: str) -> None:
    assert printed_number(number, form) == printed
