"""The identity of a tag: an address, or an ID in an authority file, such as ``CBDB:1762``."""

from __future__ import annotations

import unicodedata

from store.errors import UsageError
from store.language import _

LONGEST_IDENTITY = 2_000
"""Code points of the longest identity."""

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of control characters and invisible ones."""

AUTHORITIES = {
    "cbdb": "https://cbdb.fas.harvard.edu/cbdbapi/person.php?id=",
    "tgaz": "https://chgis.hudci.org/tgaz/placename/",
    "wikidata": "https://www.wikidata.org/entity/",
    "viaf": "https://viaf.org/viaf/",
    "geonames": "https://www.geonames.org/",
}
"""By the prefix of an ID, in lower case, what an address with this ID begins with: the China Biographical
Database, the Temporal Gazetteer, Wikidata, the Virtual International Authority File, GeoNames."""


def clean_identity(identity: str) -> str:
    """Normalise the identity of a tag: strip it. Empty if there is none.

    :raises UsageError: it is longer than :data:`LONGEST_IDENTITY`, or has spaces, control characters or
        invisible ones.
    """
    cleaned = identity.strip()
    if len(cleaned) > LONGEST_IDENTITY:
        raise UsageError(
            _(
                "The identity “{identity}…” is too long: use at most {longest:,} characters.",
                identity=cleaned[:12],
                longest=LONGEST_IDENTITY,
            )
        )
    if any(ch.isspace() or unicodedata.category(ch) in _UNSEEN for ch in cleaned):
        raise UsageError(
            _(
                "The identity “{identity}” has a space or an invisible character: write an address, or an ID "
                "such as CBDB:1762.",
                identity=cleaned,
            )
        )
    return cleaned


def identity_address(identity: str) -> str:
    """Return the web address of an identity; empty if it has none that is known."""
    prefix, _colon, rest = identity.partition(":")
    if prefix.lower() in ("http", "https"):
        return identity
    start = AUTHORITIES.get(prefix.lower(), "")
    return start + rest if start and rest else ""
