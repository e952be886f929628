"""Queries as users type them: with saved searches in place of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import partial

from store.errors import UsageError
from store.language import _
from store.model.tables.saved_search import SavedSearch, search_key
from store.query.errors import QuerySyntaxError
from store.query.parser import MAX_TERMS, SearchNamed
from store.query.tree import Node, Query, children

MAX_WITHIN = 8
"""How many saved searches may stand in each other."""
MAX_LEVELS = 64
"""How deep a query may be with the saved searches in it."""
LEAST_RATIO = 0.6
"""How similar a name must be to be suggested, from 0 to 1, as :mod:`difflib` measures it."""

ParseQuery = Callable[[str, SearchNamed], Query]
"""Parses a query with the names of the library, given what returns the query of a saved search."""


def typed_query(
    typed: str, parse: ParseQuery, searches: Mapping[str, SavedSearch], within: tuple[str, ...] = ()
) -> Query:
    """Parse a query with the queries of saved searches in place of ``@name``.

    :param searches: the saved searches by their keys.
    :param within: the keys of the searches that this query is a part of, the outermost first.
    :raises QuerySyntaxError: a part of it is not valid, there is no such search, or a search uses itself.
    """
    query = parse(typed, partial(_query_named, parse, searches, within))
    conditions, levels = _size(query.terms)
    if conditions > MAX_TERMS:
        message = _(
            "With its saved searches the query has too many conditions: use at most {most}.", most=MAX_TERMS
        )
        raise QuerySyntaxError(message, typed, 0)
    if levels > MAX_LEVELS:
        message = _(
            "With its saved searches the query is nested too deeply: use at most {most} levels.",
            most=MAX_LEVELS,
        )
        raise QuerySyntaxError(message, typed, 0)
    return query


def search_named(searches: Mapping[str, SavedSearch], name: str) -> SavedSearch:
    """Return a saved search.

    :param searches: all of them by their keys.
    :raises UsageError: there is none of that name.
    """
    found = searches.get(search_key(" ".join(name.split())))
    if found is not None:
        return found
    nearest = get_close_matches(search_key(name), list(searches), 1, LEAST_RATIO)
    if nearest:
        raise UsageError(
            _(
                "There is no saved search “{name}”: did you mean “{nearest}”?",
                name=name,
                nearest=searches[nearest[0]].search,
            )
        )
    raise UsageError(_("There is no saved search “{name}”: see them with `pizhu searches`.", name=name))


def _query_named(
    parse: ParseQuery, searches: Mapping[str, SavedSearch], within: tuple[str, ...], name: str
) -> Query:
    """Return the query of a saved search for the query of another.

    :raises UsageError: there is none of that name, it uses itself, or its query is not valid any more.
    """
    if search_key(name) in within:
        raise UsageError(_("The saved search “{name}” would use itself: change its query.", name=name))
    if not searches:
        raise UsageError(
            _(
                "There is no saved search “{name}”: write words that begin with @ in quotation marks.",
                name=name,
            )
        )
    search = search_named(searches, name)
    if len(within) == MAX_WITHIN:
        raise UsageError(
            _("Saved searches stand in each other too deeply: use at most {most} levels.", most=MAX_WITHIN)
        )
    try:
        return typed_query(search.query, parse, searches, (*within, search.key))
    except UsageError as error:
        raise UsageError(
            _("The saved search “{name}” cannot be used: {reason}", name=search.search, reason=error)
        ) from error


def _size(nodes: Iterable[Node]) -> tuple[int, int]:
    """Return how many conditions a tree has, and how many levels."""
    conditions, levels = 0, 0
    for node in nodes:
        below = children(node)
        if below:
            more, deeper = _size(below)
            conditions, levels = conditions + more, max(levels, deeper + 1)
        else:
            conditions, levels = conditions + 1, max(levels, 1)
    return conditions, levels
