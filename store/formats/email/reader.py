"""Reads e-mail as an article, and a mailbox (mbox) as one for each message.

Source: RFC 5322 (messages), RFC 2045 to 2047 (MIME), RFC 3676 (flowed text), RFC 4155 (mbox).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from store.formats.documents.article import document_article, no_text
from store.formats.documents.file_properties import FileProperties, real_date
from store.formats.documents.markup import decoded_markup, paragraphs_of_html
from store.formats.documents.package import damaged
from store.formats.documents.paragraph import DocumentParagraph
from store.formats.documents.several_parts import read_parts
from store.importing.limits import MAX_FILE_BYTES, too_large
from store.importing.piece import Piece, Source

_Mail: TypeAlias = "Message[str, str]"

_MBOX = re.compile(rb"^From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n(?=[!-9;-~]+:)", re.MULTILINE)
"""The line before each message of a mailbox."""
_MULTIPART = re.compile(rb"^Content-Type:\s*(?:multipart|message)/", re.MULTILINE | re.IGNORECASE)
_MOST_MULTIPARTS = 200
"""Multipart bodies of a message: the parser compares each line with the boundaries of all around it."""
_MOST_PARTS = 1_000
_MOST_HEADER = 2_000
"""Code points of a header that are read."""
_ENOUGH = 0.6
"""The share of the letters of the HTML part from which the plain one is not a mere hint at it."""


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of a message, or those of a mailbox.

    :raises BadInput: there is no message with a text.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    starts = [match.start() for match in _MBOX.finditer(data)] if data.startswith(b"From ") else []
    if not starts:
        yield _read_message(data, source)
        return
    messages = (
        (str(number), partial(_read_one, data, start, end, source))
        for number, (start, end) in enumerate(pairwise([*starts, len(data)]), 1)
    )
    yield from read_parts(messages, source.name, "messages")


def _read_one(data: bytes, start: int, end: int, source: Source) -> list[Piece]:
    message = data[start:end].partition(b"\n")[2]
    return [_read_message(re.sub(rb"^>(>*From )", rb"\1", message, flags=re.MULTILINE), source)]


def _read_message(data: bytes, source: Source) -> Piece:
    if len(data) > MAX_FILE_BYTES:
        raise too_large(source.name, MAX_FILE_BYTES, "too large for a message")
    if len(_MULTIPART.findall(data)) > _MOST_MULTIPARTS:
        raise damaged(source.name, f"it has more than {_MOST_MULTIPARTS} multipart bodies")
    try:
        mail = message_from_bytes(data)
        return _piece(mail, source)
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise damaged(source.name, str(error) or type(error).__name__) from None


def _piece(mail: _Mail, source: Source) -> Piece:
    bodies, left_out = _bodies(mail, source.name)
    paragraphs = [each for body in bodies for each in body]
    if not any(each.text.strip() for each in paragraphs):
        raise no_text(source.name)
    subject = _header(mail, "Subject")
    properties = FileProperties(title=subject, is_certain=True, authors=_authors(mail), date=_date(mail))
    article = document_article(paragraphs, properties, source)
    remarks = tuple(f"attachment {name} left out" for name in left_out)
    return Piece(article=article, remarks=remarks)


def _header(mail: _Mail, name: str) -> str:
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


def _authors(mail: _Mail) -> tuple[str, ...]:
    """Return the senders by their names, or by their addresses without one."""
    words = _header(mail, "From")
    names = [name.strip() or address for name, address in getaddresses([words])]
    return tuple(dict.fromkeys(name for name in names if name)) or ((words,) if words else ())


def _date(mail: _Mail) -> str:
    try:
        return real_date(parsedate_to_datetime(_header(mail, "Date")).date().isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _bodies(mail: _Mail, name: str) -> tuple[list[list[DocumentParagraph]], list[str]]:
    """Return the paragraphs of each part that is text, and the names of the attachments."""
    bodies: list[list[DocumentParagraph]] = []
    left_out: list[str] = []
    waiting = [mail]
    for _ in range(_MOST_PARTS):
        if not waiting:
            break
        part = waiting.pop(0)
        if part.get_content_type() == "message/rfc822" or _is_attachment(part):
            left_out.append(_file_name(part))
        elif part.is_multipart():
            inside = _parts(part)
            if part.get_content_subtype() == "alternative":
                bodies += _alternative(inside, name)
            else:
                waiting[:0] = inside
        elif part.get_content_maintype() == "text":
            bodies.append(_text(part, name))
        else:
            left_out.append(_file_name(part))
    left_out += ["and further parts"] if waiting else []
    return bodies, left_out


def _parts(part: _Mail) -> list[_Mail]:
    inside = part.get_payload()
    return [each for each in inside if isinstance(each, Message)] if isinstance(inside, list) else []


def _is_attachment(part: _Mail) -> bool:
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return disposition.startswith("attachment")


def _file_name(part: _Mail) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        name = ""
    return _header_words(str(name)) or part.get_content_type()


def _header_words(words: str) -> str:
    holder: _Mail = Message()
    holder["X"] = re.sub(r"[\r\n]+", " ", words)
    return _header(holder, "X")


def _alternative(parts: list[_Mail], name: str) -> list[list[DocumentParagraph]]:
    """Return the best of the forms of one text: the plain one, unless the HTML has much more."""
    forms: dict[bool, list[list[DocumentParagraph]]] = {}
    for part in parts:
        texts = [
            each for each in part.walk() if each.get_content_maintype() == "text" and not _is_attachment(each)
        ]
        for each in texts[:_MOST_PARTS]:
            forms.setdefault(each.get_content_subtype() == "html", []).append(_text(each, name))
    plain, markup = forms.get(False, []), forms.get(True, [])
    if not plain or not markup:
        return plain or markup
    return plain if _letters(plain) >= _ENOUGH * _letters(markup) and not _has_structure(markup) else markup


def _letters(bodies: list[list[DocumentParagraph]]) -> int:
    return sum(char.isalnum() for body in bodies for each in body for char in each.text)


def _has_structure(bodies: list[list[DocumentParagraph]]) -> bool:
    return any(each.kind is not None for body in bodies for each in body)


def _text(part: _Mail, name: str) -> list[DocumentParagraph]:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "surrogateescape")
    charset = part.get_content_charset() or ""
    text = decoded_markup(data, name, "" if charset in ("us-ascii", "unknown-8bit") else charset)
    if part.get_content_subtype() == "html":
        return paragraphs_of_html(text, name)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return [DocumentParagraph(text=line) for line in re.split("\r\n|\n|\r", text)]


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Join the lines of flowed text: one that ends in a space goes on in the next."""
    lines: list[str] = []
    pieces: list[str] = []
    for line in re.split("\r\n|\n|\r", text):
        words = line.removeprefix(" ")
        if words.endswith(" ") and words != "-- ":
            pieces.append(words[:-1] if delete_space else words)
        else:
            lines.append("".join([*pieces, words]))
            pieces = []
    return "\n".join([*lines, "".join(pieces)] if pieces else lines)
