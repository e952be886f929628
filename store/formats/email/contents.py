"""Tells the text of a mail from what is attached to it.

Source: RFC 2045 and 2046 (MIME), RFC 2183 (attachments), RFC 3676 (flowed text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

import msgspec

from store.formats.documents.markup import decoded_markup, paragraphs_of_html
from store.formats.documents.paragraph import DocumentParagraph
from store.formats.email.headers import Mail, file_name

_MOST_PARTS = 1_000
_ENOUGH = 0.6
"""The share of the letters of the HTML part from which the plain one is not a mere hint at it."""
_NO_BODIES = {"calendar", "vcard", "x-vcard", "directory", "css", "javascript", "rfc822-headers"}
"""Kinds of text that nobody reads as the text of a mail."""

_Body = list[DocumentParagraph]


class Contents(msgspec.Struct):
    """What is in a mail."""

    paragraphs: list[DocumentParagraph] = []
    """Its text, in order."""
    attachments: list[Mail] = []
    """The parts that are files or messages of their own."""
    pictures: int = 0
    """Pictures that stand in the text."""
    is_whole: bool = True
    """Whether all parts were looked at."""


def contents_of(mail: Mail, name: str) -> Contents:
    """Return the text of a mail and its attachments.

    :param name: what errors call it.
    :raises BadInput: its markup is too large.
    """
    found = Contents()
    waiting = [mail]
    for _ in range(_MOST_PARTS):
        if not waiting:
            break
        part = waiting.pop(0)
        if part.get_content_type() == "multipart/alternative":
            forms = list(_leaves(part))
            for body in _best_form([each for each in forms if _is_body(each)], name):
                found.paragraphs += body
            for each in forms:
                if not _is_body(each):
                    _attach(found, each)
        elif part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = _parts(part)
        elif _is_body(part) and not (found.paragraphs and file_name(part)):
            found.paragraphs += _text(part, name)
        else:
            _attach(found, part)
    found.is_whole = not waiting
    return found


def _attach(found: Contents, part: Mail) -> None:
    if part.get_content_maintype() == "image" and not is_attached(part):
        found.pictures += 1
    else:
        found.attachments.append(part)


def is_attached(part: Mail) -> bool:
    """Whether a part says that it is an attachment."""
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return disposition.startswith("attachment")


def _is_body(part: Mail) -> bool:
    is_text = part.get_content_maintype() == "text" and part.get_content_subtype() not in _NO_BODIES
    return is_text and not is_attached(part)


def _parts(part: Mail) -> list[Mail]:
    inside = part.get_payload()
    return [each for each in inside if isinstance(each, Message)] if isinstance(inside, list) else []


def _leaves(part: Mail) -> Iterator[Mail]:
    """Yield the parts that have none, messages among them whole."""
    waiting = _parts(part)
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        each = waiting.pop(0)
        if each.get_content_maintype() == "multipart":
            waiting[:0] = _parts(each)
        else:
            yield each


def _best_form(texts: list[Mail], name: str) -> list[_Body]:
    """Return the best of the forms of one text: the plain one, unless the HTML has much more."""
    forms: dict[bool, list[_Body]] = {}
    for each in texts:
        forms.setdefault(each.get_content_subtype() == "html", []).append(_text(each, name))
    plain, markup = forms.get(False, []), forms.get(True, [])
    if not plain or not markup:
        return plain or markup
    return plain if _letters(plain) >= _ENOUGH * _letters(markup) and not _has_structure(markup) else markup


def _letters(bodies: list[_Body]) -> int:
    return sum(char.isalnum() for body in bodies for each in body for char in each.text)


def _has_structure(bodies: list[_Body]) -> bool:
    return any(each.kind is not None for body in bodies for each in body)


def bytes_of(part: Mail) -> bytes:
    """Return the content of a part, decoded from its transfer encoding."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "surrogateescape")


def _text(part: Mail, name: str) -> _Body:
    charset = part.get_content_charset() or ""
    text = decoded_markup(bytes_of(part), name, "" if charset in ("us-ascii", "unknown-8bit") else charset)
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
