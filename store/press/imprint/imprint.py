"""What an imprint line says."""

from __future__ import annotations

from typing import NamedTuple


class Imprint(NamedTuple):
    """The contents of an imprint line. ``rest`` is the part that was not recognised."""

    authors: tuple[str, ...]
    others: tuple[str, ...]
    """Photographers and illustrators."""
    dated: bool
    """Whether it has a date, with or without a year."""
    source: str
    explicit: bool
    """Whether a role identifies the names as names."""
    rest: str
    edited: bool = False
    """Whether it names editors."""
    translated: bool = False
    """Whether its authors are translators, who count as authors if nobody else is named."""
