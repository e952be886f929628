"""A JSON file becomes a bundle, whatever wrote it: Pizhu, Hypothesis, or a W3C annotation program.

Which it was is told by what is in it: see :func:`read`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from store.errors import BadInput, UsageError
from store.formats.codebook.files import parse
from store.formats.pizhu.records import UNREADABLE, PortableArticle, check_version, piece_of, readable, reason
from store.formats.shared.located_json import bytes_of, decoded, opening
from store.formats.web_annotation import hypothesis_reader, reader
from store.model.bundle import Bundle, IncomingArticle

_HEAD = 2000
"""Bytes in which the first entry of a codebook names its fields."""


def read(path: Path) -> Bundle:
    """What is in a JSON file: our own, W3C annotations, annotations of Hypothesis, or a codebook of ours.

    :raises BadInput: it is no JSON, or none of these.
    """
    name, data = str(path), bytes_of(path)
    try:
        whole = decoded(data, msgspec.Raw, name)
    except BadInput as error:
        return _codebook(data, error)  # an object a line is no JSON
    entries = decoded(whole, list[msgspec.Raw], name) if opening(whole) == b"[" else [whole]
    first = _object(next(iter(entries), whole))
    if "pizhu" in first:
        return _own(data, name)
    if reader.is_annotations(first):
        return reader.bundle_of(entries, name)
    if hypothesis_reader.is_search(first):
        entries = hypothesis_reader.rows(first, name)
    elif not hypothesis_reader.is_annotation(first):
        return _codebook(data, _unknown(name))
    return hypothesis_reader.bundle_of(entries, name)


def _object(raw: msgspec.Raw) -> dict[str, msgspec.Raw]:
    """The fields of an object; none of anything else."""
    try:
        return msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except UNREADABLE:
        return {}


def _codebook(data: bytes, otherwise: BadInput) -> Bundle:
    """A codebook as `pizhu tags export` writes it: an array, or an object a line.

    :raises BadInput: it is none: ``otherwise``.
    """
    try:
        if not all(name in data[:_HEAD] for name in (b'"name"', b'"colour"')):
            raise otherwise
        return Bundle(tags=tuple(parse(data, "codebook.json")))
    except UsageError:
        raise otherwise from None


def _unknown(name: str) -> BadInput:
    return BadInput(
        f"{name} holds neither an export of Pizhu, nor W3C or Hypothesis annotations, nor a codebook: "
        "choose another file."
    )


class _Own(msgspec.Struct, frozen=True):
    """Our own file; its articles are looked into one by one."""

    pizhu: int
    tags: tuple[msgspec.Raw, ...] = ()
    articles: tuple[msgspec.Raw, ...] = ()


class _Version(msgspec.Struct, frozen=True):
    """Of our own file, the version: what else a newer one has may have any shape."""

    pizhu: int


def _own(data: bytes, name: str) -> Bundle:
    check_version(decoded(data, _Version, name).pizhu, name)
    found = decoded(data, _Own, name)
    bundle = Bundle(count=len(found.articles))
    bundle.tags = readable(found.tags, bundle.left_out.append)
    bundle.pieces = _pieces(found.articles, bundle)
    return bundle


def _pieces(articles: tuple[msgspec.Raw, ...], bundle: Bundle) -> Iterator[IncomingArticle]:
    for number, raw in enumerate(articles, 1):
        yield from own_piece(raw, f"Article {number}", bundle)


def own_piece(raw: msgspec.Raw | bytes, what: str, bundle: Bundle) -> Iterator[IncomingArticle]:
    """The article in one JSON object of ours; none, and a sentence in the bundle, if it cannot be read.

    :param what: what the object is called in the sentence.
    """
    try:
        article = msgspec.json.decode(raw, type=PortableArticle)
        yield piece_of(article, article.text, bundle.left_out.append)
    except (*UNREADABLE, BadInput) as error:
        bundle.left_out.append(f"{what} was left out: {reason(error)}")
