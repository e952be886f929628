"""Filters the list of articles by a query that the user types or combines from tags, and sorts it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import App

from store.index.article_index import AttributeFacet, Facet
from store.language import _
from store.library import Library
from store.model.listing.order import Order, SortField
from store.model.tables.saved_search import SavedSearch
from store.query.tree import Field, Query
from tui.controllers.filters.evaluation import QueryEvaluation
from tui.controllers.shared.lookups import look_up
from tui.looks.article_wording import ORDERS, SORT_NAMES
from tui.looks.error_toasts import when_answered
from tui.panes.articles import ArticlesPane
from tui.panes.tags import TagsPane
from tui.typesetting import displayed

HINT_TIMEOUT = 10
"""Seconds for which a hint about a query is shown."""


class ArticleFilterController:
    """Filters and sorts the list of articles, and shows the tags of the filter in the tags pane."""

    def __init__(
        self,
        app: App[None],
        library: Library,
        evaluation: QueryEvaluation,
        *,
        articles_pane: ArticlesPane,
        tags_pane: TagsPane,
        save_query: Callable[[str, Callable[[SavedSearch], None]], None],
    ) -> None:
        """Create a controller.

        :param save_query: asks for a name and saves a query under it; then calls a function.
        """
        self._app = app
        self._library = library
        self._evaluation = evaluation
        self._articles_pane = articles_pane
        self._tags_pane = tags_pane
        self._save_query = save_query

    def filter(self, query: Query) -> None:
        """Show the articles that match a query. An empty query matches all.

        :raises UsageError: a pattern in it takes too long on a text.
        """
        self._evaluation.evaluate(query, partial(self._show, query))

    def _show(self, query: Query) -> None:
        self._articles_pane.filter(query)
        self._tags_pane.show_query(query)

    def filter_or_ask(self, query: Query | None) -> None:
        """Show the articles that match a query. If it is None, ask the user for it."""
        if query is not None:
            self.filter(query)
            return
        from store.query.parser import load
        from tui.dialogs.filtering import FilterDialog

        library = self._library
        attributes = library.attributes.all()

        def save(query: Query) -> None:
            self._save_query(str(query), lambda _search: dialog.show_saved(query))

        def read() -> tuple[list[Facet | AttributeFacet], tuple[SavedSearch, ...]]:
            return [*library.articles.facets(), *library.attributes.facets()], library.searches.all()

        def offer(found: tuple[list[Facet | AttributeFacet], tuple[SavedSearch, ...]]) -> None:
            dialog.offer(*found)

        dialog = FilterDialog(self._articles_pane.filter_query, attributes, parse=self.parsed, save=save)
        self._app.push_screen(dialog, when_answered(self._app, self.filter))
        look_up(self._app, dialog, read, offer)
        self._app.run_worker(load, thread=True, group="grammar")  # before an operator is typed

    def parsed(self, typed: str) -> Query:
        """Parse a query, and tell what looks like a field in it but is none.

        :raises QuerySyntaxError: a part of it is not valid.
        """
        query = self._library.codebook.query(typed)
        if hint := self._library.codebook.hint(typed):
            self._app.notify(displayed(hint), timeout=HINT_TIMEOUT, markup=False)
        return query

    def filter_by_tag(self, tag: str, sign: str) -> None:
        """Add a tag to the query or remove it. If there is no sign, show all articles.

        :param sign: how the tag is added. See :meth:`store.query.tree.Query.sign_of`.
        """
        query = self._articles_pane.filter_query
        changes = {"&": query.also, "|": query.either, "!": query.never}
        self.filter(changes[sign](Field.TAG, tag) if sign else Query())

    def ask_order(self, now: Order) -> None:
        """Ask for the order of the list. The present field again reverses it."""
        from tui.dialogs.base.choice import ChoiceDialog

        fields = list(SortField)

        def sort(place: int) -> None:
            self._articles_pane.sort(now.chosen(fields[place]))

        answers = [
            _("{field}  ({order}; again reverses it)", field=SORT_NAMES[field], order=ORDERS[now])
            if field is now.field
            else str(SORT_NAMES[field])
            for field in fields
        ]
        dialog = ChoiceDialog(_("Sort the articles by…"), answers, fields.index(now.field))
        self._app.push_screen(dialog, when_answered(self._app, sort))
