"""Unpacks ``winmail.dat``, in which Outlook puts the text of a mail and all its attachments.

Source: MS-OXTNEF (the format), MS-OXPROPS (properties), MS-OXRTFCP (compressed RTF).
"""

from __future__ import annotations

import codecs
import struct
from base64 import b64encode
from collections.abc import Iterator
from email.message import Message
from email.utils import formataddr

import msgspec

from store.errors import BadInput
from store.formats.email.headers import Mail
from store.importing.limits import MAX_FILE_BYTES, too_large
from store.importing.piece import Source
from store.language import _

SIGNATURE = b"\x78\x9f\x3e\x22"
CONTENT_TYPE = "application/ms-tnef"
FILE_NAME = "winmail.dat"
_PLAIN = 'text/plain; charset="utf-8"'  # untranslated: a header

_SUBJECT, _DATE_SENT, _BODY = 0x8004, 0x8005, 0x800C
_CODE_PAGE, _MESSAGE_PROPERTIES = 0x9007, 0x9003
_NEW_ATTACHMENT, _TITLE, _DATA, _ATTACHMENT_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
"""The numbers of attributes."""

_P_SUBJECT, _P_SENDER, _P_SENDER_ADDRESS = 0x0037, 0x0C1A, 0x0C1F
_P_BODY, _P_RTF, _P_HTML = 0x1000, 0x1009, 0x1013
_P_DATA, _P_NAME, _P_LONG_NAME = 0x3701, 0x3704, 0x3707
"""The numbers of properties."""

_FIXED = {0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""The bytes of a value by its type, with those that fill it up to a multiple of four."""

_STRING, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0xD, 0x102
_SEVERAL = 0x1000
_NAMED = 0x8000
_MOST = 10_000
"""Attributes, or properties of a message, that are read."""

_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What compressed RTF refers to before its own text (MS-OXRTFCP, 2.1.2.1)."""


class Packed(msgspec.Struct):
    """What is in a ``winmail.dat``."""

    text: Mail | None = None
    """The text of the mail; None if it has none."""
    attachments: list[Mail] = []
    headers: dict[str, str] = {}
    """Those of ``Subject``, ``From`` and ``Date`` that it states."""
    is_whole: bool = True
    """Whether it could be read to its end."""


class _Properties(dict[int, str | bytes]):
    """The strings and bytes of a message or an attachment by their numbers."""

    def words(self, number: int) -> str:
        value = self.get(number, "")
        return value if isinstance(value, str) else ""

    def data(self, number: int) -> bytes:
        value = self.get(number, b"")
        return value if isinstance(value, bytes) else b""


def is_packed(part: Mail, name: str) -> bool:
    """Whether a part of a mail with a name is a ``winmail.dat``."""
    return part.get_content_type() == CONTENT_TYPE or name.lower() == FILE_NAME


def mail_of(data: bytes, source: Source) -> Mail:
    """Return a ``winmail.dat`` that stands alone as the mail that it was part of."""
    mail: Mail = Message()
    for name, value in unpack(data, source).headers.items():
        mail[name] = value
    mail["Content-Type"] = "multipart/mixed"
    mail.attach(_part(CONTENT_TYPE, data))
    return mail


def unpack(data: bytes, source: Source) -> Packed:
    """Return what is in a ``winmail.dat``: as much as can be read.

    :raises BadInput: its text is too large.
    """
    if not data.startswith(SIGNATURE):
        return Packed(is_whole=False)
    found = _Attributes()
    is_whole = True
    try:
        for number, value in _attributes(data):
            found.add(number, value)
    except (struct.error, ValueError, IndexError):
        is_whole = False
    return Packed(
        text=_text(found.properties, source),
        attachments=[each.part() for each in found.files],
        headers=found.headers(),
        is_whole=is_whole,
    )


def unreadable() -> Mail:
    """Return what stands for a ``winmail.dat`` that is damaged."""
    return _part(CONTENT_TYPE, b"")


class _File:
    """An attachment."""

    def __init__(self) -> None:
        self.properties = _Properties()
        self.title = ""
        self.data = b""

    def part(self) -> Mail:
        """Return it as a part of a mail."""
        properties = self.properties
        name = properties.words(_P_LONG_NAME) or self.title or properties.words(_P_NAME)
        content = self.data or properties.data(_P_DATA)
        is_message = content[16:20] == SIGNATURE  # after the number of its interface
        part = _part(CONTENT_TYPE if is_message else "application/octet-stream", content[16 * is_message :])
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
        return part


class _Attributes:
    """The attributes of a mail, taken one by one."""

    def __init__(self) -> None:
        self.properties = _Properties()
        self.files: list[_File] = []
        self._date = ""
        self._code_page = "cp1252"

    def add(self, number: int, value: bytes) -> None:
        """Take the next one.

        :raises ValueError, struct.error: it is damaged.
        """
        if number == _CODE_PAGE:
            self._code_page = _encoding(int.from_bytes(value[:4], "little"))
        elif number == _DATE_SENT:
            year, month, day, hour, minute, second = struct.unpack_from("<6H", value)
            self._date = f"{day} {_MONTHS[month - 1]} {year} {hour:02}:{minute:02}:{second:02}"
        elif number in _WORDS:
            self.properties[_WORDS[number]] = _decoded(value, self._code_page)
        elif number == _MESSAGE_PROPERTIES:
            self.properties.update(_read_properties(value, self._code_page))
        elif number == _NEW_ATTACHMENT:
            self.files.append(_File())
        elif self.files:
            self._add_to_file(self.files[-1], number, value)

    def _add_to_file(self, file: _File, number: int, value: bytes) -> None:
        if number == _TITLE:
            file.title = _decoded(value, self._code_page)
        elif number == _DATA:
            file.data = value
        elif number == _ATTACHMENT_PROPERTIES:
            file.properties.update(_read_properties(value, self._code_page))

    def headers(self) -> dict[str, str]:
        """Return the headers that they state."""
        words = self.properties.words
        sender = formataddr((words(_P_SENDER), words(_P_SENDER_ADDRESS))) if words(_P_SENDER) else ""
        found = {"Subject": words(_P_SUBJECT), "From": sender, "Date": self._date}
        return {name: value for name, value in found.items() if value}


def _part(content_type: str, data: bytes) -> Mail:
    part: Mail = Message()
    part["Content-Type"] = content_type
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(b64encode(data).decode())
    return part


_WORDS = {_SUBJECT: _P_SUBJECT, _BODY: _P_BODY}
"""Attributes that are properties too."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the numbers and values of the attributes."""
    at = 6
    for _number in range(_MOST):
        if at >= len(data):
            return
        _level, number, _type, size = struct.unpack_from("<BHHI", data, at)
        at += 9
        if at + size > len(data):
            raise ValueError
        yield number, data[at : at + size]
        at += size + 2


def _read_properties(data: bytes, code_page: str) -> _Properties:
    """Return the strings and bytes among properties."""
    found = _Properties()
    at = 4
    for _number in range(min(_MOST, int.from_bytes(data[:4], "little"))):
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= _NAMED:
            (is_string,) = struct.unpack_from("<I", data, at + 16)
            at += 24
            if is_string:
                at += _padded(int.from_bytes(data[at - 4 : at], "little"))
        base = kind & ~_SEVERAL
        count = 1
        if kind & _SEVERAL or base not in _FIXED:
            (count,) = struct.unpack_from("<I", data, at)
            at += 4
        if base in _FIXED:
            at += count * _FIXED[base]
            continue
        for _value in range(min(count, _MOST)):
            (size,) = struct.unpack_from("<I", data, at)
            value = data[at + 4 : at + 4 + size]
            at += 4 + _padded(size)
            if at > len(data) + 3:
                raise ValueError
            found[number] = _value_of(base, value, code_page)
    return found


def _value_of(kind: int, value: bytes, code_page: str) -> str | bytes:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return _decoded(value, code_page) if kind == _STRING else value


def _padded(size: int) -> int:
    return size + -size % 4


def _decoded(value: bytes, code_page: str) -> str:
    return value.rstrip(b"\0").decode(code_page, "replace")


def _encoding(code_page: int) -> str:
    name = {65001: "utf-8", 936: "gb18030", 54936: "gb18030", 20936: "gb18030"}.get(
        code_page, f"cp{code_page}"
    )
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _text(properties: _Properties, source: Source) -> Mail | None:
    """Return the text of the mail: its plain form, or else HTML or RTF."""
    if words := properties.words(_P_BODY).strip():
        return _part(_PLAIN, words.encode("utf-8", "replace"))
    if markup := properties.data(_P_HTML):
        return _part("text/html", markup)
    rtf = uncompressed(properties.data(_P_RTF), source.name)
    return _text_of_rtf(rtf, source) if rtf else None


def _text_of_rtf(rtf: bytes, source: Source) -> Mail | None:
    from store.formats.rtf.reader import read

    try:
        words = "\n".join(piece.article.draft.text for piece in read(rtf, source))
    except BadInput:
        return None
    return _part(_PLAIN, words.encode("utf-8", "replace"))


def uncompressed(data: bytes, name: str) -> bytes:
    """Return compressed RTF as RTF; what can be read of it if it is damaged.

    :raises BadInput: it is too large.
    """
    if data[8:12] == b"MELA":
        return data[16:]
    if data[8:12] != b"LZFu":
        return b""
    if int.from_bytes(data[4:8], "little") > MAX_FILE_BYTES:
        raise too_large(name, MAX_FILE_BYTES, _("too large for a message"))
    window = bytearray(_DICTIONARY.ljust(4096, b" "))
    end = len(_DICTIONARY)
    result = bytearray()
    at = 16
    while at < len(data):
        flags = data[at]
        at += 1
        for bit in range(8):
            if at + (flags >> bit & 1) >= len(data):
                return bytes(result)
            if flags >> bit & 1:
                reference = data[at] << 8 | data[at + 1]
                at += 2
                start = reference >> 4
                if start == end % 4096:
                    return bytes(result)
                for step in range((reference & 15) + 2):
                    byte = window[(start + step) % 4096]
                    result.append(byte)
                    window[end % 4096] = byte
                    end += 1
            else:
                result.append(data[at])
                window[end % 4096] = data[at]
                end += 1
                at += 1
        if len(result) > MAX_FILE_BYTES:
            raise too_large(name, MAX_FILE_BYTES, _("too large for a message"))
    return bytes(result)
