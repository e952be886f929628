"""The characters of a page of a PDF, with their places, as pdfium finds them."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

_BOLD = re.compile("bold|black|heavy|simhei|黑体|heiti", re.IGNORECASE)
_BOLD_WEIGHT = 600
_MAX_OBJECTS = 100_000
"""Objects of a page that are looked at for pictures."""

_LAST_OBJECTS = 5
"""Text objects before one, which pdfium compares with it."""

_MARKS = frozenset("“”‘’（）《》〈〉「」『』【】〔〕〖〗［］｛｝，。、；：！？．")
"""Marks that stand on one side of their box, which may reach over the character beside them."""

_LEVEL = 0.5
"""Degrees from a right angle, up to which writing counts as level or upright."""

TILT = 8.0
"""Degrees from a right angle, beyond which text is tilted; below it, the page is askew."""

UNMAPPED = "\ufffd"
HYPHEN = "\u00ad"
"""Stands for a hyphen at the end of a line that pdfium takes for the division of a word."""


ASCENT, DESCENT = 0.88, 0.12
"""How far a character reaches above and below its baseline, in sizes: as in most Chinese fonts."""

_TALL = 2.5
"""The height of a character, in sizes, that no font has: then its size is not the one that is stated."""


_FLAT = 8.0
"""The size of a character, in heights, that no font has: that of a Type 3 font may be any number."""


_SAME_PLACE = 0.1
"""How far a character may stand from the same one, in sizes, if it is printed over that."""


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
    x: float
    """The middle of its shape, or of its box."""
    y: float


_Box = tuple[float, float, float, float]


class _Style(NamedTuple):
    size: float
    angle: float
    bold: bool


class _Functions:
    """Functions of pdfium that take addresses as numbers, in half the time."""

    def __init__(self, raw: Any) -> None:
        page, index, to = ctypes.c_size_t, ctypes.c_int, ctypes.c_size_t
        self.unicode = _function(raw.FPDFText_GetUnicode, ctypes.c_uint, page, index)
        self.generated = _function(raw.FPDFText_IsGenerated, ctypes.c_int, page, index)
        self.text_object = _function(raw.FPDFText_GetTextObject, ctypes.c_size_t, page, index)
        self.box = _function(raw.FPDFText_GetLooseCharBox, ctypes.c_int, page, index, to)
        self.shape = _function(raw.FPDFText_GetCharBox, ctypes.c_int, page, index, to, to, to, to)
        self.font_size = _function(raw.FPDFText_GetFontSize, ctypes.c_double, page, index)
        self.matrix = _function(raw.FPDFText_GetMatrix, ctypes.c_int, page, index, to)
        self.font = _function(raw.FPDFTextObj_GetFont, ctypes.c_size_t, to)
        self.object = _function(raw.FPDFPage_GetObject, ctypes.c_size_t, page, index)
        self.object_type = _function(raw.FPDFPageObj_GetType, ctypes.c_int, page)
        self.bounds = _function(raw.FPDFPageObj_GetBounds, ctypes.c_int, page, to, to, to, to)
        self.origin = _function(raw.FPDFText_GetCharOrigin, ctypes.c_int, page, index, to, to)


def _function(function: Any, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def characters(page_handle: Any, text_page: Any, raw: Any) -> list[Character]:
    """Return the characters of a page in the order of its content, without the ones that pdfium makes up.

    What is printed again over itself, as for an outline or for bold characters, counts once.

    :param page_handle: an ``FPDF_PAGE``.
    :param text_page: its ``FPDF_TEXTPAGE``.
    :param raw: ``pypdfium2.raw``.
    """
    page, call = ctypes.cast(text_page, ctypes.c_void_p).value or 0, _Functions(raw)
    get_box, get_object = call.box, call.text_object
    box, numbers = (ctypes.c_float * 4)(), (ctypes.c_double * 4)()
    box_at = ctypes.addressof(box)
    box_values: Any = memoryview(box).cast("B").cast("f")
    first, second, third, fourth = (ctypes.addressof(numbers) + 8 * at for at in range(4))
    styles, printed = _Styles(text_page, call, raw), _Printed()
    found: list[Character] = []
    starts: list[tuple[int, int]] = []
    current = -1
    style = _Style(1.0, 0.0, bold=False)
    is_level = True
    known_box = known_bottom = math.nan
    for index, code in _codes(page, raw.FPDFText_CountChars(text_page), call):
        if not get_box(page, index, box_at):
            continue
        address = get_object(page, index)
        if address != current:
            current, known_box = address, math.nan
            starts.append((address, len(found)))
            style = styles.of(address, index)
            is_level = style.angle <= TILT or style.angle >= 360 - TILT
        left, top, right, bottom = box_values.tolist()
        size = style.size
        if size > _FLAT * (top - bottom) > 0:
            size = max(top - bottom, right - left)
        if is_level:
            if bottom == known_box:
                bottom = known_bottom
            elif top - bottom > _TALL * size:
                size = top - bottom
            elif call.origin(page, index, first, second):
                known_box = bottom
                left, bottom = min(left, numbers[0]), numbers[1] - DESCENT * size
                known_bottom = bottom
            top = bottom + size
        elif style.angle % 90 == 0 and call.origin(page, index, first, second):
            left, right, bottom, top = _turned_box((left, right, bottom, top), numbers[0], numbers[1], style)
        step = min(_SAME_PLACE * size, (right - left) / 2) or 1.0  # a Type 3 font may state any size
        if printed.is_printed_again(address, code, left, bottom, step):
            continue
        char = chr(code) if 0x2010 <= code < 0xD800 else _char(code)
        x, y = (left + right) / 2, (bottom + top) / 2
        if char in _MARKS and call.shape(page, index, first, second, third, fourth):
            x, y = (numbers[0] + numbers[1]) / 2, (numbers[2] + numbers[3]) / 2
        found.append(
            tuple.__new__(Character, (char, left, right, bottom, top, size, style.angle, style.bold, x, y))
        )
    return _with_dropped(found, starts, page_handle, call, raw)


def _with_dropped(
    found: list[Character], starts: list[tuple[int, int]], page_handle: Any, call: _Functions, raw: Any
) -> list[Character]:
    """Return the characters with those of the text objects that pdfium drops.

    It drops one that repeats another of the last few less than 0.9 of the stated size away, to pass over bold
    characters that are printed twice. But a Type 3 font may state any size: then the second dash of two is
    dropped too.

    :param starts: the text objects, each with the number of its first character.
    """
    known = {address for address, _ in starts}
    page = ctypes.cast(page_handle, ctypes.c_void_p).value or 0
    texts: list[int] = []
    number = min(raw.FPDFPage_CountObjects(page_handle), _MAX_OBJECTS)
    get_object, get_type, text_type = call.object, call.object_type, raw.FPDF_PAGEOBJ_TEXT
    for index in range(number):
        address = get_object(page, index)
        if address in known or get_type(address) == text_type:
            texts.append(address)
    if known.issuperset(texts):
        return found
    spans: dict[int, list[Character]] = {}
    ends = [start for _, start in starts[1:]] + [len(found)]
    for (address, start), end in zip(starts, ends, strict=True):
        spans.setdefault(address, []).extend(found[start:end])
    added: dict[int, list[Character]] = {}
    owners: dict[int, int] = {}
    for at, address in enumerate(texts):
        if address in known:
            continue
        before = texts[max(0, at - _LAST_OBJECTS) : at]
        other = _repeated(address, [one for one in before if one in spans], call, raw)
        if other is not None:
            spans[address] = _moved(spans[other.address], other.x, other.y)
            owners[address] = owners.get(other.address, other.address)
            added.setdefault(owners[address], []).extend(spans[address])
    if not added:
        return found
    result: list[Character] = []
    for (address, start), end in zip(starts, ends, strict=True):
        result += found[start:end]
        result += added.pop(address, [])
    return result


class _Repeated(NamedTuple):
    """A text object that another repeats, and how far right and above of it."""

    address: int
    x: float
    y: float


def _repeated(address: int, others: Sequence[int], call: _Functions, raw: Any) -> _Repeated | None:
    """Return the nearest of some text objects that this one may repeat beside it.

    None if it is printed over one of them, or stands for other text.
    """
    font, box = call.font(address), _bounds(address, call)
    width, height = box[2] - box[0], box[3] - box[1]
    if not width or not height or _has_other_text(address, raw):
        return None
    nearest = None
    least = math.inf
    for other in others:
        if call.font(other) != font:
            continue
        left, bottom, right, top = _bounds(other, call)
        if abs(right - left - width) > 0.02 * width or abs(top - bottom - height) > 0.02 * height:
            continue
        x, y = box[0] - left, box[1] - bottom
        if abs(x) < width / 2 and abs(y) < height / 2:
            return None
        if abs(x) + abs(y) < least:
            nearest, least = _Repeated(other, x, y), abs(x) + abs(y)
    return nearest


def _bounds(address: int, call: _Functions) -> _Box:
    """Return left, bottom, right and top of an object."""
    numbers = (ctypes.c_float * 4)()
    at = ctypes.addressof(numbers)
    call.bounds(address, at, at + 4, at + 8, at + 12)
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _has_other_text(address: int, raw: Any) -> bool:
    """Whether an object stands for text that the document states."""
    handle = ctypes.cast(address, raw.FPDF_PAGEOBJECT)
    return any(
        raw.FPDFPageObjMark_GetParamValueType(raw.FPDFPageObj_GetMark(handle, number), b"ActualText")
        for number in range(raw.FPDFPageObj_CountMarks(handle))
    )


def _moved(found: Sequence[Character], x: float, y: float) -> list[Character]:
    return [
        each._replace(
            left=each.left + x,
            right=each.right + x,
            bottom=each.bottom + y,
            top=each.top + y,
            x=each.x + x,
            y=each.y + y,
        )
        for each in found
    ]


def _codes(page: int, count: int, call: _Functions) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the characters that a page has, with their code points."""
    get_unicode = call.unicode
    pending = 0
    for index in range(count):
        code = get_unicode(page, index)
        if code in _MAYBE_GENERATED and call.generated(page, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000 and pending:
            code = 0x10000 + ((pending - 0xD800) << 10) + code - 0xDC00
        pending = 0
        yield index, code


class _Printed:
    """The characters of a page so far, to know what is printed again over itself."""

    def __init__(self) -> None:
        self._text_objects: dict[tuple[int, int, int], int] = {}
        """The text object of a character by its code point and its place; by two places that overlap."""
        self._taken = self._text_objects.setdefault

    def is_printed_again(self, address: int, code: int, left: float, bottom: float, step: float) -> bool:
        """Take the next character. Return whether another text object has it at this place.

        :param address: its text object. One object may have two characters at one place, for one shape.
        :param step: how far it may stand from the same one.
        """
        column, row = left / step, round(bottom / step)
        taken = self._taken
        even = taken((code, int(column), row), address)
        odd = taken((-code, int(column + 0.5), row), address)
        return even != address or odd != address


def _turned_box(box: _Box, x: float, y: float, style: _Style) -> _Box:
    """Return left, right, bottom and top of a character that stands on its side or upside down."""
    left, right, bottom, top = box
    above, below = ASCENT * style.size, DESCENT * style.size
    if style.angle == 90:
        return x - above, x + below, min(bottom, y), top
    if style.angle == 180:
        return left, max(right, x), y - above, y + below
    return x - below, x + above, bottom, max(top, y)


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


class _Styles:
    """The sizes, directions and weights of the text objects of a page."""

    def __init__(self, text_page: Any, call: _Functions, raw: Any) -> None:
        self._text_page, self._call, self._raw = text_page, call, raw
        self._page = ctypes.cast(text_page, ctypes.c_void_p).value or 0
        self._matrix = (ctypes.c_float * 6)()
        self._turn = memoryview(self._matrix).cast("B")[:16]
        self._fonts: dict[int, bool] = {}
        """Whether a font is bold, by its address."""
        self._known: dict[int, _Style] = {}
        self._alike: dict[tuple[int, float, bytes], _Style] = {}
        """The styles by font, size and matrix: programs write text objects of one character."""

    def of(self, text_object: int, index: int) -> _Style:
        """Return the style of a text object.

        :param index: the number of one of its characters.
        """
        if text_object not in self._known:
            self._known[text_object] = self._read(text_object, index)
        return self._known[text_object]

    def _read(self, text_object: int, index: int) -> _Style:
        size = self._call.font_size(self._page, index)
        if not self._call.matrix(self._page, index, ctypes.addressof(self._matrix)):
            return _Style(size, 0.0, bold=False)
        font = self._call.font(text_object) if text_object else 0
        key = font, size, bytes(self._turn)
        style = self._alike.get(key)
        if style is None:
            style = self._alike[key] = self._computed(size, font, index)
        return style

    def _computed(self, size: float, font: int, index: int) -> _Style:
        a, b, c, d, _, _ = self._matrix
        scale = math.hypot(c, d) or 1.0
        angle = math.degrees(math.atan2(b, a)) % 360
        if abs((angle + 45) % 90 - 45) < _LEVEL:
            angle = round(angle / 90) % 4 * 90.0
        if font not in self._fonts:
            self._fonts[font] = _is_bold(self._text_page, index, self._raw)
        return _Style(abs(size * scale), angle, self._fonts[font])


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
