"""Numbers of things in words."""

from __future__ import annotations


def number_of(count: int, thing: str) -> str:
    """A number and its noun: ``1 article``, ``2 articles``."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
