"""What is to be adjudicated, as it is asked for."""

from __future__ import annotations

from typing import NamedTuple


class Asked(NamedTuple):
    """Which articles are adjudicated, and whose annotations are compared."""

    query: str = ""
    """The articles; empty for all."""
    coders: tuple[str, ...] = ()
    """The coders; empty for those of the round, or all who marked something."""
    round: int | None = None
    """The round; None for the one that is open, or the last one."""
    name: str = ""
    """What results are signed with; empty for ``adjudicated``."""
