"""Stable GUIDs: derived from names, so that the same thing has the same GUID in every export."""

from __future__ import annotations

from uuid import UUID, uuid5

NAMESPACE = UUID("b32ce3d4-65f7-51c6-b59d-196447daef78")
"""The namespace of all GUIDs of Pizhu: the UUIDv5 of ``urn:pizhu`` in the URL namespace (RFC 9562, 5.5)."""


def guid(kind: str, *names: str) -> str:
    """Derive a UUID from names, in lower case with hyphens.

    :param kind: the type of the thing: a tag and a person of the same name get different UUIDs.
    """
    return str(uuid5(NAMESPACE, "\0".join((kind, *names))))
