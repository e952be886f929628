"""The notes that a reader composes."""

from __future__ import annotations

from collections.abc import Iterable


def join_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return a note of these paragraphs, without blank ones."""
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())
