"""A font whose characters are all the same box, for fonts that a PDF names and does not contain.

pdfium takes such a font from the machine. Where the machine has none with Chinese characters, their boxes
have no size, and pdfium leaves out vertical and turned lines altogether. With this font the text of a PDF
does not depend on the fonts of the machine.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Any

_EM = 1000
"""Units of the font's em square."""

_EAST_ASIAN = (128, 129, 134, 136)
"""The character sets of Japanese, Korean and Chinese fonts: see ``fpdf_sysfontinfo.h`` of pdfium."""

_LAST_CODE_POINT = 0x10FFFF


def box_font() -> bytes:
    """Return a TrueType font in which each code point is a box of 0.7 em (OpenType 1.9)."""
    box = _box_glyph()
    tables = {
        b"cmap": struct.pack(">4HI", 0, 1, 3, 10, 12)
        + struct.pack(">HH6I", 13, 0, 28, 0, 1, 0, _LAST_CODE_POINT, 1),
        b"glyf": box + box,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            0x10000,
            0x10000,
            0,
            0x5F0F3CF5,
            3,
            _EM,
            0,
            0,
            150,
            0,
            850,
            700,
            0,
            8,
            2,
            1,
            0,
        ),
        b"hhea": struct.pack(">IhhhH11hH", 0x10000, 880, -120, 0, _EM, 0, 0, 0, 1, *([0] * 7), 2),
        b"hmtx": struct.pack(">HhHh", _EM, 150, _EM, 150),
        b"loca": struct.pack(">3I", 0, len(box), 2 * len(box)),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 2, *([0] * 8)),
    }
    return _font_file(tables)


def use_box_font(raw: Any) -> object:
    """Let pdfium use the font for East Asian fonts that are not in a PDF, and its own fonts for others.

    Call it before a document is opened.

    :param raw: ``pypdfium2.raw``.
    :return: what must live as long as pdfium is used.
    """
    data = box_font()
    info = raw.FPDF_SYSFONTINFO()
    types = {name: kind for name, kind, *_ in raw.FPDF_SYSFONTINFO._fields_}

    def font_data(_self: object, _font: object, table: int, buffer: Any, size: int) -> int:
        if table:  # a collection of fonts has one, and others may be asked for: this is none
            return 0
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    info.version = 1
    info.MapFont = types["MapFont"](lambda *args: 1 if args[3] in _EAST_ASIAN else None)
    info.GetFont = types["GetFont"](lambda *_: None)
    info.GetFontData = types["GetFontData"](font_data)
    info.GetFaceName = types["GetFaceName"](lambda *_: 0)
    info.GetFontCharset = types["GetFontCharset"](lambda *_: 1)
    info.DeleteFont = types["DeleteFont"](lambda *_: None)
    raw.FPDF_SetSystemFontInfo(info)
    return info


def _box_glyph() -> bytes:
    """Return a glyph of one contour with four points on it."""
    contour = struct.pack(">hhhhhHH", 1, 150, 0, 850, 700, 3, 0)
    flags = b"\x01" * 4
    steps = struct.pack(">8h", 150, 700, 0, -700, 0, 0, 700, 0)
    glyph = contour + flags + steps
    return glyph + b"\0" * (-len(glyph) % 4)


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    head = struct.pack(">I4H", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    directory, body, start = b"", b"", len(head) + 16 * len(tables)
    for name, table in sorted(tables.items()):
        directory += struct.pack(">4s3I", name, 0, start + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return head + directory + body
