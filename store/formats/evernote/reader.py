"""Reads an export of Evernote (ENEX): each note is an article.

Source: Evernote's ``evernote-export4.dtd`` and ``enml2.dtd``. The document type is taken off before parsing,
and so are the resources, whose pictures may take most of the file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from xml.etree import ElementTree as ET

from msgspec.structs import replace

from store.errors import BadTagName
from store.formats.documents.article import document_article
from store.formats.documents.file_properties import FileProperties, given_title, real_authors, real_date
from store.formats.documents.markup import paragraphs_of_html
from store.formats.documents.package import damaged
from store.formats.documents.several_parts import Part, read_parts
from store.formats.shared.safe_xml import child_text, children, iterate_elements, reject_doctype
from store.importing.limits import MAX_INDEX_ENTRIES, MAX_TAGS_OF_ONE, check_count
from store.importing.piece import Piece, Source
from store.language import _, pgettext
from store.model.tag import clean_tag_name
from store.reasons import reason_of
from store.wording import counted

_DOCTYPE = re.compile(rb"<!DOCTYPE\s+en-export[^\[>]{0,500}>")
_HEAD_BYTES = 4096
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield an article for each note.

    :raises BadInput: the XML is not valid, or no note has a text.
    """
    document = _without_resources(_DOCTYPE.sub(b"", data[:_HEAD_BYTES], count=1) + data[_HEAD_BYTES:])
    if b"<resource>" in document:
        raise damaged(source.name, _("a file in it has no end"))
    stream = io.BytesIO(document)
    del document
    yield from read_parts(_notes(stream, source), source.name, _("notes"))


def _without_resources(data: bytes) -> bytes:
    """Return the document with empty elements in place of pictures and other files."""
    opening, closing = b"<resource>", b"</resource>"
    kept: list[bytes] = []
    position = 0
    while (start := data.find(opening, position)) >= 0 and (end := data.find(closing, start)) >= 0:
        kept += [data[position:start], b"<resource/>"]
        position = end + len(closing)
    return b"".join([*kept, data[position:]]) if kept else data


def _notes(stream: io.BytesIO, source: Source) -> Iterator[Part]:
    used: set[str] = set()
    try:
        reject_doctype(stream)
        stream.seek(0)
        for number, (_unused, element) in enumerate(iterate_elements(stream, 1)):
            check_count(number, MAX_INDEX_ENTRIES, pgettext("more than", "notes"))
            if number:  # the first one is the root
                key = f"{child_text(element, 'created')} {child_text(element, 'title').strip()}".strip()
                key = f"{key} {number}" if key in used or not key else key
                used.add(key)
                yield key, partial(_note, element, source)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise damaged(source.name, reason_of(error)) from None


def _note(note: ET.Element, source: Source) -> list[Piece]:
    title = given_title(child_text(note, "title"))
    about = next(children(note, "note-attributes"), None)

    def attribute(name: str) -> str:
        return "" if about is None else child_text(about, name).strip()

    content = child_text(note, "content")
    properties = FileProperties(
        title=title,
        is_certain=True,
        authors=real_authors([attribute("author")]),
        date=_date(child_text(note, "created")),
        url=attribute("source-url"),
    )
    name = f"{source.name}: {title}" if title else source.name
    article = document_article(paragraphs_of_html(content, name), properties, replace(source, name=name))
    tags = [_tag(each.text or "") for each in children(note, "tag")][:MAX_TAGS_OF_ONE]
    article = replace(article, tags=tuple(dict.fromkeys(filter(None, tags))))
    files, secrets = sum(1 for _unused in children(note, "resource")), content.count("<en-crypt")
    remarks = []
    if files:
        remarks.append(_("{what} left out", what=counted(files, "attached file", "attached files")))
    if secrets:
        remarks.append(
            _("{what} left as encrypted", what=counted(secrets, "encrypted passage", "encrypted passages"))
        )
    return [Piece(article=article, remarks=tuple(remarks))]


def _date(words: str) -> str:
    """Return the date of a time in UTC, where the user is."""
    match = _TIME.fullmatch(words.strip())
    try:
        return (
            ""
            if match is None
            else real_date(
                datetime(*map(int, match.groups()), tzinfo=UTC).astimezone().date().isoformat()  # type: ignore[misc,arg-type]
            )
        )
    except (ValueError, OverflowError):
        return ""


def _tag(name: str) -> str:
    """Return the name of a tag as Pizhu writes it; empty if it cannot be one."""
    try:
        return clean_tag_name(name)
    except BadTagName:
        return ""
