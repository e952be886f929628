"""Phrases for what a reader reports and for the notes that it composes."""

from __future__ import annotations

from collections.abc import Iterable


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: ``1 annotation``, ``3 annotations``."""
    return f"{number} {one if number == 1 else many}"


def join_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return a note of these paragraphs, without blank ones."""
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())
