"""Decodes a web page: by its byte order mark, the charset that it names, or what fits its bytes."""

from __future__ import annotations

import codecs
import re

from store.importing.decoding.encodings import decode

_META = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?|\?xml\b[^>]{0,100}?)(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_SEARCHED = 16 * 1024
"""Bytes from the start in which the charset is searched: browsers look at 1,024, saved pages have more."""
_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
}
"""What browsers take the names for (WHATWG Encoding standard, section 4.2): supersets."""
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST_DAMAGE = 0.01


def decode_page(data: bytes, name: str, charset: str = "") -> tuple[str, str]:
    """Return the text of a page and its encoding.

    A charset that is named but does not fit the bytes is ignored, as for a page that was saved again in
    another encoding.

    :param charset: the encoding that the page was delivered with, such as an HTTP header.
    :raises BadInput: the bytes are no text.
    """
    if not data.startswith(_BOMS):
        for named in filter(None, (charset, _named(data))):
            if (text := _decoded(data, named)) is not None:
                return text, _CODECS.get(named.lower(), named.lower()).replace("big5hkscs", "big5")
    return decode(data, name)


def _named(data: bytes) -> str:
    found = _META.search(data[:_SEARCHED])
    return found[1].decode("ascii", "replace") if found else ""


def _decoded(data: bytes, charset: str) -> str | None:
    """Return the text in a named encoding; None if the encoding is unknown or does not fit."""
    codec = _CODECS.get(charset.lower(), charset)
    try:
        info = codecs.lookup(codec)
    except (LookupError, ValueError):
        return None
    if info.name.startswith(("utf-16", "utf-32", "utf-7")) or info.name in ("cp1252", "ascii"):
        return None  # a page whose charset could be read is in none of the first; the second fit all bytes
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        if text.count("\ufffd") > max(1, len(text) * _MOST_DAMAGE) or _is_utf8(data):
            return None
    except (LookupError, ValueError):
        return None  # a codec of Python that decodes no text, such as hex
    return None if _seems_other(text, data, info.name) else text.replace("\0", "")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _seems_other(text: str, data: bytes, codec: str) -> bool:
    """Whether a page that names another encoding is valid UTF-8, which hardly happens by chance."""
    return codec != "utf-8" and not text.isascii() and _is_utf8(data)
