"""Reads e-mail as an article, with those attached to it, and a mailbox (mbox) as those of each message.

Source: RFC 5322 (messages), RFC 2045 to 2047 (MIME), RFC 4155 (mbox).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from functools import partial
from itertools import pairwise

from msgspec.structs import replace

from store.errors import BadInput
from store.formats.documents.article import document_article, no_text
from store.formats.documents.file_properties import FileProperties
from store.formats.documents.package import damaged
from store.formats.documents.several_parts import read_parts
from store.formats.email.attachments import Attachments
from store.formats.email.contents import Contents, contents_of
from store.formats.email.correspondence import mark_quotes, remarks_of
from store.formats.email.headers import Mail, authors, date, subject
from store.formats.email.outlook import SIGNATURE, mail_of
from store.importing.limits import MAX_FILE_BYTES, too_large
from store.importing.piece import Piece, Source
from store.language import _
from store.reasons import reason_of
from store.wording import counted

_MBOX = re.compile(rb"^From ([^\r\n]*+)\r?\n(?=[!-9;-~]+:)", re.MULTILINE)
"""The line before each message of a mailbox, if it has an hour."""
_HOUR = re.compile(rb"\d\d:\d\d")
_PARAMETERS = re.compile(
    rb"(?:^|\r)Content-(?:Type|Disposition):[^\r\n]*+(?:(?:\r\n|\r|\n)[ \t][^\r\n]*+)*+",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST_PARAMETERS = 4_000
"""Bytes of a header with parameters: the parser looks for the end of each in all that follow."""
_MULTIPART = re.compile(rb"(?:^|\r)Content-Type:\s*(?:multipart|message)/", re.MULTILINE | re.IGNORECASE)
_MOST_MULTIPARTS = 200
"""Multipart bodies of a message: the parser compares each line with the boundaries of all around it."""
_FAULTS = (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError)
"""What the parser of the standard library raises for messages that are none."""


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of a message and those attached to it, or those of a mailbox.

    :raises BadInput: there is no message with a text.
    """
    if data.startswith(SIGNATURE):
        yield from _read_mail(mail_of(data, source), source)
        return
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    starts = []
    if data.startswith(b"From "):
        starts = [match.start() for match in _MBOX.finditer(data) if _HOUR.search(match[1])]
    if not starts:
        yield from _read_message(data, source)
        return
    messages = (
        (str(number), partial(_read_one, data, start, end, source))
        for number, (start, end) in enumerate(pairwise([*starts, len(data)]), 1)
    )
    yield from read_parts(messages, source.name, _("messages"))


def _read_one(data: bytes, start: int, end: int, source: Source) -> Iterator[Piece]:
    message = data[start:end].partition(b"\n")[2]
    return _read_message(re.sub(rb"^>(>*From )", rb"\1", message, flags=re.MULTILINE), source)


def _read_message(data: bytes, source: Source) -> Iterator[Piece]:
    if len(data) > MAX_FILE_BYTES:
        raise too_large(source.name, MAX_FILE_BYTES, _("too large for a message"))
    if len(_MULTIPART.findall(data)) > _MOST_MULTIPARTS:
        raise damaged(source.name, _("it has more than {most} multipart bodies", most=_MOST_MULTIPARTS))
    if any(len(each[0]) > _LONGEST_PARAMETERS for each in _PARAMETERS.finditer(data)):
        raise damaged(
            source.name, _("one of its headers is longer than {most:,} bytes", most=_LONGEST_PARAMETERS)
        )
    try:
        mail = message_from_bytes(data)
    except _FAULTS as error:
        raise _broken(source, error) from None
    yield from _read_mail(mail, source)


def _read_mail(mail: Mail, source: Source) -> Iterator[Piece]:
    """Yield the article of a mail, if it has a text, and those of its attachments.

    :raises BadInput: there is none.
    """
    try:
        contents = contents_of(mail, source.name)
        attachments = Attachments(contents.attachments, source, _read_mail)
    except _FAULTS as error:
        raise _broken(source, error) from None
    has_text = any(each.text.strip() for each in contents.paragraphs)
    remarks = [*_told_of(contents), *attachments.remarks]
    if not attachments.readable:
        yield _own_piece(mail, contents, tuple(remarks), source)
        return
    own = [("", partial(_own_pieces, mail, contents, source))] if has_text else []
    for piece in read_parts([*own, *attachments.readable], source.name, _("parts")):
        more, remarks = tuple(remarks), []
        yield _with_remarks(piece, more)


def _with_remarks(piece: Piece, more: tuple[str, ...]) -> Piece:
    return replace(piece, remarks=piece.remarks + more) if more else piece


def _own_pieces(mail: Mail, contents: Contents, source: Source) -> list[Piece]:
    return [_own_piece(mail, contents, (), source)]


def _own_piece(mail: Mail, contents: Contents, remarks: tuple[str, ...], source: Source) -> Piece:
    if not any(each.text.strip() for each in contents.paragraphs):
        if not remarks:
            raise no_text(source.name)
        told = _("; ").join(remarks)
        raise BadInput(_("{name}: {told}, and it has no other text.", name=source.name, told=told))
    try:
        properties = FileProperties(
            title=subject(mail), is_certain=True, authors=authors(mail), date=date(mail)
        )
    except _FAULTS as error:
        raise _broken(source, error) from None
    quoted = remarks_of([line for each in contents.paragraphs for line in each.text.splitlines()])
    mark_quotes(contents.paragraphs)
    article = document_article(contents.paragraphs, properties, source)
    return Piece(article=article, file_format="e-mail", remarks=(*quoted, *remarks))


def _told_of(contents: Contents) -> list[str]:
    told = []
    if contents.pictures:
        told.append(_("{what} in its text left out", what=counted(contents.pictures, "picture", "pictures")))
    if not contents.is_whole:
        told.append(_("further parts left out: it has too many"))
    return told


def _broken(source: Source, error: Exception) -> BadInput:
    return damaged(source.name, reason_of(error) or type(error).__name__)
