"""Bytes become text: which encoding a file is in, decided by looking at what each would make of it.

The order is the one measured in the design: a byte order mark; strict UTF-8; UTF-8 with a little damage;
UTF-16 without a mark; GB18030 against Big5 by share of common characters.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from store.errors import BadInput
from store.importing.common_characters import COMMON, PUNCTUATION

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),  # before UTF-16: its mark begins with that one
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
_DAMAGE = 0.02
"""The share of replacement characters up to which a text is called damaged and not something else."""
_SAMPLE = 1 << 17
"""Bytes looked at to tell the older encodings apart: as certain as the whole file, and as fast for any."""
_SURE = 0.4
"""The likeness above which two bytes a character is believed: chance reaches about a tenth."""
_ASCII = frozenset(map(chr, (*range(0x20, 0x7F), 9, 10, 13)))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f]")
_CONTROL_SHARE = 0.02


class _Guess(NamedTuple):
    """A text that an encoding makes of the bytes, and how much it looks like text."""

    text: str
    encoding: str
    likeness: float


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it was in.

    The encoding is ``utf-8``, ``utf-8-sig``, ``utf-8 (damaged)``, ``utf-16-le``, ``utf-16-be``,
    ``utf-32-le``, ``utf-32-be``, ``gb18030``, ``big5`` or ``cp1252``. Bytes that are no character, such
    as a last one cut in two, become U+FFFD, so that the damage can be seen. ``name`` is what the file is
    called in the sentence of an error.

    :raises BadInput: the file is empty, is not text, or is text in no encoding known here.
    """
    if not data:
        raise BadInput(f"{name}: the file is empty; choose one with text in it.")
    for magic, thing in _MAGIC:
        if data.startswith(magic):
            raise BadInput(f"{name}: this is {thing}, not text; save it as a text file and import that.")
    text, encoding = _marked(data) or _utf8(data) or _unmarked(data, name)
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > max(1, len(text) * _CONTROL_SHARE):
        raise BadInput(f"{name}: this is binary data, not text; save it as a text file and import that.")
    return text, encoding


def _marked(data: bytes) -> tuple[str, str] | None:
    """The text behind a byte order mark."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, errors="replace"), name
    return None


def _utf8(data: bytes) -> tuple[str, str] | None:
    """The text if it is UTF-8: whole, cut in its last character, or damaged here and there."""
    if b"\x00" in data:  # every second byte of UTF-16 with Latin letters, and never in a text of UTF-8
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _damaged_utf8(data, error)
    return (text, "utf-8") if not _is_rather_gb(data, text) else None


def _damaged_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, str] | None:
    """The text with U+FFFD in place of what is broken, if that is little."""
    text = data.decode(errors="replace")
    whole = sum(char > "\u07ff" and char != "\ufffd" for char in text)  # three bytes in a row are no accident
    cut = error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    if whole and (cut or text.count("\ufffd") < _DAMAGE * len(text)):
        return text, "utf-8 (damaged)"
    return None


def _is_rather_gb(data: bytes, text: str) -> bool:
    """Whether a few bytes that happen to be UTF-8 for Cyrillic or Arabic spell common Chinese in GB18030."""
    if len(data) > 16 or text.isascii() or max(text) > "\u07ff":
        return False
    return likeness(data.decode("gb18030", errors="replace")) == 1.0


def _unmarked(data: bytes, name: str) -> tuple[str, str]:
    """The text in the encoding without a mark that makes most sense of it."""
    sample = data[:_SAMPLE]
    wide = [_guess(sample, codec) for codec in ("utf-16-le", "utf-16-be") if len(data) > 2]
    wide = [guess for guess in wide if guess.likeness > _SURE]
    if b"\x00" in data and not wide:
        raise BadInput(f"{name}: this is binary data, not text; save it as a text file and import that.")
    old = [_guess(sample, codec) for codec in ("gb18030", "big5", "cp950", "big5hkscs")]
    best = max(old + wide, key=lambda guess: guess.likeness)  # the first of equals: GB18030 before Big5
    if best.likeness < 0.2 and _is_western(data):
        return data.decode("cp1252", errors="replace"), "cp1252"
    if best.likeness < 0.2 and len(sample) > 32:
        raise BadInput(f"{name}: its encoding cannot be told; save it as UTF-8 and import that.")
    text = data.decode(best.encoding, errors="replace")
    return text, "big5" if best.encoding in ("cp950", "big5hkscs") else best.encoding


def _guess(sample: bytes, codec: str) -> _Guess:
    text = codecs.getincrementaldecoder(codec)(errors="replace").decode(
        sample
    )  # leaves out a cut last character
    damage = text.count("\ufffd") / max(1, len(text))
    return _Guess(text, codec, likeness(text) - damage * 5)


def likeness(text: str) -> float:
    """How much like Chinese or plain ASCII text this is, from 0 to 1: the share of common characters.

    ASCII says nothing where it stands among Chinese in a legacy encoding, since each makes the same of
    it: it counts only when there is little else.
    """
    others = [char for char in text if char not in _ASCII]
    if len(others) * 20 < len(text):
        return sum(char in _ASCII or char in COMMON for char in text) / len(text)
    marks = sum(char in PUNCTUATION for char in others)
    common = sum(char in COMMON for char in others)
    return (common - marks / 2) / max(1.0, len(others) - marks / 2)


def _is_western(data: bytes) -> bool:
    """Whether this is Latin text with single accented letters between ASCII ones."""
    high = re.findall(rb"[\x80-\xff]+", data)
    return len(b"".join(high)) < len(data) * 0.2 and sum(len(run) == 1 for run in high) > len(high) * 0.8
