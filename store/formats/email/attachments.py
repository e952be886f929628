"""The attachments of a mail that are articles: documents, pages, texts and other mails."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator
from email import message_from_bytes
from functools import partial
from pathlib import PurePath
from time import process_time

from store.errors import BadInput
from store.formats.documents.several_parts import Part
from store.formats.email.contents import bytes_of
from store.formats.email.headers import Mail, file_name, header
from store.formats.email.outlook import SIGNATURE, is_packed, mail_of
from store.importing.file_formats import SUFFIXES
from store.importing.limits import MAX_SECONDS
from store.importing.piece import Piece, Source
from store.importing.reading import read_data
from store.language import _
from store.wording import listed

_MOST_READ = 200
"""Attachments of one mail that are read."""
_DEEPEST = 3
"""Files in one another, such as mails and archives, of which the attachments are still read."""
_MOST_NAMED = 8
_MESSAGE = "message/rfc822"

ReadMail = Callable[[Mail, Source], Iterable[Piece]]
"""What reads a mail that is attached to another."""


class Attachments:
    """The attachments of a mail: those that are read as articles, and the names of the others."""

    def __init__(self, parts: Iterable[Mail], source: Source, read_mail: ReadMail) -> None:
        """Look at the names and kinds of attachments; none is read yet."""
        self.readable: list[Part] = []
        self.left_out: list[str] = []
        self.has_outlook = False
        """Whether one is a ``winmail.dat``, in which Outlook packs all others, that cannot be read."""
        self._left = MAX_SECONDS
        used: set[str] = set()
        for number, part in enumerate(parts, 1):
            is_inner = is_packed(part, file_name(part)) and bytes_of(part).startswith(SIGNATURE)
            is_mail = part.get_content_type() == _MESSAGE or is_inner
            name = _name_of(part, number, is_mail=is_mail)
            is_readable = is_mail or PurePath(name).suffix.lower() in SUFFIXES
            if is_packed(part, name) and not is_inner:
                self.has_outlook = True
            elif is_readable and len(self.readable) < _MOST_READ and source.depth < _DEEPEST:
                key = f"{name} {number}" if name in used else name
                used.add(key)
                inside = source.inside(name)
                read = (
                    partial(_read_inner, part, inside, read_mail) if is_mail else partial(_read, part, inside)
                )
                self.readable.append((key, partial(self._in_time, read, inside.name)))
            else:
                self.left_out.append(name)

    def _in_time(self, read: Callable[[], Iterable[Piece]], name: str) -> Iterator[Piece]:
        """Yield the articles of an attachment, while all together take no more time than a file may."""
        if self._left <= 0:
            raise BadInput(
                _(
                    "{name}: the attachments of its mail take too long; save it and import it alone.",
                    name=name,
                )
            )
        start = process_time()
        try:
            yield from read()
        finally:
            self._left -= process_time() - start

    @property
    def remarks(self) -> list[str]:
        """What is told of those that are not read."""
        told = []
        if self.left_out:
            named = listed(self.left_out[:_MOST_NAMED])
            rest = len(self.left_out) - _MOST_NAMED
            told.append(
                _("attachments left out: {names} and {rest:,} more", names=named, rest=rest)
                if rest > 0
                else _("attachments left out: {names}", names=named)
            )
        if self.has_outlook:
            told.append(
                _(
                    "winmail.dat left out: Outlook has packed all attachments into it; ask for the message "
                    "as HTML or plain text"
                )
            )
        return told


def _name_of(part: Mail, number: int, *, is_mail: bool) -> str:
    name = file_name(part)
    if is_mail:
        return (
            name
            or header(_inner(part), "Subject")
            or f"message {number}"  # untranslated: it tells articles apart
        )  # untranslated: it tells articles apart
    suffix = PurePath(name).suffix or mimetypes.guess_extension(part.get_content_type()) or ""
    if not name:
        return f"attachment {number}{suffix}"  # untranslated: it tells articles apart
    return name if PurePath(name).suffix else f"{name}{suffix}"


def _inner(part: Mail) -> Mail:
    """Return the mail in a part that is one."""
    if part.get_content_type() != _MESSAGE:
        return part
    inside = part.get_payload()
    found = inside[0] if isinstance(inside, list) and inside else None
    if not isinstance(found, type(part)):
        return message_from_bytes(bytes_of(part))
    if not found.keys() and str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        found["Content-Transfer-Encoding"] = "base64"
        return message_from_bytes(bytes_of(found))
    return found


def _read_inner(part: Mail, source: Source, read_mail: ReadMail) -> Iterable[Piece]:
    if part.get_content_type() != _MESSAGE:
        return read_mail(mail_of(bytes_of(part), source), source)
    return read_mail(_inner(part), source)


def _read(part: Mail, source: Source) -> Iterable[Piece]:
    return read_data(bytes_of(part), source)
