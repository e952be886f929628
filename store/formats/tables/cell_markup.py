"""Takes the text out of cells with HTML, as crawlers and blogs write them. No visible character is lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({
    "p", "div", "br", "li", "ul", "ol", "tr", "table", "section", "article", "blockquote", "pre", "hr",
    "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "header", "footer",
})  # fmt: skip
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_SIGN = re.compile(r"<(?:p|br|div|span|section|article|h[1-6]|img|ul|ol)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|hellip|#\d{2,6});")
_MOST = 8 << 20
"""Code points of the longest cell that is parsed."""


def without_markup(cell: str) -> str:
    """Return the text of a cell, with a line for each paragraph if it is HTML."""
    if len(cell) > _MOST or not (_SIGN.search(cell) or _ENTITY.search(cell)):
        return cell
    parser = _Text(keep_lines=not _SIGN.search(cell))
    parser.feed(cell)
    parser.close()
    return parser.text()


class _Text(HTMLParser):
    def __init__(self, *, keep_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._unseen = 0
        self._keep_lines = keep_lines

    def text(self) -> str:
        return "".join(self._parts).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS and tag != "br":
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._parts.append(data if self._keep_lines else re.sub(r"[ \t\r\n]+", " ", data))
