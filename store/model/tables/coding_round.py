"""Rounds: the times that a team codes articles."""

from __future__ import annotations

import msgspec


class CodingRound(msgspec.Struct, frozen=True, kw_only=True):
    """A round in which coders work on the articles assigned to them. Times are UTC, ISO 8601 with ``Z``."""

    round: int
    """Its number, from 1."""
    blind: bool = True
    """Whether a coder sees what others have marked only when their own work on an article is done."""
    opened: str = ""
    """When it was opened."""
    closed: str = ""
    """When it was closed; empty while it is open."""

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return not self.closed

    @property
    def key(self) -> str:
        """Its key: its number."""
        return str(self.round)
