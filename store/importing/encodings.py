"""Detects the encoding of a file and decodes it.

In this order: a byte order mark; strict UTF-8; UTF-8 with a little damage; UTF-16 without one; GB18030 or
Big5, whichever gives the larger share of common characters.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from store.errors import BadInput
from store.importing.common_characters import COMMON, PUNCTUATION

_BOMS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),  # before UTF-16, whose mark is a prefix of this one
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive, as .docx and .epub files are"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "a SQLite database"),
)
_MAX_DAMAGE = 0.02
"""The maximum share of replacement characters in UTF-8 that is considered damaged rather than another
encoding."""
_SAMPLE_BYTES = 1 << 17
"""The number of bytes used to compare encodings: more do not make the result more reliable."""
_MIN_PLAUSIBILITY = 0.4
"""The plausibility above which UTF-16 is accepted: text in another encoding reaches about 0.1 by chance."""
_ASCII = frozenset(map(chr, (*range(0x20, 0x7F), 9, 10, 13)))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f]")
_MAX_CONTROLS = 0.02


class _Guess(NamedTuple):
    """The text in one possible encoding, and how plausible it is."""

    text: str
    encoding: str
    plausibility: float


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and its encoding.

    The encoding is ``utf-8``, ``utf-8-sig``, ``utf-8 (damaged)``, ``utf-16-le``, ``utf-16-be``,
    ``utf-32-le``, ``utf-32-be``, ``gb18030``, ``big5`` or ``cp1252``. Invalid bytes, such as a last character
    that was cut, become U+FFFD, so that the damage is visible.

    :param name: the name of the file, for error messages.
    :raises BadInput: when the file is empty or binary, or its encoding cannot be determined.
    """
    if not data:
        raise BadInput(f"{name}: the file is empty; choose one with text in it.")
    for magic, thing in _MAGIC:
        if data.startswith(magic):
            raise BadInput(f"{name}: this is {thing}, not text; save it as a text file and import that.")
    text, encoding = _decode_with_bom(data) or _decode_utf8(data) or _decode_legacy(data, name)
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > max(1, len(text) * _MAX_CONTROLS):
        raise BadInput(f"{name}: this is binary data, not text; save it as a text file and import that.")
    return text, encoding


def _decode_with_bom(data: bytes) -> tuple[str, str] | None:
    """Decode the text after a byte order mark; None if there is no mark."""
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, errors="replace"), name
    return None


def _decode_utf8(data: bytes) -> tuple[str, str] | None:
    """Decode UTF-8, which may be cut in its last character or slightly damaged; None if it is another
    encoding.
    """
    if b"\x00" in data:  # common in UTF-16, never in UTF-8 text
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _decode_damaged_utf8(data, error)
    return (text, "utf-8") if not _looks_like_gb18030(data, text) else None


def _decode_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, str] | None:
    """Decode UTF-8 with U+FFFD for invalid bytes; None if too many bytes are invalid."""
    text = data.decode(errors="replace")
    whole = sum(
        char > "\u07ff" and char != "\ufffd" for char in text
    )  # three valid bytes in a row are hardly chance
    cut = error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    if whole and (cut or text.count("\ufffd") < _MAX_DAMAGE * len(text)):
        return text, "utf-8 (damaged)"
    return None


def _looks_like_gb18030(data: bytes, text: str) -> bool:
    """Return whether a few bytes that are valid UTF-8 (Cyrillic, Arabic) are common Chinese in GB18030."""
    if len(data) > 16 or text.isascii() or max(text) > "\u07ff":
        return False
    return plausibility(data.decode("gb18030", errors="replace")) == 1.0


def _decode_legacy(data: bytes, name: str) -> tuple[str, str]:
    """Decode with the most plausible of the encodings that have no mark."""
    sample = data[:_SAMPLE_BYTES]
    wide = [_guess(sample, codec) for codec in ("utf-16-le", "utf-16-be") if len(data) > 2]
    wide = [guess for guess in wide if guess.plausibility > _MIN_PLAUSIBILITY]
    if b"\x00" in data and not wide:
        raise BadInput(f"{name}: this is binary data, not text; save it as a text file and import that.")
    old = [_guess(sample, codec) for codec in ("gb18030", "big5", "cp950", "big5hkscs")]
    best = max(old + wide, key=lambda guess: guess.plausibility)  # of equals the first: GB18030 before Big5
    if best.plausibility < 0.2 and _is_western(data):
        return data.decode("cp1252", errors="replace"), "cp1252"
    if best.plausibility < 0.2 and len(sample) > 32:
        raise BadInput(f"{name}: its encoding cannot be detected; save it as UTF-8 and import that.")
    text = data.decode(best.encoding, errors="replace")
    return text, "big5" if best.encoding in ("cp950", "big5hkscs") else best.encoding


def _guess(sample: bytes, codec: str) -> _Guess:
    text = codecs.getincrementaldecoder(codec)(errors="replace").decode(
        sample
    )  # leaves out a cut last character
    damage = text.count("\ufffd") / max(1, len(text))
    return _Guess(text, codec, plausibility(text) - damage * 5)


def plausibility(text: str) -> float:
    """Return how much a text resembles Chinese or plain ASCII, from 0 to 1: the share of common characters.

    ASCII between Chinese characters says nothing, because all legacy encodings decode it alike. It counts
    only in a text that has little else.
    """
    others = [char for char in text if char not in _ASCII]
    if len(others) * 20 < len(text):
        return sum(char in _ASCII or char in COMMON for char in text) / len(text)
    marks = sum(char in PUNCTUATION for char in others)
    common = sum(char in COMMON for char in others)
    return (common - marks / 2) / max(1.0, len(others) - marks / 2)


def _is_western(data: bytes) -> bool:
    """Return whether this is Latin text with single accented letters between ASCII letters."""
    high = re.findall(rb"[\x80-\xff]+", data)
    return len(b"".join(high)) < len(data) * 0.2 and sum(len(run) == 1 for run in high) > len(high) * 0.8
