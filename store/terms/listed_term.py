"""A term of a list."""

from __future__ import annotations

import msgspec


class ListedTerm(msgspec.Struct, frozen=True):
    """What is sought in texts, and the tags of its places."""

    written: str
    """Words; a regular expression, ``/…/``; or the family of a formula, ``~"…"``."""
    tags: tuple[str, ...] = ()
    same_as: str = ""
    """The identity of the first tag: an address, or an ID in an authority file."""
