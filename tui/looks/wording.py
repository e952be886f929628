"""Words for numbers of things."""

from __future__ import annotations

NAMELESS = "somebody unnamed"
"""The maker of annotations that name no creator."""


def number_of(count: int, thing: str) -> str:
    """A number of things, in words: ``1 article``, ``2 articles``."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
