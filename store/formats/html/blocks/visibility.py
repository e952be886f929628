"""Tells which elements of a page a browser does not show."""

from __future__ import annotations

import re

from store.formats.html.blocks.elements import BLOCKS, NOT_SHOWN, VOID
from store.formats.html.blocks.tokens import Token, attribute

_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FOR_SCREEN_READERS = re.compile(r"(?:^|\s)(?:screen-reader-text|sr-only|visually-hidden)(?:\s|$)")
"""Classes of WordPress and Bootstrap whose elements stand outside the screen."""


def is_hidden(name: str, attributes: str) -> bool:
    """Whether an element is not shown: by its kind, or by what its tag says."""
    if name in NOT_SHOWN:
        return True
    if not attributes or name in VOID or name in ("html", "body"):
        return False
    if "hidden" in attributes and attribute(attributes, "hidden") is not None:
        return True
    if "none" in attributes and _HIDDEN.search(attribute(attributes, "style") or ""):
        return True
    if "screen-reader" in attributes or "sr-only" in attributes or "visually-hidden" in attributes:
        return bool(_FOR_SCREEN_READERS.search(attribute(attributes, "class") or ""))
    return False


def belongs_to_body(token: Token) -> bool:
    """Whether an element can only stand in the body, so that the head has ended."""
    return token.value in BLOCKS or token.value in ("a", "span", "b", "img", "br")
