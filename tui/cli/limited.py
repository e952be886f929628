"""Results up to ``--limit``, and a word on standard error if there are more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from store.language import _
from tui.cli.output.printing import warn

T = TypeVar("T")


class Limited(Generic[T]):
    """The first of some results."""

    def __init__(self, found: Iterable[T], limit: int | None) -> None:
        """Limit results.

        :param found: as many as there are, or one more than ``limit``, which is enough to know of more.
        :param limit: the largest number that is printed; None or 0 for all.
        """
        self._found = iter(found)
        self._limit = limit or None

    def __iter__(self) -> Iterator[T]:
        """Yield the results as they come."""
        return islice(self._found, self._limit)

    def tell(self) -> None:
        """Say on standard error that there are more results than were printed."""
        if self._limit is not None and next(self._found, None) is not None:
            warn(_("There are more than {number:,}: raise --limit to see them.", number=self._limit))


def one_more(limit: int) -> int:
    """Return the limit with which to find out whether there are more than ``limit``; 0 stays all."""
    return limit + 1 if limit else 0
