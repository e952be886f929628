"""Reads an OPML file, which lists feeds but has no articles: it says which they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from store.errors import BadInput
from store.formats.html.blocks import attribute, tokens
from store.formats.html.encoding import decode_page
from store.importing.piece import Piece, Source
from store.language import _
from store.wording import counted

_MOST = 10_000
_SHOWN = 5


def feeds_in(data: bytes, name: str) -> list[tuple[str, str]]:
    """Return title and address of each feed in an OPML file.

    :raises BadInput: the bytes are not text.
    """
    text, _unused = decode_page(data, name)
    found: dict[str, str] = {}
    for token in islice(tokens(text), 100 * _MOST):
        if token.kind != "start" or token.value != "outline" or len(found) >= _MOST:
            continue
        address = (attribute(token.attributes, "xmlurl") or "").strip()
        title = attribute(token.attributes, "title") or attribute(token.attributes, "text") or ""
        if address.startswith(("http://", "https://")):
            found.setdefault(address, " ".join(title.split()) or address)
    return [(title, address) for address, title in found.items()]


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Raise BadInput, always: it names the feeds, whose addresses the user can import.

    Importing a list fetches nothing: only an address that is asked for is fetched.
    """
    feeds = feeds_in(data, source.name)
    if not feeds:
        raise BadInput(_("{name}: this list of feeds names none; export it again.", name=source.name))
    shown = _("; ").join(f"{title[:40]} {address}" for title, address in feeds[:_SHOWN])
    if (rest := len(feeds) - _SHOWN) > 0:
        shown = _("{feeds}; and {rest:,} more", feeds=shown, rest=rest)
    yield from ()
    raise BadInput(
        _(
            "{name}: this is a list of {what} without articles: import one by its address, as in "
            "`pizhu import {address}` ({feeds}).",
            name=source.name,
            what=counted(len(feeds), "feed", "feeds"),
            address=feeds[0][1],
            feeds=shown,
        )
    )
