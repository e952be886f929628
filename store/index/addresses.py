"""Addresses of articles and annotations: ``ID``, ``ID@ANNOTATION``, and the same as a URI, for links.

``pizhu read`` takes both. A URI is ``pizhu://read/ID@ANNOTATION`` (RFC 3986); what is not a letter, a digit
or one of ``-._~`` in an annotation's ID is escaped in it.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

SCHEME = "pizhu"
"""The scheme of the URIs, in lower case."""

_SHOWN = 8
"""Characters of an ID in a command."""

_is_uuid = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch

_BEGINNING = f"{SCHEME}://read/"

_is_command = re.compile(rf"{SCHEME} read [0-9a-f]{{1,16}}(?:@\S+)?").fullmatch


def uri(article: str, annotation: str = "") -> str:
    """Return the URI of an article or, given an ID, of one of its annotations."""
    place = _escaped(article) + (f"@{_escaped(annotation)}" if annotation else "")
    return _BEGINNING + place


def command(article: str, annotation: str = "") -> str:
    """Return the command that opens an article or annotation, for people to read: with shortened IDs."""
    shown = annotation[:_SHOWN] if _is_uuid(annotation) else annotation
    place = article[:_SHOWN] + (f"@{shown}" if shown else "")
    return f"{SCHEME} read {place}"  # untranslated: a command


def is_command(line: str) -> bool:
    """Whether a line is nothing but what :func:`command` returns, as exports write it below a note."""
    return _is_command(line.strip()) is not None


def _escaped(id_: str) -> str:
    return quote(id_, safe="", errors="replace")


def is_uri(text: str) -> bool:
    """Whether a text is a URI of this scheme, perhaps not a valid one. Case does not matter in schemes."""
    return text.strip().lower().startswith(f"{SCHEME}:")


def parse_address(text: str) -> tuple[str, str]:
    """Return the IDs of an article and an annotation, which may be shortened, from an address.

    The latter is empty if the address names none; both are, if it is a URI that Pizhu does not write.
    """
    if not is_uri(text):
        article, _, annotation = text.partition("@")
        return article, annotation
    path = text.strip()[len(SCHEME) + 1 :].lstrip("/")
    action, _, place = path.partition("/")
    article, _, annotation = place.partition("?")[0].partition("#")[0].rstrip("/").partition("@")
    return (unquote(article), unquote(annotation)) if action.lower() == "read" else ("", "")
