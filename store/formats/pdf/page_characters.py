"""The characters of a page of a PDF, with their places, as pdfium finds them."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_BOLD = re.compile("bold|black|heavy|simhei|黑体|heiti", re.IGNORECASE)
_BOLD_WEIGHT = 600
_MAX_OBJECTS = 100_000
"""Objects of a page that are looked at for pictures."""

_MARKS = frozenset("“”‘’（）《》〈〉「」『』【】〔〕〖〗［］｛｝，。、；：！？．")
"""Marks that stand on one side of their box, which may reach over the character beside them."""

_LEVEL = 0.5
"""Degrees from a right angle, up to which writing counts as level or upright."""

_TILT = 8.0
"""Degrees up to which lines are level on a page that is askew."""

UNMAPPED = "\ufffd"
HYPHEN = "\u00ad"
"""Stands for a hyphen at the end of a line that pdfium takes for the division of a word."""


ASCENT, DESCENT = 0.88, 0.12
"""How far a character reaches above and below its baseline, in sizes: as in most Chinese fonts."""

_TALL = 2.5
"""The height of a character, in sizes, that no font has: then its size is not the one that is stated."""


_SAME_PLACE = 0.1
"""How far a character may stand from the same one, in sizes, that is printed below it: half of it at least."""


class Character(NamedTuple):
    """A character on a page. Lengths are points, from the lower left corner of the page.

    Its box is that of its size at its baseline. The boxes that pdfium tells have the heights of the fonts, or
    of the shapes: characters of different fonts that stand in one line would seem to stand in different ones.
    """

    char: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    angle: float
    """The direction of the writing: degrees counter-clockwise, 0 to 360; 0 for upright characters."""
    bold: bool
    middle: tuple[float, float]
    """The middle of its shape, or of its box: across and up."""


class _Style(NamedTuple):
    size: float
    angle: float
    bold: bool


def characters(text_page: Any, raw: Any) -> Iterator[Character]:
    """Yield the characters of a page in the order of its content, without the ones that pdfium makes up.

    :param text_page: an ``FPDF_TEXTPAGE``.
    :param raw: ``pypdfium2.raw``.
    """
    box = raw.FS_RECTF()
    there = ctypes.byref(box)
    x, y = ctypes.c_double(), ctypes.c_double()
    x_there, y_there = ctypes.byref(x), ctypes.byref(y)
    get_unicode, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    get_origin, get_shape = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetCharBox
    shape = tuple(ctypes.c_double() for _ in range(4))
    shape_there = tuple(ctypes.byref(each) for each in shape)
    get_object = _returning_addresses(raw.FPDFText_GetTextObject)
    styles: dict[int, _Style] = {}
    printed: dict[tuple[int, int, int], int] = {}
    pending = 0
    for index in range(raw.FPDFText_CountChars(text_page)):
        code = get_unicode(text_page, index)
        if code in _MAYBE_GENERATED and raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000 and pending:
            code = 0x10000 + ((pending - 0xD800) << 10) + code - 0xDC00
        pending = 0
        if not get_box(text_page, index, there):
            continue
        address = get_object(text_page, index) or 0
        style = styles.get(address)
        if style is None:
            style = styles[address] = _style(text_page, index, raw)
        char = chr(code) if 0x2010 <= code < 0xD800 else _char(code)
        size, angle, bold = style
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        if angle <= _TILT or angle >= 360 - _TILT:
            if top - bottom > _TALL * size:
                size = top - bottom
            elif get_origin(text_page, index, x_there, y_there):
                bottom, top = y.value - DESCENT * size, y.value + ASCENT * size
                left = min(left, x.value)
        elif angle % 90 == 0 and get_origin(text_page, index, x_there, y_there):
            left, right, bottom, top = _turned_box(box, x.value, y.value, style)
        if _is_printed_again(printed, (code, left, bottom, size), address):
            continue
        middle = ((left + right) / 2, (bottom + top) / 2)
        if char in _MARKS and get_shape(text_page, index, *shape_there):
            west, east, south, north = shape
            middle = ((west.value + east.value) / 2, (south.value + north.value) / 2)
        yield Character(char, left, right, bottom, top, size, angle, bold, middle)


def _is_printed_again(
    printed: dict[tuple[int, int, int], int], place: tuple[int, float, float, float], address: int
) -> bool:
    """Whether a character is printed over itself, as for an outline or for bold characters.

    :param printed: the number of the text object of each character before, by character and place.
    :param place: the character, its left and lower edge, and its size.
    """
    code, left, bottom, size = place
    step = _SAME_PLACE * size or 1.0
    column, row = left / step, round(bottom / step)
    first = printed.setdefault((code, int(column), row), address)
    second = printed.setdefault((-code, int(column + 0.5), row), address)
    return first != address or second != address


def _turned_box(box: Any, x: float, y: float, style: _Style) -> tuple[float, float, float, float]:
    """Return left, right, bottom and top of a character that stands on its side or upside down."""
    above, below = ASCENT * style.size, DESCENT * style.size
    if style.angle == 90:
        return x - above, x + below, min(box.bottom, y), box.top
    if style.angle == 180:
        return box.left, max(box.right, x), y - above, y + below
    return x - below, x + above, box.bottom, max(box.top, y)


def _returning_addresses(function: Any) -> Any:
    """Return a function of pdfium that returns its pointer as a number."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    result = ctypes.CFUNCTYPE(ctypes.c_void_p, *function.argtypes)(address)
    result.argtypes = function.argtypes
    return result


def _char(code: int) -> str:
    if code == 0x2:
        return HYPHEN
    if code in {0x9, 0xA, 0xD}:
        return " "
    if (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xD800 <= code < 0xE000
        or code & 0xFFFE == 0xFFFE
        or code > 0x10FFFF
    ):
        return UNMAPPED
    return chr(code)


_MAYBE_GENERATED = frozenset({0x20, 0x0D, 0x0A, 0x2D, 0x02, 0})


def _style(text_page: Any, index: int, raw: Any) -> _Style:
    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(text_page, index)
    if not raw.FPDFText_GetMatrix(text_page, index, matrix):
        return _Style(size, 0.0, bold=False)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    if abs((angle + 45) % 90 - 45) < _LEVEL:
        angle = round(angle / 90) % 4 * 90.0
    return _Style(abs(size * scale), angle, bold=_is_bold(text_page, index, raw))


def _is_bold(text_page: Any, index: int, raw: Any) -> bool:
    if raw.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT:
        return True
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text_page, index, name, len(name), flags)
    return 0 < length <= len(name) and bool(_BOLD.search(name.value.decode("utf-8", "replace")))


def shows_something(page: Any, raw: Any) -> bool:
    """Whether a page has a picture or curves."""
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_SHADING)
    number = min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    return any(raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, each)) in kinds for each in range(number))
