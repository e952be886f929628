"""GUIDs that stay the same: made of what a thing is called, so that it is known again in the next export."""

from __future__ import annotations

from uuid import UUID, uuid5

NAMESPACE = UUID("b32ce3d4-65f7-51c6-b59d-196447daef78")
"""Of all that Pizhu names: the UUIDv5 of ``urn:pizhu`` in the namespace of URLs (RFC 9562, section 5.5)."""


def guid(kind: str, *names: str) -> str:
    """The UUID of a thing, in lower case with hyphens.

    :param kind: what it is, so that a tag and a person of the same name are two things.
    """
    return str(uuid5(NAMESPACE, "\0".join((kind, *names))))
