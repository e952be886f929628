"""Reads a page that a browser saved with its parts in one file: MHTML (RFC 2557)."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message

from store.errors import BadInput
from store.formats.html.encoding import decode_page
from store.formats.html.reader import read_page
from store.importing.limits import MAX_ENTRIES
from store.importing.piece import Piece, Source
from store.language import _
from store.model.new_article import NewArticle

_HTML = ("text/html", "application/xhtml+xml")


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of the page; its pictures, styles and frames are not read.

    :raises BadInput: the file has no page, or one without text.
    """
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        part = _page(message)
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError):
        part = None
    if part is None:
        raise BadInput(
            _("{name}: this MHTML file has no page in it; save the page again as HTML.", name=source.name)
        )
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    page, encoding = decode_page(content, source.name, _charset(part))
    url = source.url or _address(part, message)
    draft, remarks = read_page(page, source.name, url=url)
    yield Piece(article=NewArticle(draft=draft), encoding=encoding, remarks=remarks)


def _page(message: Message) -> Message | None:
    """Return the root part: the one that ``start`` names, else the first page."""
    pages = []
    for count, part in enumerate(message.walk()):
        if count > MAX_ENTRIES:
            break
        if part.get_content_type() in _HTML and not part.is_multipart():
            pages.append(part)
    start = message.get_param("start")
    named = next((part for part in pages if start and _header(part, "Content-ID") == start), None)
    return named or next(iter(pages), None)


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (ValueError, LookupError, TypeError):
        return ""


def _address(part: Message, message: Message) -> str:
    for address in (_header(message, "Snapshot-Content-Location"), _header(part, "Content-Location")):
        if address.startswith(("http://", "https://")):
            return address
    return ""


def _header(message: Message, name: str) -> str:
    return "".join(str(message.get(name, "")).split())
