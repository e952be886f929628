"""The filter of the list of articles: asked for, or put together from tags."""

from __future__ import annotations

from textual.app import App

from store.library import Library
from store.model.query import Field, Query
from tui.controllers.shared.lookups import look_up
from tui.looks.error_toasts import when_answered
from tui.panes.articles import ArticlesPane
from tui.panes.tags import TagsPane


class ArticleFilterController:
    """Filters the list of articles, and has the tags pane show by which tags."""

    def __init__(
        self, app: App[None], library: Library, articles_pane: ArticlesPane, tags_pane: TagsPane
    ) -> None:
        self._app = app
        self._library = library
        self._articles_pane = articles_pane
        self._tags_pane = tags_pane

    def filter(self, query: Query) -> None:
        """Show the articles that match a query; all, if it is empty."""
        self._articles_pane.narrow(query)
        self._tags_pane.show_query(query)

    def filter_or_ask(self, query: Query | None) -> None:
        """Show the articles that match a query; without one, ask for it."""
        if query is not None:
            self.filter(query)
            return
        from tui.dialogs.filtering import FilterDialog

        dialog = FilterDialog(self._articles_pane.shown_by)
        self._app.push_screen(dialog, when_answered(self._app, self.filter))
        look_up(self._app, dialog, self._library.articles.facets, dialog.offer)

    def filter_by_tag(self, tag: str, sign: str) -> None:
        """Add a tag to the query, or show all articles if there is no sign.

        :param sign: how it joins the query, as :meth:`store.model.query.Query.sign_of` has it.
        """
        query = self._articles_pane.shown_by
        changes = {"&": query.also, "|": query.either, "!": query.never}
        self.filter(changes[sign](Field.TAG, tag) if sign else Query())
