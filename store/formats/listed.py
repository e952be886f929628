"""Joins names in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from store.language import pgettext


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them: ``a, b``, in Chinese ``a、b``."""
    return pgettext("list", ", ").join(names)
