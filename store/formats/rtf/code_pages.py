"""The code pages of RTF: by the number of a code page, and by the character set of a font.

Source: Rich Text Format specification 1.9.1, Font Table and Character Set.
"""

from __future__ import annotations

import codecs

CHARSETS = {
    77: "mac_roman", 78: "cp932", 79: "cp949", 80: "gb18030", 81: "cp950", 128: "cp932", 129: "cp949",
    130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""Code pages by the character set of a font; others use that of the document."""

_CODE_PAGES = {
    936: "gb18030", 950: "cp950", 951: "big5hkscs", 1361: "johab", 10000: "mac_roman", 10008: "gb18030",
    54936: "gb18030", 65001: "utf-8",
}  # fmt: skip

OLD_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
"""Code pages by the control word for the character set of old documents."""


def codec(code_page: int) -> str:
    """Return the codec of a code page of Windows; empty if there is none."""
    name = _CODE_PAGES.get(code_page, f"cp{code_page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def joined_surrogates(text: str) -> str:
    """Return a text with each pair of surrogates as its character, and single ones as U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
