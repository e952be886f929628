"""The addresses that an article may have: those of pages, and of papers by their DOI."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from store.patterns import late_pattern

LONGEST = 4_000
"""Code points of an address."""

_DOI = late_pattern(r"doi:\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
"""Source: DOI Handbook, section 2.2, and Crossref's advice on the form of DOIs."""


def web_address(words: str) -> str:
    """Return an address as it is stored; empty if it is none.

    ``http`` and ``https`` are accepted, and ``doi:``. Nothing else is: exports make links of addresses, and
    one that begins with ``javascript:`` or ``file:`` would run a program or open a file of the reader.
    """
    address = words.strip()
    if len(address) > LONGEST or any(each.isspace() or not each.isprintable() for each in address):
        return ""
    if (doi := _DOI.fullmatch(address)) is not None:
        return f"doi:{doi[1]}"
    try:
        parts = urlsplit(address)
        is_valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return address if is_valid else ""
