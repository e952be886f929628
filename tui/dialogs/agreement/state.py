"""What the table of agreement shows, kept while it is closed."""

from __future__ import annotations

from store.language import Lazy, lazy
from store.tags.agreement.units import Unit

UNITS: dict[Unit, Lazy] = {
    Unit.CHARACTER: lazy("by character"),
    Unit.SPAN: lazy("by span"),
    Unit.SENTENCE: lazy("by sentence"),
    Unit.PARAGRAPH: lazy("by paragraph"),
}
"""The names of the units."""


class AgreementState:
    """Which coders are compared, by which unit, and how the table is sorted."""

    def __init__(self) -> None:
        self.coders: tuple[str, ...] = ()
        """Those that were ticked last; none before the first time."""
        self.unit = Unit.CHARACTER
        self.everyone = False
        """Whether every coder has coded every article."""
        self.parents = False
        """Whether a tag counts also as each one above it."""
        self.column = 0
        """The column that the table is sorted by, from 0."""
        self.is_reversed = False

    def next_unit(self) -> None:
        """Go on to the next unit, after the last one to the first."""
        units = list(Unit)
        self.unit = units[(units.index(self.unit) + 1) % len(units)]
