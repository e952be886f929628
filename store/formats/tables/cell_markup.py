"""Takes the text out of cells with HTML, as crawlers and blogs write them. No visible character is lost.

It reads each cell once, from its start to its end: parsers of HTML take quadratic time for some cells.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_BLOCKS = frozenset({
    "p", "div", "br", "li", "ul", "ol", "tr", "table", "section", "article", "blockquote", "pre", "hr",
    "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "header", "footer",
})  # fmt: skip
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_SIGN = re.compile(r"<(?:p|br|div|span|section|article|h[1-6]|img|ul|ol)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|hellip|#\d{2,6});")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,19})(?:[\s/][^<>]*)?>")
_SPACE = re.compile(r"[ \t\r\n]+")


def without_markup(cell: str) -> str:
    """Return the text of a cell, with a line for each paragraph if it is HTML."""
    if _SIGN.search(cell):
        text = "".join(words if words == "\n" else html.unescape(words) for words in _parts(cell))
        return text.strip("\n")
    return html.unescape(cell) if _ENTITY.search(cell) else cell


def _parts(cell: str) -> Iterator[str]:
    """Yield the text between tags, with a line end for each tag of a block."""
    at = 0
    unended: set[str] = set()
    while at < len(cell):
        start = cell.find("<", at)
        yield _SPACE.sub(" ", cell[at : start if start >= 0 else len(cell)])
        if start < 0:
            return
        if cell.startswith("<!--", start) and (close := cell.find("-->", start)) >= 0:
            at = close + 3
        elif (tag := _TAG.match(cell, start)) is None:
            at = len(cell) if cell.startswith("<!--", start) else start + 1  # a comment without an end; a < b
            yield cell[start:at]
        else:
            name, at = tag[2].lower(), tag.end()
            if name in _UNSEEN and not tag[1] and name not in unended:
                end = re.compile(f"</{name}", re.IGNORECASE).search(cell, at)
                at = end.start() if end else at
                unended |= set() if end else {name}
            if name in _BLOCKS:
                yield "\n"
