"""Parses the XML inside documents with lxml, bounded in memory and depth, without loading anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from store.errors import BadInput
from store.formats.documents.package import damaged
from store.formats.shared.safe_xml import memory_of
from store.importing.limits import MAX_ELEMENT_BYTES
from store.language import _
from store.reasons import reason_of

Element: TypeAlias = Any
"""An element of lxml, which has no types. The parser refuses more than 256 levels."""

_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parse_xml(data: bytes, name: str, *, doctype: bool = False, lenient: bool = False) -> Element:
    """Return the root of a document.

    :param name: what the error calls the file.
    :param doctype: whether it may have a document type, whose entities are never expanded.
    :param lenient: whether to correct what is not well-formed.
    :raises BadInput: it is not valid, too deep or too large.
    """
    from lxml import etree

    if memory_of(data) > MAX_ELEMENT_BYTES:
        raise BadInput(
            _("{name}: it is too large to be read at once; save it in parts and import those.", name=name)
        )
    if not doctype and _DOCTYPE.search(data.replace(b"\\0", b"")):
        raise damaged(name, _("it has a document type, which such a file must not have"))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=lenient,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise damaged(name, reason_of(error)) from None
    if root is None:
        raise damaged(name, _("it is no XML"))
    return root


def local(element: Element) -> str:
    """Return the name of an element without its namespace; empty for an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute, whatever its namespace; empty if there is none."""
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child with this name, whatever its namespace."""
    return None if element is None else next((each for each in element if local(each) == name), None)


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements below, in order, that have one of these names."""
    return (each for each in element.iter() if local(each) in names)


def plain_text(element: Element | None) -> str:
    """Return all text in an element, with single spaces for white space."""
    return "" if element is None else " ".join("".join(element.itertext()).split())
