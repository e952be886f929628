"""The command that prints what the search screen shows."""

from __future__ import annotations

from collections.abc import Iterator

from store.finding.concordance import Position
from store.query.places import text_nodes
from store.query.tree import Query, any_of
from tui.search.state import Reference, SearchState, View
from tui.search.tables.gap import gap_of
from tui.search.tables.word_table import MOST_ROWS

SORTS: dict[View, tuple[str, ...]] = {
    View.WORDS: ("item", "count", "count", "articles", "dispersion", "dispersion"),
    View.COLLOCATES: ("item", "logdice", "count", "left", "right", "frequency", "mi", "t"),
    View.KEY_WORDS: ("item", "ll", "count", "count", "reference", "diff"),
    View.NGRAMS: ("item", "count", "count", "articles", "dispersion", "dispersion"),
}
"""By table of words, the order that its command calls each column by."""

ASCENDING = ("dispersion",)
"""The figures of which the command lists the smallest first; tables always begin with the largest."""


def arguments_of(
    view: View,
    query: Query,
    state: SearchState,
    *,
    group: tuple[Position | None, str] | None = None,
    has_others: bool,
) -> tuple[str, ...]:
    """Return the arguments of ``pizhu`` that print what a view shows, in the same order.

    :param group: what the lines are narrowed to.
    :param has_others: whether the library has articles that the query does not find: key words are compared
        with them.
    """
    if view is View.ARTICLES:
        return ("find", str(query))
    if view is View.LINES:
        return ("kwic", str(query), *_order_of_lines(state, group))
    if view is View.PASSAGES:
        return ("passages", str(query), "--unit", state.unit)
    if view is View.GAP:
        return ("clip", *_gap(query, state))
    return ("words", *_table(view, query, state=state, has_others=has_others), *_order_of_words(view, state))


def _order_of_lines(state: SearchState, group: tuple[Position | None, str] | None) -> Iterator[str]:
    if group is not None:
        position, item = group
        yield f"--having={position or 'node'}={item}"
    if state.sort or state.is_reversed:
        yield "--sort"
        yield ",".join(map(str, state.sort)) or "article"
    if state.is_reversed:
        yield "--reverse"
    if (state.sort or group) and state.by_words:
        yield from ("--unit", "word")


def _gap(query: Query, state: SearchState) -> Iterator[str]:
    """Yield the pattern, the query and the options of the command that lists what fills a gap."""
    pattern, conditions = gap_of(query)
    settings = state.tables
    yield f"{pattern.before}*{pattern.after}"
    if conditions and not settings.is_whole:
        yield str(conditions)
    yield from ("--unit", settings.gap_unit)
    if settings.gap_length is not None:
        yield from ("--words", str(settings.gap_length))


def _table(view: View, query: Query, *, state: SearchState, has_others: bool) -> Iterator[str]:
    """Yield the action of the command, its query and with what that is compared.

    A query that begins with a dash would be taken for an option: ``!`` negates as well.
    """
    first = str(query)[:1].replace("-", "!")
    settings = state.tables
    typed = [first + str(query)[1:]] if query and not settings.is_whole else []
    if view is View.COLLOCATES:
        yield from ("collocates", str(any_of(text_nodes(query))))
        if not settings.is_whole:
            yield f"--in={query}"
    elif view is View.WORDS:
        yield from ("freq", *typed)
    elif view is View.NGRAMS:
        yield from ("ngrams", *typed, "--size", str(settings.size))
    else:
        yield from ("keyness", *typed)
        if has_others and typed and settings.reference is Reference.OTHERS:
            yield f"--against=NOT ({query})"  # untranslated: the query language


def _order_of_words(view: View, state: SearchState) -> Iterator[str]:
    sort = SORTS[view][state.columns.get(view, 1)]
    yield from ("--sort", sort, "--limit", str(MOST_ROWS))
    if state.are_words_reversed is not (sort in ASCENDING):
        yield "--reverse"
