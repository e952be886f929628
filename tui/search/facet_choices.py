"""What is chosen in the facets: values of a field, of which an article must have one.

The numbers beside the values of a field say how many articles there would be with each of them: they are
counted without what is chosen of that field, so that other values stay there to be chosen too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from store.query.tree import Field, Node, Query, Term
from tui.search.facet_counting import FACETS, FacetCounts

MOST_KEPT = 20
"""The counts of fields that are kept: those of authors may be many thousands."""

_PARTS = {Field.DATE: "-", Field.TAG: "/"}
"""By field, what separates a value from one within it: a month is within its year, a tag below another."""


def toggled(query: Query, field: Field, value: str, known: Collection[str]) -> Query:
    """Return a query with a value chosen, beside those chosen before, or no longer chosen.

    It takes the place of what it is within, and of what is within it.

    :param known: the values of the field that are facets: conditions on others are no choices.
    """
    if query.sign_of(field, value):
        return query.without(field, value)
    for each in _chosen(query, field, known):
        if _is_within(field, each, value) or _is_within(field, value, each):
            query = query.without(field, each)
    for place in reversed(range(len(query.terms))):
        term = query.terms[place]
        if isinstance(term, Term) and _is_choice(term, field, known):
            wider = Term(field, (*term.values, value))
            return Query((*query.terms[:place], wider, *query.terms[place + 1 :]))
    return query.also(field, value)


class KnownCounts:
    """The counts of facets, each as it is without what is chosen of its field."""

    def __init__(self) -> None:
        """Know nothing."""
        self._kept: dict[tuple[Field, str], Counter[str]] = {}
        self._shown: FacetCounts = {}

    def forget(self) -> None:
        """Know nothing any more, because the library was changed."""
        self._kept.clear()

    def note(self, query: Query, counts: FacetCounts) -> None:
        """Keep the counts of all that a query finds, of the fields of which nothing is chosen."""
        for field in FACETS:
            if not self._chosen(field, query, counts):
                self.keep(field, query, counts.get(field, Counter()))

    def keep(self, field: Field, query: Query, counts: Counter[str]) -> None:
        """Keep the counts of a field."""
        if len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[field, str(query)] = counts

    def shown(self, query: Query, counts: FacetCounts) -> FacetCounts:
        """Return the counts to show; those of before stand in for what is not counted yet.

        :param counts: those of what the query has found so far.
        """
        self._shown = {field: self._of(field, query, counts) for field in FACETS}
        return self._shown

    def _of(self, field: Field, query: Query, counts: FacetCounts) -> Counter[str]:
        chosen = self._chosen(field, query, counts)
        if not chosen:
            return counts.get(field, Counter())
        values = self._values(field, counts)
        kept = self._kept.get((field, str(_without_choices(query, field, values))))
        found = Counter(kept if kept is not None else self._shown.get(field, Counter()))
        for value, articles in counts.get(field, {}).items():
            found[value] = max(found[value], articles)
        return Counter({**dict.fromkeys(chosen, 0), **found})

    def missing(self, query: Query, counts: FacetCounts) -> Mapping[Field, Query]:
        """Return what has to be counted: by field, the query without what is chosen of the field."""
        found = {}
        for field in FACETS:
            if self._chosen(field, query, counts):
                without = _without_choices(query, field, self._values(field, counts))
                if (field, str(without)) not in self._kept:
                    found[field] = without
        return found

    def toggled(self, query: Query, field: Field, value: str) -> Query:
        """See :func:`toggled`."""
        return toggled(query, field, value, self._shown.get(field, ()))

    def _chosen(self, field: Field, query: Query, counts: FacetCounts) -> list[str]:
        if not any(isinstance(term, Term) and term.field is field for term in query.terms):
            return []  # the values of a field may be many
        return _chosen(query, field, self._values(field, counts))

    def _values(self, field: Field, counts: FacetCounts) -> Collection[str]:
        return self._shown.get(field, {}).keys() | counts.get(field, {}).keys()


def _is_choice(node: Node, field: Field, known: Collection[str]) -> bool:
    return (
        isinstance(node, Term)
        and node.field is field
        and node.wanted
        and all(value in known for value in node.values)
    )


def _chosen(query: Query, field: Field, known: Collection[str]) -> list[str]:
    """Return the values of a field that are chosen."""
    return [
        value
        for term in query.terms
        if isinstance(term, Term) and _is_choice(term, field, known)
        for value in term.values
    ]


def _without_choices(query: Query, field: Field, known: Collection[str]) -> Query:
    return Query(tuple(term for term in query.terms if not _is_choice(term, field, known)))


def _is_within(field: Field, inner: str, outer: str) -> bool:
    return field in _PARTS and inner.startswith(outer + _PARTS[field])
