"""Queries in the arguments of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.output.printing import warn

if TYPE_CHECKING:
    from store.library import Library
    from store.query.tree import Query


def typed_query(library: Library, typed: str) -> Query:
    """Parse a query, and say on standard error what looks like a field in it but is none.

    :raises QuerySyntaxError: a part of it is not valid.
    """
    query = library.codebook.query(typed)
    warn_of_unknown_fields(library, typed)
    return query


def warn_of_unknown_fields(library: Library, typed: str) -> None:
    """Say on standard error what looks like a field in a query but is none."""
    if hint := library.codebook.hint(typed):
        warn(hint)
