"""Numbers of lists as they are printed: ``3``, ``c``, ``iii``, ``三``, ``③``."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LARGEST = 9999


def printed_number(number: int, form: str) -> str:
    """Return a number from 0 to 9999 in one of the forms of DOCX (``w:numFmt``) or ODF (``num-format``)."""
    if not 0 <= number <= _LARGEST:
        return str(number)
    if form in ("lowerLetter", "a"):
        return _letters(number)
    if form in ("upperLetter", "A"):
        return _letters(number).upper()
    if form in ("lowerRoman", "i"):
        return _roman(number)
    if form in ("upperRoman", "I"):
        return _roman(number).upper()
    if form in ("chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting",
                "taiwaneseCounting", "一, 二, 三, ...", "ideographDigital"):  # fmt: skip
        return _counted(number, _DIGITS, "十百千")
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "壹, 贰, 叁, ..."):
        return _counted(number, _FORMAL, "拾佰仟")
    if (
        form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "①, ②, ③, ...")
        and 1 <= number <= 20
    ):
        return chr(0x2460 + number - 1)
    if form in ("ideographTraditional", "甲, 乙, 丙, ...") and 1 <= number <= len(_STEMS):
        return _STEMS[number - 1]
    if form in ("ideographZodiac", "子, 丑, 寅, ...") and 1 <= number <= len(_BRANCHES):
        return _BRANCHES[number - 1]
    if form in ("decimalFullWidth", "１, ２, ３, ..."):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    return f"{number:02d}" if form == "decimalZero" else str(number)


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
