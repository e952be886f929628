"""The characters of a page of a PDF, with their places, as pdfium finds them."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_BOLD = re.compile("bold|black|heavy|simhei|黑体|heiti", re.IGNORECASE)
_BOLD_WEIGHT = 600
_MAX_OBJECTS = 100_000
"""Objects of a page that are looked at for pictures."""

_MAX_DEPTH = 16
"""Forms inside each other whose text is looked at."""

_ALIKE = 0.001
"""How much two statements of one place may differ, in points."""

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
_Matrix = tuple[float, float, float, float, float, float]
"""Six numbers as in a PDF (ISO 32000-1, 8.3.3): x becomes ax + cy + e, y becomes bx + dy + f."""


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
        self.object_matrix = _function(raw.FPDFPageObj_GetMatrix, ctypes.c_int, page, to)
        self.object_in_form = _function(raw.FPDFFormObj_GetObject, ctypes.c_size_t, page, ctypes.c_ulong)


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
    get_object = call.text_object
    numbers = (ctypes.c_double * 4)()
    first, second, third, fourth = (ctypes.addressof(numbers) + 8 * at for at in range(4))
    styles, printed, boxes = _Styles(text_page, call, raw), _Printed(), _Boxes(page, call)
    forms = _forms_of_texts(page_handle, call, raw)
    found: list[Character] = []
    starts: list[tuple[int, int]] = []
    current = -1
    style = _Style(1.0, 0.0, bold=False)
    for index, code in _codes(page, raw.FPDFText_CountChars(text_page), call):
        if not boxes.read(index):
            continue
        address = get_object(page, index)
        if address != current:
            current = address
            starts.append((address, len(found)))
            style = styles.of(address, index)
            boxes.enter(address, index, style, forms.get(address))
        left, right, bottom, top, size = boxes.box(index)
        step = min(_SAME_PLACE * size, (right - left) / 2) or 1.0  # a Type 3 font may state any size
        if printed.is_printed_again(address, code, left, bottom, step):
            continue
        char = chr(code) if 0x2010 <= code < 0xD800 else _char(code)
        x, y = (left + right) / 2, (bottom + top) / 2
        if char in _MARKS and not boxes.form and call.shape(page, index, first, second, third, fourth):
            x, y = (numbers[0] + numbers[1]) / 2, (numbers[2] + numbers[3]) / 2
        found.append(
            tuple.__new__(Character, (char, left, right, bottom, top, size, style.angle, style.bold, x, y))
        )
    return _with_dropped(found, starts, forms, call, raw)


def _forms_of_texts(page_handle: Any, call: _Functions, raw: Any) -> dict[int, _Matrix | None]:
    """Return the text objects of a page in the order of its content, each with what leads from the
    coordinates of the form that it is in to those of the page; None if it is in no form.
    """
    found: dict[int, _Matrix | None] = {}
    page = ctypes.cast(page_handle, ctypes.c_void_p).value or 0
    left = _MAX_OBJECTS
    pending: list[Iterator[tuple[int, _Matrix | None]]] = [
        ((call.object(page, at), None) for at in range(raw.FPDFPage_CountObjects(page_handle)))
    ]
    get_type, text_type, form_type = call.object_type, raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM
    while pending and left:
        for address, matrix in pending[-1]:
            left -= 1
            kind = get_type(address)
            if kind == text_type:
                found[address] = matrix
            elif kind == form_type and len(pending) < _MAX_DEPTH:
                pending.append(_objects_of_form(address, matrix, call, raw))
                break
            if not left:
                break
        else:
            pending.pop()
    return found


def _objects_of_form(
    form: int, outer: _Matrix | None, call: _Functions, raw: Any
) -> Iterator[tuple[int, _Matrix]]:
    inner = _matrix_of(form, call)
    matrix = inner if outer is None else _product(inner, outer)
    number = raw.FPDFFormObj_CountObjects(ctypes.cast(form, raw.FPDF_PAGEOBJECT))
    return ((call.object_in_form(form, at), matrix) for at in range(number))


def _matrix_of(address: int, call: _Functions) -> _Matrix:
    numbers = (ctypes.c_float * 6)()
    call.object_matrix(address, ctypes.addressof(numbers))
    return numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]


def _product(first: _Matrix, second: _Matrix) -> _Matrix:
    """Return the matrix that does what the first one does and then what the second one does."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _mapped(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _mapped_box(box: _Box, matrix: _Matrix) -> _Box:
    """Return the upright box around a box, which is left, bottom, right and top, where a matrix moves it."""
    left, bottom, right, top = box
    corners = [_mapped(x, y, matrix) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def _with_dropped(
    found: list[Character],
    starts: list[tuple[int, int]],
    forms: Mapping[int, _Matrix | None],
    call: _Functions,
    raw: Any,
) -> list[Character]:
    """Return the characters with those of the text objects that pdfium drops.

    It drops one that repeats another of the last few less than 0.9 of the stated size away, to pass over bold
    characters that are printed twice. But a Type 3 font may state any size: then the second dash of two is
    dropped too.

    :param starts: the text objects, each with the number of its first character.
    :param forms: all text objects of the page: see :func:`_forms_of_texts`.
    """
    known = {address for address, _ in starts}
    texts = list(forms)
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
        form = forms[address]
        other = _repeated(address, [one for one in before if one in spans and forms[one] == form], call, raw)
        if other is not None:
            x, y = other.x, other.y
            if form is not None:
                x, y = _mapped(x, y, (*form[:4], 0.0, 0.0))
            spans[address] = _moved(spans[other.address], x, y)
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


class _Boxes:
    """The boxes of the characters of a page, one text object after the other: see :class:`Character`."""

    def __init__(self, page: int, call: _Functions) -> None:
        self._page, self._call = page, call
        self._box = (ctypes.c_float * 4)()
        self._box_at = ctypes.addressof(self._box)
        self._values: Any = memoryview(self._box).cast("B").cast("f")
        self._origin = (ctypes.c_double * 2)()
        self._x_at = ctypes.addressof(self._origin)
        self._style = _Style(1.0, 0.0, bold=False)
        self._is_level = True
        self._known_box = self._known_bottom = math.nan
        self.form: _Matrix | None = None
        """What leads to the coordinates of the page; None if the places are told in these."""

    def read(self, index: int) -> bool:
        """Ask pdfium for the box of a character; return whether it has one."""
        return bool(self._call.box(self._page, index, self._box_at))

    def enter(self, address: int, index: int, style: _Style, form: _Matrix | None) -> None:
        """Go on with another text object.

        :param index: the number of its first character.
        :param form: what leads from the coordinates of the form that it is in to those of the page.
        """
        self._style, self._known_box = style, math.nan
        self._is_level = style.angle <= TILT or style.angle >= 360 - TILT
        self.form = form if form is not None and self._is_told_in_form(address, index) else None

    def _is_told_in_form(self, address: int, index: int) -> bool:
        """Whether pdfium tells the places of the characters of a text object in the coordinates of its form.

        It does so if the document states other text for it (``ActualText``), as Chromium does for dashes.
        """
        *_, x, y = _matrix_of(address, self._call)
        if not self._call.origin(self._page, index, self._x_at, self._x_at + 8):
            return False
        return abs(self._origin[0] - x) + abs(self._origin[1] - y) < _ALIKE

    def box(self, index: int) -> tuple[float, float, float, float, float]:
        """Return left, right, bottom and top of the character that was read, and its size."""
        left, top, right, bottom = self._values.tolist()
        if self.form is not None:
            left, bottom, right, top = _mapped_box((left, bottom, right, top), self.form)
        size = self._style.size
        if size > _FLAT * (top - bottom) > 0:
            size = max(top - bottom, right - left)
        if self._is_level:
            if bottom == self._known_box:
                bottom = self._known_bottom
            elif top - bottom > _TALL * size:
                size = top - bottom
            elif origin := self._origin_of(index):
                self._known_box = bottom
                left, bottom = min(left, origin[0]), origin[1] - DESCENT * size
                self._known_bottom = bottom
            return left, right, bottom, bottom + size, size
        if self._style.angle % 90 == 0 and (origin := self._origin_of(index)):
            left, right, bottom, top = _turned_box((left, right, bottom, top), *origin, self._style)
        return left, right, bottom, top, size

    def _origin_of(self, index: int) -> tuple[float, float] | None:
        if not self._call.origin(self._page, index, self._x_at, self._x_at + 8):
            return None
        x, y = self._origin
        return (x, y) if self.form is None else _mapped(x, y, self.form)


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
