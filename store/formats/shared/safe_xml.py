"""Reads XML from outside. Document types are refused, since their entities can expand or load files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, cast
from xml.etree import ElementTree as ET
from xml.parsers import expat

from store.importing.limits import MAX_ELEMENT_BYTES, MAX_XML_NAMES, MIB
from store.language import _, lazy

_CHUNK = 1 << 16
"""Bytes that the parser gets at once."""

_TAG_BYTES = 120
"""Bytes of memory of a start or end tag: an element takes about twice as much."""

_ATTRIBUTE_BYTES = 150
"""Bytes of memory of an attribute."""

_TOO_LARGE = lazy("an element takes more than {size} MiB of memory: export it in parts")


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
    raise ValueError(_("it has a document type, which such a file must not have"))


def _stop_at_element(_name: str, _attributes: dict[str, str]) -> None:
    raise _FirstElementReached


def parse_document(data: bytes) -> ET.Element:
    """Return the root of a document.

    :raises ValueError: when there is a document type, or it is too large.
    :raises LookupError: when the encoding is unknown.
    :raises ET.ParseError: when the XML is invalid.
    """
    reject_doctype(io.BytesIO(data))
    if memory_of(data) > MAX_ELEMENT_BYTES:
        raise ValueError(_TOO_LARGE.format(size=MAX_ELEMENT_BYTES // MIB))
    return ET.fromstring(data)  # noqa: S314 - document types are refused


def iterate_elements(stream: IO[bytes], depth: int) -> Iterator[tuple[str, ET.Element]]:
    """Yield the complete elements at a depth (1: children of the root), with the name of the parent.

    The root is yielded first, when only its attributes have been read. Each element is removed from the tree
    when the next one is requested, which limits the memory. The stream must not have a document type: see
    :func:`reject_doctype`.

    :raises ValueError: when one of these elements is too large, or there are too many names.
    :raises ET.ParseError: when the XML is invalid.
    """
    above: list[ET.Element] = []
    for event, element in _limited_events(stream, depth):
        if event == "start":
            if not above:
                yield "", element
            above.append(element)
            continue
        above.pop()
        if len(above) == depth:
            yield local_name(above[-1]), element
        if 0 < len(above) <= depth:
            above[-1].remove(element)


def _limited_events(stream: IO[bytes], depth: int) -> Iterator[tuple[str, ET.Element]]:
    """Yield the starts and ends of elements.

    The parser gets no more before an element at the depth has ended than it may hold in memory.
    """
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("start", "end"))
    names: set[str] = set()
    held = level = 0
    at_end = False
    while not at_end:
        chunk = stream.read(_CHUNK)
        chunk_memory = memory_of(chunk)
        held += chunk_memory
        if held > MAX_ELEMENT_BYTES:
            raise ValueError(_TOO_LARGE.format(size=MAX_ELEMENT_BYTES // MIB))
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
            at_end = True
        for event, element in cast("Iterator[tuple[str, ET.Element]]", parser.read_events()):
            if event == "start":
                names.add(element.tag)
                names.update(element.attrib)
                level += 1
            else:
                level -= 1
                held = chunk_memory if level <= depth else held
            yield event, element
        if len(names) > MAX_XML_NAMES:
            raise ValueError(
                _("it has more than {most:,} different names of elements and attributes", most=MAX_XML_NAMES)
            )


def memory_of(xml: bytes) -> int:
    """Return about how many bytes a part of a document takes when it is parsed.

    Of all signs for attributes the rarest is counted, since prose has equals signs and quotation marks too.
    """
    attributes = min(xml.count(b"="), (xml.count(b'"') + xml.count(b"'")) // 2)
    return 2 * len(xml) + _TAG_BYTES * xml.count(b"<") + _ATTRIBUTE_BYTES * attributes


def local_name(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Return the children of an element with this name."""
    return (each for each in element if local_name(each) == name)


def child_text(element: ET.Element, name: str) -> str:
    """Return the text of the first child with this name; empty if there is none."""
    return next((each.text or "" for each in children(element, name)), "")
