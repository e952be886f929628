"""Tells which elements of a page a browser does not show."""

from __future__ import annotations

import re

from store.formats.html.blocks.elements import BLOCKS, NOT_SHOWN, VOID
from store.formats.html.blocks.tokens import Token, attribute

_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def is_hidden(name: str, attributes: str) -> bool:
    """Whether an element is not shown: by its kind, or by what its tag says."""
    if name in VOID or name in ("html", "body"):
        return False
    if name in NOT_SHOWN:
        return True
    if "hidden" in attributes and attribute(attributes, "hidden") is not None:
        return True
    return "none" in attributes and bool(_HIDDEN.search(attribute(attributes, "style") or ""))


def belongs_to_body(token: Token) -> bool:
    """Whether an element can only stand in the body, so that the head has ended."""
    return token.value in BLOCKS or token.value in ("a", "span", "b", "img", "br")
