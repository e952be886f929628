"""Stable GUIDs: derived from names, so that the same thing has the same GUID in every export."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha1
from uuid import UUID

NAMESPACE = UUID("b32ce3d4-65f7-51c6-b59d-196447daef78")
"""The namespace of all GUIDs of Pizhu: the UUIDv5 of ``urn:pizhu`` in the URL namespace (RFC 9562, 5.5)."""


def guid(kind: str, *names: str) -> str:
    """Derive a UUID from names, in lower case with hyphens.

    :param kind: the type of the thing: a tag and a person of the same name get different UUIDs.
    """
    return guids_beginning(kind)(*names)


def guids_beginning(kind: str, *names: str) -> Callable[..., str]:
    """Return :func:`guid` with its first names given, which may be long: they are hashed only once."""
    beginning = sha1(NAMESPACE.bytes + "\0".join((kind, *names)).encode(), usedforsecurity=False)

    def of(*more: str) -> str:
        hashed = beginning.copy()
        hashed.update("".join(f"\0{name}" for name in more).encode())
        return str(UUID(bytes=hashed.digest()[:16], version=5))  # as uuid.uuid5 does it

    return of
