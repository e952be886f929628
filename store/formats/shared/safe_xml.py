"""Reads XML from outside. Document types are refused, since their entities can expand or load files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree as ET
from xml.parsers import expat

_CHUNK = 1 << 16
"""Bytes that the parser gets at once."""


class _FirstElementReached(Exception):
    """Raised at the first element, after which no document type can follow."""


def reject_doctype(stream: IO[bytes]) -> None:
    """Check that a document has no document type. The stream is read up to the first element.

    This uses the same parser as the actual reading, so that both decode the document alike.

    :raises ValueError: when there is a document type, since it can define entities.
    :raises ET.ParseError: when the XML is invalid.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _stop_at_element
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except _FirstElementReached:
        return
    except expat.ExpatError as error:
        raise ET.ParseError(str(error)) from error


def _refuse_doctype(_name: str, _system: str | None, _public: str | None, _has_subset: bool) -> None:
    raise ValueError("it has a document type, which such a file must not have")


def _stop_at_element(_name: str, _attributes: dict[str, str]) -> None:
    raise _FirstElementReached


def parse_document(data: bytes) -> ET.Element:
    """Return the root of a document.

    :raises ValueError: when there is a document type, or the encoding is unknown.
    :raises ET.ParseError: when the XML is invalid.
    """
    reject_doctype(io.BytesIO(data))
    return ET.fromstring(data)  # noqa: S314 - document types are refused


def iterate_elements(stream: IO[bytes], depth: int) -> Iterator[tuple[str, ET.Element]]:
    """Yield the complete elements at a depth (1: children of the root), with the name of the parent.

    The root is yielded first, when only its attributes have been read. Each element is removed from the tree
    when the next one is requested, which limits the memory. The stream must not have a document type: see
    :func:`reject_doctype`.

    :raises ET.ParseError: when the XML is invalid.
    """
    above: list[ET.Element] = []
    for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314 - document types are refused
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
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Return the children of an element with this name."""
    return (each for each in element if local_name(each) == name)


def child_text(element: ET.Element, name: str) -> str:
    """Return the text of the first child with this name; empty if there is none."""
    return next((each.text or "" for each in children(element, name)), "")
