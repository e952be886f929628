"""Tells the text of a mail from what is attached to it.

Source: RFC 2045 and 2046 (MIME), RFC 2183 (attachments), RFC 3676 (flowed text).
"""

from __future__ import annotations

import re
from email.message import Message

import msgspec

from store.formats.documents.markup import decoded_markup, paragraphs_of_html
from store.formats.documents.paragraph import DocumentParagraph
from store.formats.email.headers import Mail, file_name
from store.formats.email.outlook import is_packed, unpack, unreadable
from store.importing.piece import Source

_MOST_PARTS = 1_000
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
            forms, is_whole = _leaves(part)
            found.is_whole = found.is_whole and is_whole
            for body in _best_form([each for each in forms if _is_body(each)], name):
                found.paragraphs += body
            for each in forms:
                if not _is_body(each):
                    _attach(found, each)
        elif part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = _parts(part)
        elif is_packed(part, file_name(part)):
            waiting[:0] = _unpacked(found, part, name)
        elif _is_body(part) and not (found.paragraphs and file_name(part)):
            found.paragraphs += _text(part, name)
        else:
            _attach(found, part)
    found.is_whole = found.is_whole and not waiting
    return found


def _unpacked(found: Contents, part: Mail, name: str) -> list[Mail]:
    """Take what Outlook packed into a part; return the text in it, if the mail has none yet."""
    packed = unpack(bytes_of(part), Source(name=name))
    has_text = any(each.text.strip() for each in found.paragraphs)
    if packed.text is None and not packed.attachments and not packed.is_whole:
        found.attachments.append(unreadable())
        return []
    found.is_whole = found.is_whole and packed.is_whole
    for each in packed.attachments:
        _attach(found, each)
    return [packed.text] if packed.text is not None and not has_text else []


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


def _leaves(part: Mail) -> tuple[list[Mail], bool]:
    """Return the parts that have none, messages among them whole, and whether these are all."""
    waiting = _parts(part)
    leaves: list[Mail] = []
    for _ in range(_MOST_PARTS):
        if not waiting:
            break
        each = waiting.pop(0)
        if each.get_content_maintype() == "multipart":
            waiting[:0] = _parts(each)
        else:
            leaves.append(each)
    return leaves, not waiting


def _best_form(texts: list[Mail], name: str) -> list[_Body]:
    """Return the best of the forms of one text: the plain one, unless it lacks what the HTML has.

    Others, such as AMP, are read only where neither is there.
    """
    forms: dict[str, list[Mail]] = {}
    for each in texts:
        forms.setdefault(each.get_content_subtype(), []).append(each)
    if not {"plain", "html"} & forms.keys():
        return [_text(each, name) for each in next(iter(forms.values()), [])]
    plain = [_text(each, name) for each in forms.get("plain", [])]
    markup = [_text(each, name) for each in forms.get("html", [])]
    if not any(map(_letters, plain)) or not any(map(_letters, markup)):
        return plain if any(map(_letters, plain)) else markup or plain
    return markup if _has_structure(markup) or not _has_all(plain, markup) else plain


def _letters(body: _Body) -> str:
    return "".join(char for each in body for char in each.text if char.isalnum())


def _has_all(plain: list[_Body], markup: list[_Body]) -> bool:
    """Whether the paragraphs of the HTML stand in the plain text too, in their order."""
    words = "".join(map(_letters, plain))
    end = 0
    for body in markup:
        for each in body:
            wanted = _letters([each])
            start = words.find(wanted, end)
            if start < 0:
                return False
            end = start + len(wanted)
    return True


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
