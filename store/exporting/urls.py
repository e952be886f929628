"""Addresses of the web in words: what may become a link. Those of other schemes never do."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ADDRESS = re.compile(
    r"https?://[^\s\x00-\x1f\x7f-\x9f<>\"'`\\“”‘’「」『』《》【】（）、，。；：！？]+", re.IGNORECASE
)
_TRAILING = ".,;:!?*_~|]}"


def split_urls(words: str) -> Iterator[tuple[str, bool]]:
    """Words in pieces, each with whether it is an address of the web; together they are the words.

    Neither the signs of the sentence around an address belong to it nor a bracket that it did not open.
    """
    done = 0
    for match in _ADDRESS.finditer(words):
        address = _trimmed(match[0])
        if not address.endswith("/") or address.count("/") > 2:  # there is something after the scheme
            if match.start() > done:
                yield words[done : match.start()], False
            yield address, True
            done = match.start() + len(address)
    if done < len(words):
        yield words[done:], False


def _trimmed(address: str) -> str:
    opened = address.count(")") - address.count("(")
    while address[-1] in _TRAILING or (address[-1] == ")" and opened > 0):
        opened -= address[-1] == ")"
        address = address[:-1]
    return address
