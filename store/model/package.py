"""Packages: a part of a library that somebody takes along, works on, and brings back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec

from store.model.edits import Fields

PackagedTables: TypeAlias = dict[str, dict[int, Fields]]
"""The documents of an article or of a library by table and ID."""


class PackageManifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a package says about itself."""

    pizhu_package: int = 1
    """The version of the format."""
    person: str
    """For whom it was made."""
    packer: str = ""
    """Who made it."""
    made: str = ""
    """When: UTC, ISO 8601 with ``Z``."""
    returned: bool = False
    """Whether it comes back from the person; it then has what it was made from."""


class PackagedArticle(msgspec.Struct):
    """An article that comes back."""

    id: str
    base: PackagedTables
    """The version that was given away."""
    theirs: PackagedTables
    text: str
    """The text of their version."""


class Package(msgspec.Struct):
    """What comes back from a package of this library."""

    manifest: PackageManifest
    base: PackagedTables
    """The documents of the library itself, as they were given away."""
    theirs: PackagedTables
    ids: frozenset[str]
    """The articles that were given away and are there still."""
    read: Callable[[Iterable[str]], Iterable[PackagedArticle]]
    """Reads articles with these IDs one by one; those that cannot be read are told and left out."""
