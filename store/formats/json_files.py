"""Reads a JSON file, whatever wrote it: Pizhu, Hypothesis, a W3C annotation program or a codebook export."""

from __future__ import annotations

from pathlib import Path

import msgspec

from store.errors import BadInput, UsageError
from store.formats.codebook.files import parse
from store.formats.pizhu import json_reader
from store.formats.shared.located_json import decode, decode_fields, first_byte, read_bytes
from store.formats.web_annotation import hypothesis_reader, reader
from store.model.bundle import Bundle

_CODEBOOK_HEAD = 2000
"""Bytes at the start of a codebook that contain the field names of its first entry."""


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
    if "pizhu" in first:
        return json_reader.to_bundle(data, name)
    if reader.is_web_annotation(first):
        return reader.to_bundle(entries, name)
    if hypothesis_reader.is_search_result(first):
        entries = hypothesis_reader.annotations_in(first, name)
    elif not hypothesis_reader.is_annotation(first):
        return _codebook(data, _unknown_format(name))
    return hypothesis_reader.to_bundle(entries, name)


def _object(raw: msgspec.Raw) -> dict[str, msgspec.Raw]:
    """Return the fields of an object that tell its format; an empty dict if it is not an object."""
    try:
        return decode_fields(raw, ("pizhu", *reader.FIELDS, *hypothesis_reader.FIELDS), "")
    except BadInput:
        return {}


def _codebook(data: bytes, otherwise: BadInput) -> Bundle:
    """Read a codebook as ``pizhu tags export`` writes it.

    :param otherwise: raised if the data is not a codebook.
    """
    try:
        if not all(name in data[:_CODEBOOK_HEAD] for name in (b'"name"', b'"colour"')):
            raise otherwise
        return Bundle(tags=tuple(parse(data, "codebook.json")))
    except UsageError:
        raise otherwise from None


def _unknown_format(name: str) -> BadInput:
    return BadInput(
        f"{name} is neither an export of Pizhu, nor W3C or Hypothesis annotations, nor a codebook: "
        "choose another file."
    )
