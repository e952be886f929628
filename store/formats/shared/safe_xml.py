"""XML from elsewhere, read without trusting it: a document type, which can swell or fetch, is refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree as ET
from xml.parsers import expat

_CHUNK = 1 << 16
"""Bytes given to the parser at once."""


class _Begun(Exception):
    """The first element has begun: no document type can come any more."""


def refuse_document_type(stream: IO[bytes]) -> None:
    """Read as far as the first element.

    The parser that looks is the one that reads later, so that no encoding hides anything from it.

    :raises ValueError: a document type stands before it, which alone can define entities.
    :raises ET.ParseError: it is no XML.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _begin
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except _Begun:
        return
    except expat.ExpatError as error:
        raise ET.ParseError(str(error)) from error


def _refuse(_name: str, _system: str | None, _public: str | None, _has_subset: bool) -> None:
    raise ValueError("it has a document type, which none of its kind needs")


def _begin(_name: str, _attributes: dict[str, str]) -> None:
    raise _Begun


def parse_document(data: bytes) -> ET.Element:
    """The root of a document.

    :raises ValueError: it has a document type, or is in an encoding that is not known.
    :raises ET.ParseError: it is no XML.
    """
    refuse_document_type(io.BytesIO(data))
    return ET.fromstring(data)  # noqa: S314 - it has no document type


def elements(stream: IO[bytes], depth: int) -> Iterator[tuple[str, ET.Element]]:
    """Each element at that depth (1: right below the root) when it is whole, with the name of the one above.

    It is emptied when the next is asked for, so that a long document is never in memory at once. The root
    comes first, when it has begun, with its attributes. No document type may stand in the stream: see
    :func:`refuse_document_type`.

    :raises ET.ParseError: it is no XML.
    """
    above: list[ET.Element] = []
    for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314 - it has no document type
        if event == "start":
            if not above:
                yield "", element
            above.append(element)
            continue
        above.pop()
        if len(above) == depth:
            yield local_name(above[-1]), element
            above[-1].remove(element)


def local_name(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """The elements of that name right below."""
    return (each for each in element if local_name(each) == name)


def words_of(element: ET.Element, name: str) -> str:
    """The words of the first element of that name right below; none where there is no such one."""
    return next((each.text or "" for each in children(element, name)), "")
