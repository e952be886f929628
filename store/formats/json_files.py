"""Reads a JSON file with notes: of Pizhu, Hypothesis, Zotero, doccano, or a program of W3C annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

import msgspec

from store.errors import BadInput, UsageError
from store.formats.codebook.files import parse
from store.formats.doccano import reader as doccano
from store.formats.note_tables import json_reader as book_notes
from store.formats.pizhu import json_reader
from store.formats.shared.json_reading.located_json import decode, decode_fields, first_byte, read_bytes
from store.formats.tables.json_reader import no_articles
from store.formats.web_annotation import hypothesis_reader, reader
from store.formats.zotero import reader as zotero
from store.language import _
from store.model.bundle import Bundle

_FIELDS = tuple(
    dict.fromkeys(("pizhu", *reader.FIELDS, *hypothesis_reader.FIELDS, *zotero.FIELDS, *doccano.FIELDS))
)

_HEAD = 1 << 18
"""Bytes at the start of a file that have the keys of its first quote, if it has quotes."""

_CODEBOOK_HEAD = 2000
"""Bytes at the start of a codebook that contain the field names of its first entry."""


def is_notes(path: Path) -> bool:
    """Whether a file is read as notes: its first object is of one of the formats, or it is not valid."""
    try:
        data = read_bytes(path)
        if _looks_like_codebook(data):
            return True
        document = decode(data, msgspec.Raw, "")
        entries = decode(document, list[msgspec.Raw], "") if first_byte(document) == b"[" else [document]
        if may_be_book_notes(data) and book_notes.is_book_notes(document):
            return True
    except BadInput:
        return True
    return _format_of(_object(next(iter(entries), document))) is not None


def read(path: Path) -> Bundle:
    """Read a JSON file. The fields of its first object say which format it has.

    :raises BadInput: when the JSON is invalid, or of none of the formats.
    """
    name, data = str(path), read_bytes(path)
    try:
        document = decode(data, msgspec.Raw, name)
    except BadInput as error:
        return _codebook(data, error)  # a codebook with one object per line is not valid JSON as a whole
    entries = decode(document, list[msgspec.Raw], name) if first_byte(document) == b"[" else [document]
    first = _object(next(iter(entries), document))
    if "pizhu" not in first and may_be_book_notes(data) and book_notes.is_book_notes(document):
        return book_notes.to_bundle(document, name)
    to_bundle = _format_of(first)
    if to_bundle is None and _is_reference(next(iter(entries), document)):
        raise BadInput(
            _(
                "{name} is a list of references (CSL-JSON), which has no texts: import the texts themselves.",
                name=name,
            )
        )
    if to_bundle is None:
        return _codebook(data, no_articles(data, name))
    if to_bundle is json_reader.to_bundle:
        return json_reader.to_bundle(data, name)
    if hypothesis_reader.is_search_result(first) and to_bundle is hypothesis_reader.to_bundle:
        entries = hypothesis_reader.annotations_in(first, name)
    return cast("_ToBundle", to_bundle)(entries, name)


def may_be_book_notes(data: bytes) -> bool:
    """Whether JSON may have books with quotes, by words that one of them has."""
    head = data[:_HEAD]
    return any(f'"{field}"'.encode() in head for field in book_notes.FIELDS)


_ToBundle = Callable[[Iterable[msgspec.Raw], str], Bundle]


def _format_of(first: dict[str, msgspec.Raw]) -> object | None:
    """Return the function that reads a file with this first object; None if it is of none of the formats."""
    if "pizhu" in first:
        return json_reader.to_bundle
    if reader.is_web_annotation(first):
        return reader.to_bundle
    if zotero.is_zotero(first):
        return zotero.to_bundle
    if doccano.is_doccano(first):
        return doccano.to_bundle
    if hypothesis_reader.is_search_result(first) or hypothesis_reader.is_annotation(first):
        return hypothesis_reader.to_bundle
    return None


def _is_reference(raw: msgspec.Raw) -> bool:
    """Whether an object is an entry of CSL-JSON."""
    try:
        fields = decode_fields(raw, ("id", "type", *_OF_REFERENCES), "")
    except BadInput:
        return False
    return {"id", "type"} <= fields.keys() and not fields.keys().isdisjoint(_OF_REFERENCES)


_OF_REFERENCES = ("issued", "container-title", "citation-key", "DOI", "ISBN")


def _object(raw: msgspec.Raw) -> dict[str, msgspec.Raw]:
    """Return the fields of an object that tell its format; an empty dict if it is not an object."""
    try:
        return decode_fields(raw, _FIELDS, "")
    except BadInput:
        return {}


def _codebook(data: bytes, otherwise: BadInput) -> Bundle:
    """Read a codebook as ``pizhu tags export`` writes it.

    :param otherwise: raised if the data is not a codebook.
    """
    try:
        if not _looks_like_codebook(data):
            raise otherwise
        return Bundle(tags=tuple(parse(data, "codebook.json")))
    except UsageError:
        raise otherwise from None


def _looks_like_codebook(data: bytes) -> bool:
    return all(name in data[:_CODEBOOK_HEAD] for name in (b'"name"', b'"colour"'))
