"""Writes small PDF files: Chinese with a CID font that is not embedded, so that no font file is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

A4 = (595, 842)
"""The width and height of a page in points."""

_UNICODE_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    "/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)
_FONTS = {
    "H": _UNICODE_FONT.format(encoding="UniGB-UCS2-H"),
    "V": _UNICODE_FONT.format(encoding="UniGB-UCS2-V"),
    "M": _UNICODE_FONT.format(encoding="UniGB-UCS2-H").replace(
        "/Ascent 880/Descent -120", "/Ascent 20/Descent -980"
    ),
    "D": "<</Type/Font/Subtype/Type3/FontBBox[0 0 12 12]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</d 8 0 R>>"
    "/Encoding<</Type/Encoding/Differences[65/d]>>/FirstChar 65/LastChar 65/Widths[12]/ToUnicode 9 0 R>>",
    "L": "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
}
"""The fonts by name: Chinese in level and vertical lines, with boxes far below the line; a dash; Latin."""

_DASH = "12 0 0 3 12 4 d1 0 3 12 1 re f"
_TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
    "1 begincodespacerange <00><ff> endcodespacerange 1 beginbfchar <41><2014> endbfchar endcmap end end"
)


class Text(NamedTuple):
    """A line of text on a page."""

    x: float
    """Points from the left edge to the start of the line; of a vertical line, to its middle."""
    y: float
    """Points from the lower edge to the baseline; of a vertical line, to its top."""
    words: str
    size: float = 10
    font: str = "H"
    """A name of :data:`_FONTS`."""
    matrix: str = "1 0 0 1"
    """The first four numbers of the text matrix, after other operators such as ``1 Tr`` for outlines."""


def pdf(
    pages: Iterable[Sequence[Text] | str],
    info: Mapping[str, str] | None = None,
    *,
    page_extra: str = "",
    trailer_extra: str = "",
    size: tuple[int, int] = A4,
    forms: Sequence[str] = (),
) -> bytes:
    """Return a PDF with these pages.

    :param pages: the lines of each page, or its content as PDF operators.
    :param info: the document info, such as ``{"Title": "桥"}``.
    :param page_extra: entries for each page's dictionary.
    :param trailer_extra: entries for the trailer.
    :param forms: what is printed at once, each as PDF operators: ``/X0 Do`` prints the first one.
    """
    streams = [page if isinstance(page, str) else content(page) for page in pages]
    fonts = "".join(f"/{name} {number} 0 R" for number, name in enumerate(_FONTS, 3))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    objects += _FONTS.values()
    objects += [f"<</Length {len(stream)}>>stream\n{stream}\nendstream" for stream in (_DASH, _TO_UNICODE)]
    named = "".join(f"/X{number} {len(objects) + 1 + number} 0 R" for number in range(len(forms)))
    objects += [
        f"<</Type/XObject/Subtype/Form/BBox[0 0 9999 9999]/Resources<</Font<<{fonts}>>>>/Length {len(each)}>>"
        f"stream\n{each}\nendstream"
        for each in forms
    ]
    kids = []
    for stream in streams:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Contents {len(objects) + 2} 0 R"
            f"/Resources<</Font<<{fonts}>>/XObject<<{named}>>>>{page_extra}>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    if info:
        objects.append("<<" + "".join(f"/{key} <{_utf16(value)}>" for key, value in info.items()) + ">>")
        trailer_extra += f"/Info {len(objects)} 0 R"
    return _file(objects, trailer_extra)


def lines(
    words: Iterable[str], *, x: float = 60, top: float = 760, leading: float = 16, size: float = 10
) -> list[Text]:
    """Return lines of text below each other. One that begins with an ideographic space is indented."""
    return [
        Text(
            x + size * (len(each) - len(each.lstrip("\u3000"))),
            top - leading * row,
            each.strip("\u3000"),
            size,
            "L" if each.isascii() else "H",
        )
        for row, each in enumerate(words)
    ]


def wrapped(paragraph: str, width: int) -> list[str]:
    """Return the lines of a paragraph that is indented by two characters, ``width`` characters each."""
    whole = "\u3000\u3000" + paragraph
    return [whole[at : at + width] for at in range(0, len(whole), width)]


def content(page: Sequence[Text]) -> str:
    """Return the operators that print lines."""
    return "\n".join(
        f"BT /{each.font} {each.size} Tf {each.matrix} {each.x} {each.y} Tm {_shown(each)} Tj ET"
        for each in page
    )


def _shown(text: Text) -> str:
    if text.font == "L":
        return f"<{text.words.encode('cp1252').hex()}>"
    return f"<{text.words.encode('utf-16-be').hex()}>"


def _utf16(value: str) -> str:
    return "feff" + value.encode("utf-16-be").hex()


def _file(objects: Sequence[str], trailer_extra: str) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for offset in offsets:
        out += f"{offset:010} 00000 n \n".encode()
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer_extra}>>\n".encode()
    out += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
