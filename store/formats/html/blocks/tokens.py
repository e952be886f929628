"""Reads HTML as tags and texts, as in the HTML standard, section 13.2.5; XML is read too."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple


class Token(NamedTuple):
    """A tag, or the text between two tags."""

    kind: Literal["text", "start", "end"]
    value: str
    """The text, with its character references replaced; or the name of the element, lower case."""
    attributes: str = ""
    """What follows the name in a tag, as it is written."""
    start: int = -1
    """Where a tag begins in the source, in code points; -1 for a text."""
    end: int = -1
    """Where it ends."""


_OPENING = r"<(?:([!?])|(/?)([A-Za-z][^\s/>]*+)"
_TAG = re.compile(
    _OPENING + r"""(?:((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+)>|([^>]*+)>))""",
)
"""A declaration or a tag; the last group are the attributes of one with a quotation mark not closed."""
_LOOSE_TAG = re.compile(_OPENING + r"()([^>]*+)>)")
_MOST_LOOSE = 100
"""Tags with such a quotation mark, each of which may cost a search of the rest."""
_LONG_REFERENCE = re.compile("&#(?:[0-9]{9,}+|[xX][0-9a-fA-F]{9,}+);?")
_RAW = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
"""Elements whose content is no markup."""
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_XML = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE[^>]{0,80}XHTML 1\.1)")


def tokens(source: str) -> Iterator[Token]:
    """Yield the tags and texts of HTML; comments and declarations are left out, the text of CDATA is not."""
    xml, position, text_from, loose = bool(_XML.match(source)), 0, 0, 0
    last_tag_end = source.rfind(">") + 1
    names: dict[str, str] = {}
    unclosed: set[str] = set()
    search = _TAG.search
    make = tuple.__new__  # without checking the arguments
    while (tag := search(source, position, last_tag_end)) is not None:
        declaration, closing, written, attributes, cut_attributes = tag.groups()
        start, position = tag.span()
        if text_from < start:
            text = source[text_from:start]
            yield make(Token, ("text", _unescape(text) if "&" in text else text, "", -1, -1))
        if declaration:
            position, text = _after_declaration(source, start)
            if text:
                yield make(Token, ("text", text, "", -1, -1))
            text_from = position
            continue
        text_from = position
        if cut_attributes is not None:
            attributes, loose = cut_attributes, loose + 1
            if loose == _MOST_LOOSE:
                search = _LOOSE_TAG.search
        name = names.get(written) or names.setdefault(written, _element_name(written))
        if closing:
            yield make(Token, ("end", name, "", start, position))
            continue
        yield make(Token, ("start", name, attributes, start, position))
        if xml and attributes.endswith("/"):
            yield make(Token, ("end", name, "", position, position))
        elif name in _RAW_END and name not in unclosed:
            if (end := _RAW_END[name].search(source, position)) is None:
                unclosed.add(name)
                continue
            raw = source[position : end.start()]
            yield make(Token, ("text", _unescape(raw) if name in ("title", "textarea") else raw, "", -1, -1))
            position = text_from = end.start()
    if text_from < len(source):
        yield make(Token, ("text", _unescape(source[text_from:]), "", -1, -1))


def _element_name(written: str) -> str:
    return written.lower().removeprefix("html:").removeprefix("xhtml:")


def _after_declaration(source: str, start: int) -> tuple[int, str]:
    """Return where a comment or declaration ends, and its text if it is a CDATA section."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if source.startswith(opening, start):
            if source.startswith(("<!-->", "<!--->"), start):
                break
            end = source.find(closing, start + len(opening))
            if end >= 0:
                text = source[start + len(opening) : end] if opening == "<![CDATA[" else ""
                return end + len(closing), text
            break
    return source.find(">", start) + 1, ""


def _unescape(text: str) -> str:
    return html.unescape(_LONG_REFERENCE.sub("\ufffd", text)) if "&" in text else text


_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]*+))?""")


def attribute(attributes: str, name: str) -> str | None:
    """Return the value of an attribute of a tag; None if it has none. One without a value is empty."""
    if name not in attributes and name not in attributes.lower():
        return None
    for found in _ATTRIBUTE.finditer(attributes):
        if found[1].lower() == name:
            value = found[2] or ""
            return _unescape(value[1:-1] if value[:1] in ("'", '"') and len(value) > 1 else value)
    return None
