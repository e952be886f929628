"""Finds the name that was meant by one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable

LEAST_RATIO = 0.6
"""How similar a name must be, from 0 to 1, as :mod:`difflib` measures it."""


def nearest(typed: str, names: Iterable[str]) -> str | None:
    """Return the most similar name, or None if there is none."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(typed, list(names), 1, LEAST_RATIO)), None)
