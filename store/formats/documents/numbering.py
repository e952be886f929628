"""Numbers of lists as they are printed: ``3``, ``c``, ``iii``, ``三``, ``③``."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LARGEST = 9999


def printed_number(number: int, form: str) -> str:
    """Return a number from 0 to 9999 in one of the forms of DOCX (``w:numFmt``) or ODF (``num-format``)."""
    written = _FORMS.get(form, str)
    return written(number) if 0 <= number <= _LARGEST else str(number)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 1 <= number <= 260 else str(number)


def _roman(number: int) -> str:
    if not 1 <= number <= 3999:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def _counted(number: int, digits: str, units: str) -> str:
    """Return a number as it is counted in Chinese: 十二, 一百零三."""
    if number == 0:
        return digits[0]
    written, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            skips_one = power == 1 and digit == 1 and not written and digits is _DIGITS
            written += (
                "零" * zero + ("" if skips_one else digits[digit]) + (units[power - 1] if power else "")
            )
            zero = False
        else:
            zero = bool(written)
    return written


def _one_of(characters: str) -> Callable[[int], str]:
    """Return what writes numbers as these characters, and those beyond as they are."""
    return lambda number: characters[number - 1] if 1 <= number <= len(characters) else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


_WRITERS: tuple[tuple[Callable[[int], str], tuple[str, ...]], ...] = (
    (_letters, ("lowerLetter", "a")),
    (lambda number: _letters(number).upper(), ("upperLetter", "A")),
    (_roman, ("lowerRoman", "i")),
    (lambda number: _roman(number).upper(), ("upperRoman", "I")),
    (
        lambda number: _counted(number, _DIGITS, "十百千"),
        (
            "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
            "japaneseCounting", "ideographDigital", "一, 二, 三, ...",
        ),
    ),
    (
        lambda number: _counted(number, _FORMAL, "拾佰仟"),
        ("chineseLegalSimplified", "ideographLegalTraditional", "壹, 贰, 叁, ..."),
    ),
    (
        _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        ("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "①, ②, ③, ..."),
    ),
    (_one_of("甲乙丙丁戊己庚辛壬癸"), ("ideographTraditional", "甲, 乙, 丙, ...")),
    (_one_of("子丑寅卯辰巳午未申酉戌亥"), ("ideographZodiac", "子, 丑, 寅, ...")),
    (_full_width, ("decimalFullWidth", "１, ２, ３, ...")),
    ("{:02}".format, ("decimalZero",)),
)  # fmt: skip
_FORMS = {form: write for write, forms in _WRITERS for form in forms}
