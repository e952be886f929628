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


_NAME = r"<(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)"
_TAG = re.compile(_NAME + r"""(?P<attributes>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+)>""")
_LOOSE_TAG = re.compile(_NAME + r"(?P<attributes>[^>]*+)>")
"""A tag with a quotation mark that is not closed."""
_MOST_LOOSE = 100
"""Tags with such a quotation mark, each of which may cost a search of the rest."""
_LONG_REFERENCE = re.compile("&#(?:[0-9]{9,}+|[xX][0-9a-fA-F]{9,}+);?")
_RAW = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
"""Elements whose content is no markup."""
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_XML = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE[^>]{0,80}XHTML 1\.1)")


def tokens(source: str) -> Iterator[Token]:  # noqa: C901 - the states of the standard's tokenizer
    """Yield the tags and texts of HTML; comments and declarations are left out, the text of CDATA is not."""
    xml, position, text_from, loose = bool(_XML.match(source)), 0, 0, 0
    last_tag_end = source.rfind(">")
    unclosed: set[str] = set()
    while (position := source.find("<", position)) >= 0 and position < last_tag_end:
        if source[position + 1 : position + 2] in ("!", "?"):
            if text_from < position:
                yield Token("text", _unescape(source[text_from:position]))
            position, text = _after_declaration(source, position)
            if text:
                yield Token("text", text)
            text_from = position
            continue
        tag = _TAG.match(source, position) if loose < _MOST_LOOSE else None
        if tag is None and (tag := _LOOSE_TAG.match(source, position)) is not None:
            loose += 1
        if tag is None:
            position += 1
            continue
        if text_from < position:
            yield Token("text", _unescape(source[text_from:position]))
        position = text_from = tag.end()
        name = tag["name"].lower().removeprefix("html:").removeprefix("xhtml:")
        if tag["end"]:
            yield Token("end", name)
            continue
        yield Token("start", name, tag["attributes"])
        if xml and tag["attributes"].endswith("/"):
            yield Token("end", name)
        elif name in _RAW_END and name not in unclosed:
            if (end := _RAW_END[name].search(source, position)) is None:
                unclosed.add(name)
                continue
            raw = source[position : end.start()]
            yield Token("text", _unescape(raw) if name in ("title", "textarea") else raw)
            position = text_from = end.start()
    if text_from < len(source):
        yield Token("text", _unescape(source[text_from:]))


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
