"""What two coders have in common, counted: units that have a tag, and annotations that match."""

from __future__ import annotations

import msgspec

from store.tags.agreement.coefficients import Matrix, cohen_kappa, krippendorff_alpha


class Counts(msgspec.Struct, frozen=True):
    """The number of units that have a tag by both coders, by one of them only, and by neither."""

    both: int = 0
    first: int = 0
    second: int = 0
    neither: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.both + other.both,
            self.first + other.first,
            self.second + other.second,
            self.neither + other.neither,
        )

    @property
    def total(self) -> int:
        """The number of all units."""
        return self.both + self.first + self.second + self.neither

    @property
    def matrix(self) -> Matrix:
        """The reliability matrix of the two coders."""
        return {(1, 1): self.both, (1, 0): self.first, (0, 1): self.second, (0, 0): self.neither}

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; None where it is undefined because agreement by chance is certain."""
        return cohen_kappa(self.matrix).value

    @property
    def alpha(self) -> float | None:
        """Krippendorff's alpha; None where it is undefined because all values are equal."""
        return krippendorff_alpha(self.matrix).value


class Spans(msgspec.Struct, frozen=True):
    """The number of matched pairs of annotations, and of unmatched annotations of either coder."""

    both: int = 0
    """Matched pairs."""
    first: int = 0
    second: int = 0

    def __add__(self, other: Spans) -> Spans:
        return Spans(self.both + other.both, self.first + other.first, self.second + other.second)

    @property
    def f1(self) -> float | None:
        """The F-measure, which is the same in both directions; None if there are no annotations."""
        every = 2 * self.both + self.first + self.second
        return 2 * self.both / every if every else None

    @property
    def share(self) -> float | None:
        """The share of all annotations, pairs counted once, that match; None if there are none."""
        every = self.both + self.first + self.second
        return self.both / every if every else None
