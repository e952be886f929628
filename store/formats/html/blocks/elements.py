"""The elements of HTML by what they do to a paragraph."""

from __future__ import annotations

BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu",
    "nav", "ol", "optgroup", "option", "p", "plaintext", "pre", "search", "section", "summary", "table",
    "tbody", "tfoot", "thead", "tr", "ul", "xmp",
])  # fmt: skip
CELLS = frozenset(["td", "th"])
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
CAPTIONS = frozenset(["figcaption", "caption"])
PREFORMATTED = frozenset(["pre", "listing", "xmp"])
LISTS = frozenset(["ol", "ul", "menu", "dir"])
BOLD = frozenset(["b", "strong"])
VOID = frozenset([
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
])  # fmt: skip
NOT_SHOWN = frozenset([
    "audio", "button", "canvas", "datalist", "head", "iframe", "math-template", "noembed", "noframes",
    "noscript", "object", "rp", "rt", "script", "select", "style", "svg", "template", "textarea",
    "title", "video",
])  # fmt: skip
CLOSED_BY_NEXT = frozenset(["p", "li", "td", "th", "tr", "dd", "dt", "option"])
"""Elements that end where the next one of the same name begins."""
