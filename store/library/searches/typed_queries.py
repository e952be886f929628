"""Queries as users type them for a library: with its tags, and with its saved searches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import partial

import msgspec

from store.errors import UsageError
from store.language import _
from store.model.saved_search import SavedSearch, search_key
from store.query.errors import QuerySyntaxError
from store.query.parser import MAX_TERMS, parse
from store.query.tree import Field, Node, Query, Term, children

MAX_WITHIN = 8
"""How many saved searches may stand in each other."""
MAX_LEVELS = 64
"""How deep a query may be with the saved searches in it."""
LEAST_RATIO = 0.6
"""How similar a name must be to be suggested, from 0 to 1, as :mod:`difflib` measures it."""

KnownTags = Callable[[Iterable[str]], tuple[str, ...]]
"""Returns the names that tags have in the library; raises a :class:`UsageError` if there is no such tag."""


def typed_query(
    typed: str, tags: KnownTags, searches: Mapping[str, SavedSearch], within: tuple[str, ...] = ()
) -> Query:
    """Parse a query. Its tags get the names that they have in the library.

    :param searches: the saved searches by their keys. Their queries take the place of ``@name``.
    :param within: the keys of the searches that this query is a part of, the outermost first.
    :raises QuerySyntaxError: a part of it is not valid, there is no such tag or search, or a search uses
        itself.
    """

    def with_known_tags(node: Node) -> Node:
        if not isinstance(node, Term) or node.field not in (Field.TAG, Field.UNDER):
            return node
        try:
            return msgspec.structs.replace(node, values=tags(node.values))
        except UsageError as error:
            place = next((at for each in node.values if (at := typed.find(each)) >= 0), 0)
            raise QuerySyntaxError(str(error), typed, place) from error

    query = parse(typed, searches=partial(_query_named, tags, searches, within)).rewritten(with_known_tags)
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
    if not searches:
        raise UsageError(
            _(
                "There is no saved search “{name}”: write words that begin with @ in quotation marks.",
                name=name,
            )
        )
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
    tags: KnownTags, searches: Mapping[str, SavedSearch], within: tuple[str, ...], name: str
) -> Query:
    """Return the query of a saved search for the query of another.

    :raises UsageError: there is none of that name, it uses itself, or its query is not valid any more.
    """
    if search_key(name) in within:
        raise UsageError(_("The saved search “{name}” would use itself: change its query.", name=name))
    search = search_named(searches, name)
    if len(within) == MAX_WITHIN:
        raise UsageError(
            _("Saved searches stand in each other too deeply: use at most {most} levels.", most=MAX_WITHIN)
        )
    try:
        return typed_query(search.query, tags, searches, (*within, search.key))
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
