"""Finds web addresses in text. Only http and https addresses become links in exports."""

from __future__ import annotations

import re
from collections.abc import Iterator

_URL = re.compile(
    r"https?://[^\s\x00-\x1f\x7f-\x9f<>\"'`\\“”‘’「」『』《》【】（）、，。；：！？]+", re.IGNORECASE
)
_TRAILING = ".,;:!?*_~|]}"


def split_urls(text: str) -> Iterator[tuple[str, bool]]:
    """Split a text at its web addresses; yield each part with whether it is an address.

    The parts joined give the text. Punctuation after an address and unbalanced closing brackets are not part
    of it.
    """
    done = 0
    for match in _URL.finditer(text):
        address = _trim(match[0])
        if not address.endswith("/") or address.count("/") > 2:  # more than the scheme
            if match.start() > done:
                yield text[done : match.start()], False
            yield address, True
            done = match.start() + len(address)
    if done < len(text):
        yield text[done:], False


def _trim(address: str) -> str:
    opened = address.count(")") - address.count("(")
    while address[-1] in _TRAILING or (address[-1] == ")" and opened > 0):
        opened -= address[-1] == ")"
        address = address[:-1]
    return address
