"""What is chosen in the facets: values of a field or attribute, of which an article must have one.

The numbers beside the values of a field say how many articles there would be with each of them: they are
counted without what is chosen of that field, so that other values stay there to be chosen too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from store.query.tree import Field, Node, Query
from tui.search.facets.facet_conditions import Facet, condition, sign_of, wanted_values, without
from tui.search.facets.facet_counting import FacetCounts

MOST_KEPT = 20
"""The counts of fields that are kept: those of authors may be many thousands."""

_PARTS: Mapping[Facet, str] = {Field.DATE: "-", Field.TAG: "/"}
"""By field, what separates a value from one within it: a month is within its year, a tag below another."""


def toggled(query: Query, facet: Facet, value: str, known: Collection[str]) -> Query:
    """Return a query with a value chosen, beside those chosen before, or no longer chosen.

    It takes the place of what it is within, and of what is within it.

    :param known: the values of the facet that are listed: conditions on others are no choices.
    """
    if sign_of(query, facet, value):
        return without(query, facet, value)
    for each in _chosen(query, facet, known):
        if _is_within(facet, each, value) or _is_within(facet, value, each):
            query = without(query, facet, each)
    for place in reversed(range(len(query.terms))):
        if _is_choice(query.terms[place], facet, known):
            wider = condition(facet, (*wanted_values(query.terms[place], facet), value))
            return Query((*query.terms[:place], wider, *query.terms[place + 1 :]))
    return Query((*query.terms, condition(facet, (value,))))


class KnownCounts:
    """The counts of facets, each as it is without what is chosen of its facet."""

    def __init__(self) -> None:
        """Know nothing."""
        self._kept: dict[tuple[Facet, str], Counter[str]] = {}
        self._shown: FacetCounts = {}

    def forget(self) -> None:
        """Know nothing any more, because the library was changed."""
        self._kept.clear()

    def note(self, query: Query, counts: FacetCounts) -> None:
        """Keep the counts of all that a query finds, of the fields of which nothing is chosen."""
        for facet in counts:
            if not self._chosen(facet, query, counts):
                self.keep(facet, query, counts.get(facet, Counter()))

    def keep(self, facet: Facet, query: Query, counts: Counter[str]) -> None:
        """Keep the counts of a facet."""
        if len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[facet, str(query)] = counts

    def shown(self, query: Query, counts: FacetCounts) -> FacetCounts:
        """Return the counts to show; those of before stand in for what is not counted yet.

        :param counts: those of what the query has found so far.
        """
        self._shown = {facet: self._of(facet, query, counts) for facet in {**self._shown, **counts}}
        return self._shown

    def _of(self, facet: Facet, query: Query, counts: FacetCounts) -> Counter[str]:
        chosen = self._chosen(facet, query, counts)
        if not chosen:
            return counts.get(facet, Counter())
        values = self._values(facet, counts)
        kept = self._kept.get((facet, str(_without_choices(query, facet, values))))
        found = Counter(kept if kept is not None else self._shown.get(facet, Counter()))
        for value, articles in counts.get(facet, {}).items():
            found[value] = max(found[value], articles)
        return Counter({**dict.fromkeys(chosen, 0), **found})

    def missing(self, query: Query, counts: FacetCounts) -> Mapping[Facet, Query]:
        """Return what has to be counted: by facet, the query without what is chosen of the facet."""
        found = {}
        for facet in {**self._shown, **counts}:
            if self._chosen(facet, query, counts):
                others = _without_choices(query, facet, self._values(facet, counts))
                if (facet, str(others)) not in self._kept:
                    found[facet] = others
        return found

    def toggled(self, query: Query, facet: Facet, value: str) -> Query:
        """See :func:`toggled`."""
        return toggled(query, facet, value, self._shown.get(facet, ()))

    def _chosen(self, facet: Facet, query: Query, counts: FacetCounts) -> list[str]:
        if not any(wanted_values(term, facet) for term in query.terms):
            return []  # the values of a facet may be many
        return _chosen(query, facet, self._values(facet, counts))

    def _values(self, facet: Facet, counts: FacetCounts) -> Collection[str]:
        return self._shown.get(facet, {}).keys() | counts.get(facet, {}).keys()


def _is_choice(node: Node, facet: Facet, known: Collection[str]) -> bool:
    values = wanted_values(node, facet)
    return bool(values) and all(value in known for value in values)


def _chosen(query: Query, facet: Facet, known: Collection[str]) -> list[str]:
    """Return the values of a facet that are chosen."""
    return [
        value
        for term in query.terms
        if _is_choice(term, facet, known)
        for value in wanted_values(term, facet)
    ]


def _without_choices(query: Query, facet: Facet, known: Collection[str]) -> Query:
    return Query(tuple(term for term in query.terms if not _is_choice(term, facet, known)))


def _is_within(facet: Facet, inner: str, outer: str) -> bool:
    return facet in _PARTS and inner.startswith(outer + _PARTS[facet])
