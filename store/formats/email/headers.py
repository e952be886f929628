"""Reads the headers of a mail: words in any encoding, senders, the day, and names of files.

Source: RFC 5322 (messages), RFC 2047 (encoded words), RFC 2231 (names of files).
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import TypeAlias

from store.formats.documents.file_properties import real_date
from store.formats.documents.markup import decoded_markup

Mail: TypeAlias = "Message[str, str]"  # untranslated: a type

_MOST_HEADER = 2_000
"""Code points of a header that are read."""
_REPLY = re.compile(
    r"(?:(?:re|fwd?|fw|aw|wg|回复|回覆|答复|答覆|转发|轉發|轉寄)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
"""What programs put before the subject of an answered or forwarded message."""


def header(mail: Mail, name: str) -> str:
    """Return a header, decoded; empty if there is none."""
    every = (str(value) for key, value in mail.raw_items() if key.lower() == name.lower())
    raw = next(every, "")[:_MOST_HEADER]
    words = ""
    try:
        parts = decode_header(re.sub(r"\r?\n[ \t]+", " ", raw))
    except (ValueError, LookupError, MessageError):
        parts = [(raw, None)]
    for part, charset in parts:
        if isinstance(part, bytes):
            words += decoded_markup(part, name, "" if charset in (None, "unknown-8bit") else charset)
        else:
            words += _unescaped(part)
    return " ".join(words.split())


def _unescaped(words: str) -> str:
    """Return a header with bytes that are not ASCII decoded."""
    data = words.encode("utf-8", "surrogateescape")
    return words if words.isascii() else decoded_markup(data, "header")


def subject(mail: Mail) -> str:
    """Return the subject, without ``Re:``, ``转发：`` and the like before it."""
    words = header(mail, "Subject")
    return _REPLY.sub("", words, count=1) if _REPLY.match(words) and _REPLY.sub("", words) else words


def authors(mail: Mail) -> tuple[str, ...]:
    """Return the senders by their names, or by their addresses without one."""
    words = header(mail, "From")
    names = [name.strip() or address for name, address in getaddresses([words])]
    return tuple(dict.fromkeys(name for name in names if name)) or ((words,) if words else ())


def date(mail: Mail) -> str:
    """Return the day on which it was sent, as ``2024-03-05``; empty if it is not known."""
    try:
        return real_date(parsedate_to_datetime(header(mail, "Date")).date().isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def file_name(part: Mail) -> str:
    """Return the name of the file that a part is, without folders; empty if it has none."""
    decoded: Mail = Message()
    for key, value in part.raw_items():
        if key.lower() in ("content-disposition", "content-type") and key not in decoded:
            decoded[key] = _unescaped(str(value)[:_MOST_HEADER])
    try:
        name = decoded.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        name = ""
    holder: Mail = Message()
    holder["X"] = re.sub(r"[\r\n]+", " ", str(name))
    return header(holder, "X").replace("\\", "/").rpartition("/")[2]
